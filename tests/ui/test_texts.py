"""The catalogue of the interface's texts: whole, translated, and spoken in the language of whoever looks."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages import Message

from coach.errors import CoachError
from coach.ui import texts
from tests.ui import messages

MEND = "run `make messages`, and translate what it lists"
_SAYING = frozenset(("_", "n_"))
_ALL = _SAYING | {"later", "later_n"}
_SCRIPT = "pages.py"
"""Streamlit runs it anew for every visitor, so its top level is drawing time."""


def _forms(message: Message) -> list[tuple[str, str]]:
    """Each form of the text with its translation."""
    ids, strings = (list(v) if message.pluralizable else [v] for v in (message.id, message.string))
    return list(zip(ids, strings, strict=True))


def _signs(text: str) -> Counter[str]:
    """What a translation must keep: placeholders, and what is Markdown."""
    return Counter(re.findall(r"\{\w*\}|[*`]|\[|\]\(", text))


@pytest.fixture(scope="module", params=messages.TRANSLATIONS)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_text_in_the_code_stands_in_the_catalogue_and_in_each_translation(code: str) -> None:
    said = {m.id for m in messages.extracted() if m.id}
    assert len(said) > 150, "the texts aren't found in the code"
    translated = {m.id for m in messages.translation(code) if m.id and not m.fuzzy and all(s for _id, s in _forms(m))}
    assert said - translated == set(), MEND
    assert translated - said == set(), MEND
    assert {m.id for m in messages.template() if m.id} == said, MEND


def test_a_translation_keeps_the_placeholders_and_the_markdown_of_each_text(code: str) -> None:
    changed = [pair for m in messages.translation(code) if m.id for pair in _forms(m) if _signs(pair[0]) != _signs(pair[1])]
    assert changed == []


def test_what_gettext_reads_is_what_the_translators_file_says(code: str) -> None:
    assert messages.po(code).with_suffix(".mo").read_bytes() == messages.compiled(messages.translation(code)), MEND


def test_no_text_is_looked_up_before_it_is_known_who_looks() -> None:
    early = [f"{path.name}:{call.lineno}" for path in messages.CODE.rglob("*.py") if path.name != _SCRIPT for call in _at_import(path)]
    assert early == [], "a text that is translated when the module is imported speaks one language for all: make it when a page is drawn"


def test_every_text_is_written_out_where_it_is_said() -> None:
    calls = ((path, call) for path in messages.CODE.rglob("*.py") if path.name != "texts.py" for call in _calls(ast.parse(path.read_text("utf-8")), _ALL))
    computed = [f"{path.name}:{call.lineno}" for path, call in calls if not all(isinstance(a, ast.Constant) for a in _said(call))]
    assert computed == [], "what isn't a literal is in no catalogue"


def test_a_table_made_at_import_is_translated_when_it_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    table = texts.Texts({"open": texts.later("open")})
    monkeypatch.setattr(texts, "_spoken", lambda: texts._translation("de"))
    assert dict(table) == {"open": "offen"}
    assert table.get("closed", "closed") == "closed"


@pytest.mark.parametrize(
    ("chosen", "browser", "spoken"),
    [
        (None, None, "en"),
        (None, "de", "de"),
        (None, "de-AT", "de"),
        (None, "fr-FR", "en"),
        (None, "DE-de", "de"),
        ("en", "de-DE", "en"),
        ("de", "en-US", "de"),
        ("xx", "de", "de"),
        ("../../etc", "", "en"),
    ],
)
def test_the_choice_comes_before_the_browsers_language(chosen: str | None, browser: str | None, spoken: str) -> None:
    assert texts.language({texts.LANGUAGE_COOKIE: chosen} if chosen else {}, browser) == spoken


def test_a_fixed_language_holds_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANGUAGE", "de")
    assert texts.language({texts.LANGUAGE_COOKIE: "en"}, "en-GB") == "de"


def test_a_fixed_language_that_there_is_not_is_refused_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANGUAGE", "tlh")
    with pytest.raises(CoachError, match=r"“tlh”: write one of en, de"):
        texts.language({}, "de")


def _said(call: ast.Call) -> list[ast.expr]:
    """The texts that a call is given; none where they come from a table, whose own call is looked at."""
    if isinstance(call.args[0], ast.Starred):
        return []
    return call.args[: 1 if call.func.id in ("_", "later") else 2]  # type: ignore[attr-defined]


def _calls(tree: ast.AST, names: frozenset[str]) -> list[ast.Call]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in names]


def _at_import(path: Path) -> list[ast.Call]:
    """Calls outside every function: made once, when the module is imported."""
    tree = ast.parse(path.read_text("utf-8"))
    later = {id(call) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) for call in _calls(f, _SAYING)}
    return [call for call in _calls(tree, _SAYING) if id(call) not in later]
