"""Links from page to page; the pages are made anew in each run, and kept here so that no page imports another."""

from typing import Any

import streamlit as st

from coach.ui.texts import plain

_pages: dict[str, Any] = {}


def keep(*pages: Any) -> list[Any]:
    """Remember the pages by their address; gives them back for the navigation."""
    _pages.update({page.url_path or "practise": page for page in pages})
    return list(pages)


def link(address: str, label: str, **query: str) -> None:
    """A link to a page of ours, without loading the app again."""
    st.page_link(_pages[address], label=plain(label), query_params=query or None)


def go(address: str, **query: str) -> None:
    """Leave for a page of ours."""
    st.switch_page(_pages[address], query_params=query)
