"""The entry: `streamlit run app.py` starts the ASGI app; the navigation is in coach/ui/pages.py."""

import streamlit as st

from coach.ui import server, state

state.start()
app = st.App(server.PAGES, middleware=server.MIDDLEWARE)
