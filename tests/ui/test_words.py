"""The editor counts words by the engine's own rule: the one in the browser and the one in Python agree on awkward texts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from coach.content.scenario import Scenario
from coach.language.outline import cues_and_headings, outline, written_words
from coach.language.text import read
from coach.ui import component

_SOURCE = Path(component.__file__).parent / "editor" / "src" / "words.js"
_COUNT = """async ([source, texts, outline]) => {
    const {countWords} = await import("data:text/javascript," + encodeURIComponent(source));
    return texts.map((text) => countWords(text, outline));
}"""
AWKWARD = [
    "",
    "Plain words, five of them.",
    "| Measure | Value |\n|---|---:|\n| TSTR | 0.86 |\n| AUC | 1 000 |",
    "# Heading\n## 2.1 Next\n- item one\n* two\n1. three\n(a) four\n– five\n1.2 Figures hold\n1.",
    "1. ",
    "It doesn't hold; it’s the team's, they'd say, we'll see. DON'T! isn’t",
    "1,000 and 48 000 and 1e-6 and 10⁻⁶ and 10**-6, 50 % and 50%, 3k, 0.93, v2.1.0, 12.5.",
    "**Bold** and _1.0_ and __init__ and snake_case_name and ~~gone~~ and un**believ**able ***",
    'See [the report](https://a.b/c_d "its title") or www.x.y or me.you@example.org, <b>bold</b> <br/> a < b > c',
    "Code `x = 1` and ``a ` b`` and ``broken` here.\n\n```python\nprint(1)\n```\nAfter.\n~~~~\nno words\n~~~\nstill none",
    "```js",
    "Before <!-- not\n\nshown --> after <!-- never closed",
    "> quoted words\n> > - twice\n---\n***\n===\n\u2022 dot",
    "naïve café e\u0301tude İstanbul ß ﬁ 数据 合成 שלום ١٢٣ Ⅳ ½ x² \ufeffmark 🎉 👩\u200d🔬",
    "word-word word/word word—word …word… (word) “word” a.b.c",
    "a\u2028- b\x0b- c\u00a0d\t\te",
]


@pytest.fixture(scope="module")
def texts(briefing: Scenario, gold: dict[str, str]) -> list[str]:
    planned = outline(briefing)
    filled = planned.replace("\n\n[", "\n\nWe wrote this here.\n\n[", 3)
    return [*AWKWARD, *gold.values(), planned, filled, f"{planned}\n\n[A cue of one's own]"]


def test_the_editor_counts_the_words_that_the_engine_reads(chromium: Browser, briefing: Scenario, texts: list[str]) -> None:
    cues, headings = cues_and_headings(briefing)
    page = chromium.new_page()
    counted = page.evaluate(_COUNT, [_SOURCE.read_text("utf-8"), texts, {"cues": sorted(cues), "headings": sorted(headings)}])
    page.close()
    assert dict(zip(texts, counted, strict=True)) == {text: written_words(text, briefing) for text in texts}


def test_signs_and_outline_are_no_words(briefing: Scenario) -> None:
    assert read(AWKWARD[2]).words == 6
    assert written_words(outline(briefing), briefing) == 0
