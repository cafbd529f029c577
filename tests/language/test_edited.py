import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.language.edited import Edit, Edited


@st.composite
def edited(draw: st.DrawFn) -> tuple[Edited, list[Edit]]:
    source = draw(st.text(max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(source)), max_size=8)))
    edits = [(a, b, draw(st.text(max_size=5))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return Edited(source, draw(st.permutations(edits))), edits


@given(edited(), st.data())
def test_every_span_leads_back_to_a_span_of_the_source(made: tuple[Edited, list[Edit]], data: st.DataObject) -> None:
    text = made[0]
    if text.text:
        start = data.draw(st.integers(0, len(text.text) - 1))
        end = data.draw(st.integers(start + 1, len(text.text)))
        first, last = text.place(start, end)
        assert 0 <= first <= last <= len(text.source)


@given(edited())
def test_what_is_not_replaced_leads_back_letter_by_letter(made: tuple[Edited, list[Edit]]) -> None:
    text, edits = made
    replaced = {i for a, b, _ in edits for i in range(a, b)}
    kept = [i for i in range(len(text.source)) if i not in replaced]
    letters = [text.place(i, i + 1) for i in range(len(text.text))]
    one_to_one = [place for i, place in enumerate(letters) if place[1] - place[0] == 1 and place[0] not in replaced and text.text[i] == text.source[place[0]]]
    assert {(i, i + 1) for i in kept} <= set(one_to_one)
    assert len(text.text) == len(kept) + sum(len(new) for _, _, new in edits)


def test_a_replacement_stands_for_all_that_it_replaced() -> None:
    text = Edited("Call 030 123 now.", [(5, 12, "[phone]")])
    assert text.text == "Call [phone] now."
    assert text.place(7, 9) == (5, 12)
    assert text.place(0, 8) == (0, 12)
    assert text.place(11, 16) == (5, 16)


def test_what_was_left_out_lies_inside_a_span_over_both_sides() -> None:
    text = Edited("fu\u200bll", [(2, 3, "")])
    assert (text.text, text.place(0, 4), text.place(0, 2), text.place(2, 4)) == ("full", (0, 5), (0, 2), (3, 5))


@pytest.mark.parametrize("edits", [[(0, 3, ""), (2, 4, "")], [(3, 9, "")], [(3, 2, "")], [(-1, 2, "")]])
def test_edits_that_cannot_be_made_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edits"):
        Edited("abcd", edits)
