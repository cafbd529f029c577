"""The preview shows Markdown in its form, and nothing in it runs, loads or leads anywhere."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.ui.preview import html

TAGS = set("div h4 h5 h6 p ul ol li strong em s code pre blockquote table thead tbody tr th td hr br".split())
HARMLESS = {'class="preview"', 'start="N"', 'style="text-align:left"', 'style="text-align:right"', 'style="text-align:center"'}


def _foreign(shown: str) -> list[str]:
    """Tags and attributes that no preview has."""
    found = []
    for name, attributes in re.findall(r"</?([a-zA-Z0-9]+)([^>]*)>", shown):
        said = re.sub(r'start="\d+"', 'start="N"', attributes.strip(" /"))
        if name not in TAGS or (said and said not in HARMLESS):
            found.append(f"<{name}{attributes}>")
    return found


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![leak](https://example.com/x.png)",
        "[link](javascript:alert(1))",
        "[link][r]\n\n[r]: https://example.com",
        "<https://example.com>",
        "https://example.com",
        "&lt;img src=x onerror=alert(1)&gt;",
        '```js" onload=alert(1)\nx\n```',
        "<style>@import url(https://example.com)</style>",
        "<!-- <b>x</b> -->",
        "| a |\n|---|\n| <svg onload=alert(1)> |",
        "**<b onclick=alert(1)>x</b>**",
        "# <iframe src=//example.com>",
    ],
)
def test_a_payload_is_shown_as_it_was_typed(payload: str) -> None:
    shown = html(payload)
    assert _foreign(shown) == []
    for sign in ("alert(1)", "example.com"):
        assert payload.count(sign) <= shown.count(sign) or payload.startswith("```")


@given(st.text(alphabet="<>&\"'`*_[]()!#|-\\\n :/abj1$", max_size=200))
def test_no_text_becomes_a_tag_or_an_attribute_of_its_own(text: str) -> None:
    assert _foreign(html(text)) == []


def test_headings_lists_tables_and_emphasis_have_their_form() -> None:
    shown = html("# Report\n\n## Scope\n\n- **one**\n- _two_\n\n| a | b |\n|---|---|\n| 1 | `2` |")
    for part in ("<h4>Report</h4>", "<h5>Scope</h5>", "<strong>one</strong>", "<em>two</em>", "<td>1</td>", "<code>2</code>"):
        assert part in shown


def test_latex_and_directives_stay_letters() -> None:
    assert "$\\alpha$ :red[x]" in html("$\\alpha$ :red[x]")
