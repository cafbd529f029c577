"""Two texts side by side, row by row, as HTML in which every text is escaped."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import shorten

_MOST_SHOWN = 240
"""Characters of a quote; a longer sentence is cut at a word."""


@dataclass(frozen=True)
class Cell:
    """What one text does: in a word or two (`said`), with its own words where it has any."""

    said: str
    quote: str | None = None


@dataclass(frozen=True)
class Row:
    about: str
    left: Cell
    right: Cell


def table(caption: str, left: str, right: str, rows: Sequence[Row]) -> str:
    """On a telephone the cells of a row stand under each other, each with its text's name."""
    head = f'<thead><tr><td></td><th scope="col">{escape(left)}</th><th scope="col">{escape(right)}</th></tr></thead>'
    body = "".join(f'<tr><th scope="row">{escape(row.about)}</th>{_cell(left, row.left)}{_cell(right, row.right)}</tr>' for row in rows)
    return f'<table class="side-by-side"><caption>{escape(caption)}</caption>{head}<tbody>{body}</tbody></table>'


def _cell(name: str, cell: Cell) -> str:
    quote = f"<q>{escape(shorten(cell.quote, _MOST_SHOWN, placeholder=' …'))}</q>" if cell.quote else ""
    return f'<td><span class="whose">{escape(name)}</span><span class="said">{escape(cell.said)}</span>{quote}</td>'
