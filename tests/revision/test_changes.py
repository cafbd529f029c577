"""The word diff of two drafts."""

from hypothesis import example, given

from coach.revision.alignment import align
from coach.revision.changes import Piece, difference, shortened
from tests.revision.drafts import drafts


@given(drafts, drafts)
@example("DP ", "\x85")
def test_without_what_was_removed_the_pieces_are_the_new_draft(old: str, new: str) -> None:
    pieces = difference(align(old, new))
    assert "".join(p.text for p in pieces if p.kind != "removed") == new


@given(drafts, drafts)
def test_with_what_was_removed_no_word_of_the_old_draft_is_lost(old: str, new: str) -> None:
    alignment = align(old, new)
    pieces = difference(alignment)
    shown = "".join(p.text for p in pieces if p.kind != "added").split()
    assert sorted("".join(shown)) == sorted("".join(old.split()))


def test_the_same_text_shows_no_change() -> None:
    assert shortened(difference(align("Epsilon  is 1.0.", "Epsilon is 1.0."))) == []


def test_replaced_words_are_one_change_with_a_few_words_round_it() -> None:
    before, after = "Zero one two three four five six seven ", " eight nine ten eleven twelve thirteen fourteen fifteen."
    old, new = f"{before}made-up people{after}", f"{before}synthetic records{after}"
    assert shortened(difference(align(old, new))) == [
        Piece("same", "… two three four five six seven "),
        Piece("removed", "made-up people "),
        Piece("added", "synthetic records "),
        Piece("same", "eight nine ten eleven twelve thirteen … "),
    ]


def test_a_word_that_stayed_between_replaced_stretches_is_read_with_them() -> None:
    pieces = difference(align("We made-up people and fake them now.", "We synthetic records and real ones now."))
    assert [p.text for p in pieces if p.kind in ("removed", "added")] == ["made-up people and fake them ", "synthetic records and real ones "]


def test_a_sentence_that_was_moved_is_neither_removed_nor_added() -> None:
    old = "Epsilon is 1.0 here. Delta is very small. The review is next."
    new = "Delta is very small. Epsilon is 1.0 here. The review is next."
    assert {p.kind for p in difference(align(old, new))} == {"same", "moved"}
