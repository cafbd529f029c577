"""The choice of the interface's language, at the foot of each page."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from coach import settings
from coach.ui.texts import LANGUAGES, language_here


def offer() -> None:
    """A link a language; the server keeps the choice as a cookie and loads the page anew. Nothing where COACH_LANGUAGE fixes it."""
    if settings.language():
        return
    here = language_here()
    links = (_here(code) if code == here else _link(code) for code in LANGUAGES)
    st.html(f'<nav class="languages" aria-label="Language">{" · ".join(links)}</nav>')


def _here(code: str) -> str:
    return f'<span lang="{code}" aria-current="true">{LANGUAGES[code]}</span>'


def _link(code: str) -> str:
    address = "?" + urlencode({**st.query_params, "language": code})
    return f'<a href="{escape(address)}" hreflang="{code}" lang="{code}" target="_self">{LANGUAGES[code]}</a>'
