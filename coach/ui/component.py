"""What runs in the browser: the editor with its underlines, built from editor/, the feedback beside it, and two small helps.

Both write every text with `textContent`; a draft is never markup. They speak with each other by DOM events.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from coach.ui import scripts

_ASSETS = Path(__file__).parent / "assets"


def _nothing() -> None:
    """Streamlit wants a callback for each value that a component may send."""


@cache
def _component(name: str) -> Any:
    css = "".join((_ASSETS / f).read_text("utf-8") for f in ("desk.css", f"{name}.css"))
    return st.components.v2.component(f"coach_{name}", css=css, js=scripts.loader(name))


def _packed(data: dict[str, Any]) -> dict[str, str]:
    """As JSON text: lists and dicts would make Streamlit look for data frames, and import pandas for it (0.7 s)."""
    return {"json": json.dumps(data)}


def editor(data: dict[str, Any], key: str) -> Any:
    """Gives `.draft` {text, revision} while typing, `.submit` {text, id} once for each press, `.choice` {mode} or {ignored}."""
    return _component("editor")(data=_packed(data), key=key, on_draft_change=_nothing, on_submit_change=_nothing, on_choice_change=_nothing)


def feedback(data: dict[str, Any], key: str) -> Any:
    """Shows an evaluation; a click on a card selects its quote in the editor.

    Gives `.reply` {id, …}, once for each answer to it, and `.choice` {ignored} as the editor does.
    """
    return _component("feedback")(data=_packed(data), key=key, on_reply_change=_nothing, on_choice_change=_nothing)


def away(text: str) -> None:
    """Shows `text` while the server doesn't answer, and lets people go on typing; once a page, outside its fragments."""
    _component("away")(data=_packed({"text": text}), key="away", on_back_change=_nothing)


def anew(label: str) -> None:
    """A button that empties the tab's own storage and loads the app afresh."""
    _component("anew")(data=_packed({"label": label}), key="anew")
