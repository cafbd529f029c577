"""What of a draft is prose, where its sentences end, and what its words are."""

import pytest

from coach.language.text import read
from tests.language.conftest import sentences, words


@pytest.mark.parametrize(
    "draft",
    [
        "before `code` after",
        "before ``co`de`` after",
        "before\n```\ncode\ncode\n```\nafter",
        "before\n```python\ncode\n```\nafter",
        "before\n~~~\ncode\n```\ncode\n~~~\nafter",
        "before\n````\ncode\n```\ncode\n````\nafter",
        "before\r\n```\r\ncode\r\n```\r\nafter",
        "before https://code.code/code?code=1 after",
        "before www.code.code after",
        "before [after](https://code.code)",
        'before [after](code/code.md "code")',
        "before code@code.code after",
        "before <!-- code --> after",
        "before <!-- code\ncode --> after",
        "before <code>after</code>",
        "before\n\n---\n\nafter",
        "before\n===\nafter",
        "| before | after |\n|:---|---:|",
        "| before |\n| ------ |\n| after |",
        "**before** _after_",
        "~~before~~ ***after***",
        "> before\n> after",
        "\ufeffbefore after",
    ],
)
def test_only_prose_has_words(draft: str) -> None:
    assert words(draft) == ["before", "after"]


@pytest.mark.parametrize("draft", ["before\n```\ncode", "before\n```\ncode\n", "before\n~~~\ncode ~~~ code"])
def test_a_fence_that_is_never_closed_runs_to_the_end(draft: str) -> None:
    assert words(draft) == ["before"]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("a ` tick alone", ["a", "tick", "alone"]),
        ("a ``` fence``` in a line\nmore", ["a", "in", "a", "line", "more"]),
        ("```code``` opens a line\nmore", ["opens", "a", "line", "more"]),
        ("an <!-- open comment", ["an", "open", "comment"]),
        ("2 < 3 and 4 > 3", ["2", "3", "and", "4", "3"]),
        ("a snake_case name", ["a", "snake", "case", "name"]),
        ("5 * 3", ["5", "3"]),
        ("[text] (not a link)", ["text", "not", "a", "link"]),
        ("- - an item", ["an", "item"]),
        ("a dash -- here", ["a", "dash", "here"]),
        ("#hashtag", ["hashtag"]),
    ],
)
def test_what_only_looks_like_markdown_is_prose(draft: str, expected: list[str]) -> None:
    assert words(draft) == expected


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("# Head\nText.", [("heading", "Head"), ("paragraph", "Text.")]),
        ("One.\n\n**Two words**\n\nText.", [("paragraph", "One."), ("heading", "Two words"), ("paragraph", "Text.")]),
        ("One.\n\n**We must act.**\n\nText.", [("paragraph", "One."), ("paragraph", "We must act."), ("paragraph", "Text.")]),
        ("4. Required fidelity\nEach dataset must pass.", [("heading", "Required fidelity"), ("paragraph", "Each dataset must pass.")]),
        ("We write\na line that goes on.", [("paragraph", "We write\na line that goes on.")]),
        ("### Head ###\n\nText", [("heading", "Head"), ("paragraph", "Text")]),
        ("- one\n- two", [("item", "one"), ("item", "two")]),
        ("* one\n+ two\n• three\n– four", [("item", w) for w in ("one", "two", "three", "four")]),
        ("1. one\n2) two\n(a) three", [("item", w) for w in ("one", "two", "three")]),
        ("- one\n  and on\n- two", [("item", "one\n  and on"), ("item", "two")]),
        ("Text:\n- one", [("paragraph", "Text"), ("item", "one")]),
        ("| a b | c |\n|---|---|\n| d | e. f |", [("cell", "a b"), ("cell", "c"), ("cell", "d"), ("cell", "e. f")]),
        ("one\ntwo\n\nthree", [("paragraph", "one\ntwo"), ("paragraph", "three")]),
        ("one\r\ntwo\r\n\r\nthree", [("paragraph", "one\r\ntwo"), ("paragraph", "three")]),
        ("> one\n> two\n\n> three", [("paragraph", "one\n> two"), ("paragraph", "three")]),
    ],
)
def test_headings_items_cells_and_paragraphs_are_told_apart(draft: str, expected: list[tuple[str, str]]) -> None:
    found = [(s.kind, draft[s.start : s.end].rstrip(":# ")) for s in read(draft).sentences]
    assert found == expected


