"""Reading never fails, keeps offsets, and finishes, whatever the text."""

import subprocess
import sys

import pytest
from hypothesis import given, settings

from coach.language.text import read
from tests.conftest import ROOT
from tests.language.conftest import any_text


@settings(max_examples=300, deadline=None)
@given(any_text)
def test_offsets_give_back_the_words_of_any_text(draft: str) -> None:
    text = read(draft)
    assert text.draft == draft
    assert len(text.prose) == len(draft)
    assert all(shown in (" ", written) for shown, written in zip(text.prose, draft, strict=True))
    for sentence in text.sentences:
        assert sentence.words
        spans = list(zip(sentence.starts, sentence.ends, strict=True))
        assert [text.prose[a:b].lower().replace("’", "'") for a, b in spans] == sentence.words
        assert (sentence.start, sentence.end >= sentence.ends[-1]) == (sentence.starts[0], True)
        assert len(sentence.raw) == len(sentence.breaks) == len(sentence.words)
        assert all(draft[sentence.starts[i]].isdigit() for i in sentence.numbers)


@settings(max_examples=200, deadline=None)
@given(any_text)
def test_sentences_stand_in_order_and_never_overlap(draft: str) -> None:
    found = read(draft).sentences
    edges = [edge for s in found for edge in (s.start, s.end)]
    assert edges == sorted(edges)
    words = [edge for s in found for span in zip(s.starts, s.ends, strict=True) for edge in span]
    assert words == sorted(words)


@settings(max_examples=100, deadline=None)
@given(any_text)
def test_line_ends_do_not_change_what_is_read(draft: str) -> None:
    unix = draft.replace("\r", "")
    read_unix, read_dos = read(unix), read(unix.replace("\n", "\r\n"))
    assert [s.words for s in read_dos.sentences] == [s.words for s in read_unix.sentences]
    assert [s.kind for s in read_dos.sentences] == [s.kind for s in read_unix.sentences]


def _finishes(code: str) -> None:
    """Run in a process of its own, so that what never ends fails this test and not the session."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=30, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


PATHOLOGICAL = [
    "'`' * 200_000", "'`a``' * 50_000", "'` ' * 100_000", "'```\\n' * 50_000", "'~~~' * 66_000", "'> ' * 100_000", "'<!--' * 50_000",
    "'<a' * 100_000", "'*' * 200_000", "'_' * 200_000", "'[' * 200_000", "'](' * 100_000", "'|' * 200_000", "'\\n' * 200_000",
    "'\\r\\n' * 100_000", "' ' * 200_000", "'.' * 200_000 + 'x'", "'.\"' * 100_000", "'a.' * 100_000", "'a@' * 100_000", "'a' * 200_000",
    "'a ' * 100_000", "'- ' * 100_000 + 'x'", "'1' * 200_000", "'1.' * 100_000", "'1,' * 100_000", "'000 ' * 50_000", "'\"' * 200_000",
    "\"n't\" * 66_000", "'http://' * 28_000", "'e' + '\\u0301' * 200_000", "'🎉' * 200_000",
]  # fmt: skip


@pytest.mark.parametrize("first", range(0, len(PATHOLOGICAL), 8))
def test_reading_200_000_characters_of_any_one_thing_finishes(first: int) -> None:
    drafts = ", ".join(PATHOLOGICAL[first : first + 8])
    _finishes(f"from coach.language.text import read\nfor draft in ({drafts},): read(draft)")


@pytest.mark.parametrize(
    "draft",
    [
        "'1' * 200_000",
        "'a' * 200_000",
        "'🎉 ' * 20_000",
        "'higher epsilon privacy ' * 1_000",
        "'0.90 at epsilon 8.0, ' * 1_000",
        "'1 000 ' * 3_000",
        "'good! ' * 3_000",
    ],
)
def test_examining_one_thing_over_and_over_finishes(draft: str) -> None:
    _finishes(
        "from pathlib import Path; from coach.content import load; from coach.language.examine import Engine\n"
        f"library = load(Path('.')); role = library.role_of('quality-report'); engine = Engine(library, role)\n"
        f"for scenario in role.scenarios.values(): engine.examine({draft}, scenario)"
    )
