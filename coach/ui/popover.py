"""A quiet button with something behind it."""

from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

_WIDTH = 280
"""Pixels: fits a telephone."""


def behind(label: str, key: str, gap: Literal["small"] | None = "small") -> DeltaGenerator | None:
    """What is to be filled behind the button; None while it is closed, so that it costs nothing on a page that is drawn at every pause in typing."""
    popover = st.popover(label, type="tertiary", key=key, on_change="rerun")
    return popover.container(width=_WIDTH, gap=gap) if popover.open else None
