"""A parallel task: a scenario once more with other figures, another reader or another situation."""

from typing import Any

from pydantic import Field

from coach.content.reader import ReaderChange
from coach.content.scenario import Excerpt, Question, Scenario
from coach.content.schema import Authored, Slug, Text


class FactChange(Authored):
    """The new figure of a fact. Other ways to write it go with the figure, so they are never taken over; the rest is, where it isn't given."""

    value: int | float | str
    also: tuple[Text, ...] = ()
    label: Text | None = None
    names: tuple[Text, ...] | None = None
    when: tuple[Text, ...] | None = None


class PointChange(Authored):
    """What a point says in the parallel task, where it names a figure or a group of the original."""

    title: Text | None = None
    shown_by: tuple[Text, ...] | None = Field(default=None, min_length=1)
    hint: Text | None = None


class Variant(Authored):
    """A file in a scenario's `variants/`. What isn't given is the original's: its points, moves, terms, register.

    `sample` is a right text that states every figure: the engine must read each in it, and find none wrong.
    """

    id: Slug
    title: Text
    situation: Text
    your_role: Text | None = None
    purpose: Text | None = None
    task: Text | None = None
    length_words: tuple[int, int] | None = None
    reader: ReaderChange = ReaderChange()
    facts: dict[Slug, FactChange] = Field(min_length=1)
    points: dict[Slug, PointChange] = Field(default_factory=dict)
    background: tuple[Text, ...]
    other_numbers: tuple[Text, ...]
    expected_terms: tuple[Slug, ...] | None = Field(default=None, min_length=3)
    questions: tuple[Question, ...] = Field(min_length=5)
    sample: Text


class Parallel(Scenario):
    """What a variant makes of its original. It has no excerpts, model answers or sample draft of its own.

    Its id is the two ids with a full stop between, which no scenario's id has.
    """

    id: Text
    parallel_to: Slug
    excerpts: tuple[Excerpt, ...] = ()

    @property
    def original(self) -> str:
        return self.parallel_to


def parallel(original: Scenario, variant: Variant) -> Parallel:
    """The whole scenario; ids of facts and points that the original doesn't have change nothing."""
    given = _given(variant) | {"id": f"{original.id}.{variant.id}", "parallel_to": original.id, "excerpts": ()}
    given |= {"relations": original.relations, "reader_prompt": original.reader_prompt}
    del given["sample"]
    whole = original.model_dump(by_alias=True) | given
    whole["reader"] = original.reader.changed(variant.reader)
    whole["facts"] = [
        f.model_dump() | (_given(variant.facts[f.id]) | {"also": variant.facts[f.id].also} if f.id in variant.facts else {}) for f in original.facts
    ]
    whole["points"] = [p.model_dump() | (_given(variant.points[p.id]) if p.id in variant.points else {}) for p in original.points]
    return Parallel.model_validate(whole)


def _given(change: Authored) -> dict[str, Any]:
    return change.model_dump(exclude_none=True)
