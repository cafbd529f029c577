"""Words of two drafts side by side: exact places, one to one, whatever was moved."""

from hypothesis import given
from hypothesis import strategies as st

from coach.revision.alignment import align
from tests.revision.drafts import drafts


@given(drafts, drafts)
def test_a_kept_word_is_the_same_in_both_drafts_and_kept_once(old: str, new: str) -> None:
    found = align(old, new)
    assert all(found.old.texts[o] == found.new.texts[n] for o, n in found.kept.items())
    assert len(set(found.kept.values())) == len(found.kept)
    in_order = [n for o, n in sorted(found.kept.items()) if o not in found.moved]
    assert in_order == sorted(in_order)


@given(drafts, drafts, st.data())
def test_a_place_in_the_new_draft_holds_the_quoted_words(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    if place := align(old, new).place(start, end):
        assert 0 <= place[0] <= place[1] <= len(new)
        assert new[slice(*place)].split() == old[start:end].split()


def test_a_paragraph_that_was_moved_is_found_where_it_went() -> None:
    first, second, third = "Delta is small. The attack was close to chance.\n\n", "Epsilon is 1.0 here.\n\n", "The next review is in 6 months."
    old, new = first + second + third, second + third + "\n\n" + first
    start = old.index("close to chance")
    place = align(old, new).place(start, start + len("close to chance"))
    assert place == (new.index("close to chance"), new.index("close to chance") + len("close to chance"))


def test_of_two_sentences_that_begin_alike_the_one_that_stayed_is_kept_whole() -> None:
    old = "Costs fell. The attack on the table was weak. The attack on the model was weak. It ends."
    new = "Costs rose. The attack on the table was weak. It ended."
    start = old.index("The attack on the model")
    assert align(old, new).place(0, 5) == (0, 5)
    assert align(old, new).place(start, old.index(" It ends")) is None
    start = old.index("The attack on the table was weak")
    assert align(old, new).place(start, start + 32) == (start, start + 32)