@pytest.mark.parametrize(
    "draft",
    [
        "One here.| Two here.",
        "Is it so?| It is!| Good.",
        "It uses noise, e.g. from a Gaussian, i.e. a curve.| Then it stops.",
        "Dr. Novak and Prof. Dwork et al. agree, cf. Fig. 3 and Sec. 2.| They wrote it.",
        "It is approx. 0.93 vs. 0.91.| The max. is 1.",
        "Epsilon is 3.0.| Delta is 1e-6.| Both count.",
        "See section 3.5.1 for it.| Read it.",
        'He said "It works."| Then he left.',
        "“It works.”| Then he left.",
        "It works (mostly.)| Then it stops.",
        "It waits … and goes on.| It stops.",
        "It waits... and goes on.| It stops.",
        "It waits...| It stops.",
        "One part;| another part.| The end.",
        "Is it anonymous?| No.| It is synthetic.",
        "It has 24 columns.| No. 5 is income.",
        "One line\nand the next.| Another.",
        "At 5 p.m. we met.| We left.",
        "One.\r\nTwo.".replace("\r\nTwo", "|\r\nTwo"),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(draft: str) -> None:
    parts = [part.strip() for part in draft.split("|")]
    assert [s.strip("“”\"'()") for s in sentences(draft.replace("|", ""))] == [p.strip("“”\"'()") for p in parts]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("don't isn’t cannot can't", ["do", "n't", "is", "n't", "cannot", "ca", "n't"]),
        ("it's we’re they've", ["it", "'s", "we", "'re", "they", "'ve"]),
        ("the customers' data", ["the", "customers", "data"]),
        ("k-anonymity re-identification", ["k", "anonymity", "re", "identification"]),
        ("0.93 1e-6 120,000 1\u202f000 120k 93% 93 %", ["0.93", "1e-6", "120,000", "1\u202f000", "120k", "93%", "93 %"]),
        ("0.5,0.6 and 3.", ["0.5", "0.6", "and", "3"]),
        ("v2 of CTGAN", ["v2", "of", "ctgan"]),
        ("café cafe\u0301s naïve", ["café", "cafe\u0301s", "naïve"]),
        ("a 🎉 party", ["a", "party"]),
        ("مرحبا بالعالم שלום", ["مرحبا", "بالعالم", "שלום"]),
        ("Straße İstanbul", ["straße", "i̇stanbul"]),
        ("ε ≤ 3.0", ["ε", "3.0"]),
    ],
)
def test_words_are_folded_and_clitics_stand_alone(draft: str, expected: list[str]) -> None:
    assert words(draft) == expected


def test_two_or_more_capitals_are_kept_beside_the_folded_word() -> None:
    sentence = read("The TSTR of a GAN, A or B.").sentences[0]
    assert sentence.raw == ["the", "TSTR", "of", "a", "GAN", "a", "or", "b"]


def test_punctuation_breaks_a_phrase_and_a_hyphen_or_a_quotation_mark_does_not() -> None:
    sentence = read("one-two “three” four, five (six) seven: eight — nine / ten").sentences[0]
    assert [w for w, broken in zip(sentence.words, sentence.breaks, strict=True) if broken] == ["five", "six", "seven", "eight", "nine", "ten"]


def test_the_length_in_words_counts_a_contraction_once() -> None:
    assert read("We don't know. It's late.").words == 5
