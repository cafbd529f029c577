"""The entry: `streamlit run app.py` starts the ASGI app; the navigation is in coach/ui/pages.py."""

import streamlit as st

from coach.ui import scripts, server, state

state.start()
app = st.App(server.PAGES, routes=scripts.ROUTES, middleware=server.MIDDLEWARE)
