"""The draft as its reader will see it: Markdown as HTML in which nothing runs, loads or leads anywhere."""

from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from coach.ui.texts import _

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_OFF = ["image", "link", "autolink", "reference", "html_block", "html_inline"]
_MOST_SHOWN = 20_000
"""Characters; the parser takes seconds for ten times as many list items."""
_BELOW_THE_PAGE = 3
"""Levels by which a heading of the draft is lower than it was written: the page has headings of its own."""


def show(draft: str) -> None:
    """Or what will stand there, where there is no text yet."""
    if draft.strip():
        st.html(html(draft[:_MOST_SHOWN]))
        if len(draft) > _MOST_SHOWN:
            st.caption(_("The preview ends here; your draft goes on."))
    else:
        st.markdown(_("Your draft will stand here as your reader sees it: headings, lists, tables and bold words in their form."))


def html(text: str) -> str:
    """Headings, lists, tables, emphasis and code; links, pictures and HTML stand there as they were typed."""
    tokens = _parser().parse(text)
    for token in tokens:
        _lowered(token)
    rendered: str = _parser().renderer.render(tokens, _parser().options, {})
    return f'<div class="preview">{rendered}</div>'


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # a first page needs no parser, and its import takes a tenth of a second

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable(_OFF)


def _lowered(token: "Token") -> None:
    token.info = ""  # the name of a language would become a class
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(6, int(token.tag[1]) + _BELOW_THE_PAGE)}"
