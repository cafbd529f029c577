"""The script that runs for every visitor: page settings and navigation."""

from pathlib import Path

import streamlit as st

from coach.errors import CoachError
from coach.ui import component, glossary, history, language, my_data, places, practise, progress, state
from coach.ui.texts import _, language_here, plain

_ASSETS = Path(__file__).parent / "assets"
st.set_page_config(page_title="Coach", page_icon=str(_ASSETS / "icon.svg"), layout="wide")
st.logo(str(_ASSETS / "logo.svg"), size="large")
st.html(f"<style>{(_ASSETS / 'page.css').read_text('utf-8')}</style>")
try:
    language_here()
    state.practice()
except CoachError as error:
    st.error("  \n".join(map(plain, str(error).splitlines())))
    st.stop()

st.navigation(
    places.keep(
        st.Page(practise.page, title=_("Practise"), url_path="practise", default=True),
        st.Page(progress.page, title=_("Progress"), url_path="progress"),
        st.Page(history.page, title=_("History"), url_path="history"),
        st.Page(glossary.page, title=_("Glossary"), url_path="glossary"),
        st.Page(my_data.page, title=_("My data"), url_path="my-data"),
    ),
    position="top",
).run()
language.offer()
component.away(
    _("Coach doesn't answer. You can go on writing: your text is kept in this window, and saved when Coach answers again. Feedback has to wait till then.")
)
