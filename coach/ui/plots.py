"""Small plots as SVG. Each says in words what it shows, and a table beside it says it in figures.

Streamlit takes SVG out of HTML, and an image doesn't know the text's colour: so a plot is the mask of a box in that colour.
"""

from base64 import b64encode
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from html import escape

from coach.learning.trends import Level

_STEP, _TOP, _HIGH = 26, 10, 16
_WEEKS, _CELL = 12, 15
_STYLE = (
    "<style>text{font:11px sans-serif;opacity:.8}.number{text-anchor:middle}.rule{stroke:#000;opacity:.15}.line{stroke:#000;stroke-width:1.5}"
    ".noise{opacity:.16}.rest{fill:none;stroke:#000;opacity:.35}</style>"
)


def levels(points: Sequence[Level], said: str) -> str:
    """A dot an attempt at its level, 1 to 5; a band round a dot is as high as its evaluator's noise; lines join what can be compared."""
    first = points[0].attempt
    x = {p.attempt: 30 + _STEP * n for n, p in enumerate(points)}
    width = max(160, 30 + _STEP * len(points))
    lines = [f'<line class="rule" x1="20" x2="{width}" y1="{_y(n)}" y2="{_y(n)}"/><text x="4" y="{_y(n) + 4}">{n}</text>' for n in range(1, 6)]
    bands = [
        f'<rect class="noise" x="{x[p.attempt] - 7}" width="14" y="{_y(min(5, p.level + p.noise)) - 4}" '
        f'height="{_y(max(1, p.level - p.noise)) - _y(min(5, p.level + p.noise)) + 8}"/>'
        for p in points
        if p.noise
    ]
    last = dict[str, Level]()
    for p in points:
        if p.goes_on and (before := last.get(p.scenario)):
            lines.append(f'<line class="line" x1="{x[before.attempt]}" y1="{_y(before.level)}" x2="{x[p.attempt]}" y2="{_y(p.level)}"/>')
        last[p.scenario] = p
    dots = [f'<circle cx="{x[p.attempt]}" cy="{_y(p.level)}" r="4.5"/>' for p in points]
    ends = {first: x[first], points[-1].attempt: x[points[-1].attempt]}
    numbers = [f'<text class="number" x="{at}" y="{_y(1) + 22}">{n}</text>' for n, at in ends.items()]
    return _svg(width, _y(1) + 28, said, "".join((*lines, *bands, *dots, *numbers)))


def bars(rates: Sequence[float], highest: float, said: str) -> str:
    """A bar an attempt; bars of several plots compare where `highest` is the same. None is a short line, so that it isn't taken for a gap."""
    tall, step = 34, 12
    drawn = [
        f'<rect x="{step * n + 1}" width="8" y="{tall - max(1, tall * r / highest):.1f}" height="{max(1, tall * r / highest):.1f}"/>'
        for n, r in enumerate(rates)
    ]
    return _svg(max(60, step * len(rates)), tall + 1, said, "".join(drawn))


def calendar(days: Collection[date], today: date, said: str) -> str:
    """The last twelve weeks, a column a week from Monday to Sunday: a filled square is a day of practice, an outline is none."""
    begin = today - timedelta(days=today.weekday(), weeks=_WEEKS - 1)
    cells = []
    for n in range((today - begin).days + 1):
        week, weekday = divmod(n, 7)
        style = "day" if begin + timedelta(days=n) in days else "rest"
        cells.append(f'<rect class="{style}" x="{week * _CELL + 1}" y="{weekday * _CELL + 1}" width="{_CELL - 4}" height="{_CELL - 4}" rx="2"/>')
    return _svg(_WEEKS * _CELL, 7 * _CELL, said, "".join(cells))


def _y(level: int) -> int:
    return _TOP + (5 - level) * _HIGH


def _svg(width: int, height: int, said: str, inside: str) -> str:
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{_STYLE}{inside}</svg>'
    mask = f"mask-image:url(data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()})"
    return f'<div class="plot" role="img" aria-label="{escape(said)}" style="width:{width}px;height:{height}px;{mask}"></div>'
