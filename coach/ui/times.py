"""Times as the learner reads them, in the time zone that the browser tells."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


def zone() -> tzinfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def minute(time: datetime) -> str:
    return time.astimezone(zone()).strftime("%d %B %Y, %H:%M")


def day(time: datetime) -> str:
    return time.astimezone(zone()).strftime("%d %B %Y")
