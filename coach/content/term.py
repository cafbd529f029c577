"""The shapes of glossary entries and of rules."""

from typing import Literal

from pydantic import Field

from coach.content.schema import Authored, RuleId, Severity, Slug, Text

RuleKind = Literal[
    "claim", "form", "plain", "name",
    "informal", "vague", "overclaim", "tone", "modality",
    "stiff", "hedged",
    "instruction",
]  # fmt: skip


class Rule(Authored):
    """One thing the language engine looks for, with the examples that prove it.

    `after` is for a second name outside a term's file: the first names, of which the draft must have had one before.
    """

    id: RuleId
    kind: RuleKind
    patterns: tuple[Text, ...] = Field(min_length=1)
    unless: tuple[Text, ...] = ()
    after: tuple[Text, ...] = ()
    only_in: tuple[Slug, ...] = ()
    message: Text
    why: Text
    suggestion: Text | None = None
    severity: Severity | None = None
    false_friend: Text | None = None
    wrong: tuple[Text, ...] = Field(min_length=3)
    right: tuple[Text, ...] = Field(min_length=3)


class Effect(Authored):
    """What happens to a quantity when the term's value goes up; `neither` where a better value says nothing of it."""

    quantity: Slug
    goes: Literal["up", "down", "neither"]
    usually: bool = False


class End(Authored):
    """One end of a score's scale."""

    value: Text
    means: Text


class Direction(Authored):
    """Which way a named score works; the engine derives its rule from this.

    `turned_round` names scores that are made from this one and run the other way (1 - distance);
    sentences on them match `unless`, and the rule keeps silent there.
    """

    score: Text
    better: Literal["higher", "lower", "neither"]
    low: End
    high: End
    note: Text
    turned_round: Text | None = None
    unless: tuple[Text, ...] = ()
    effects: tuple[Effect, ...] = ()
    wrong: tuple[Text, ...] = Field(min_length=1)
    right: tuple[Text, ...] = Field(min_length=1)


class Meaning(Authored):
    """How a sentence looks that says what this term means: used to find swapped definitions."""

    patterns: tuple[Text, ...] = Field(min_length=1)
    right: tuple[Text, ...] = Field(min_length=1)
    common: bool = False
    """True of a word that explains other terms (“synthetic data”): naming it ends no explanation, and only a clause that opens with it explains it."""


class Confusable(Authored):
    """A neighbour that people take for this term; `wrong` gives this term the neighbour's meaning."""

    term: Slug
    tell_apart: Text
    wrong: tuple[Text, ...] = ()


class Source(Authored):
    """Where a definition comes from, precise enough to look it up."""

    author: Text
    title: Text
    year: int
    where: Text | None = None

    @property
    def cited(self) -> str:
        """Dwork and Roth (2014), The Algorithmic Foundations …, Definition 2.4."""
        return f"{self.author} ({self.year}), {self.title}" + (f", {self.where}" if self.where else "")


class Term(Authored):
    """One glossary entry: the single home of all that Coach knows about a term."""

    id: Slug
    term: Text
    part_of_speech: Literal["noun", "verb", "adjective", "phrase"]
    pronunciation: Text
    forms: tuple[Text, ...] = Field(min_length=1)
    abbreviation: Text | None = None
    category: Slug
    topic: Slug
    definition: Text
    source: Source
    example: Text
    direction: Direction | None = None
    meaning: Meaning | None = None
    confusables: tuple[Confusable, ...] = Field(min_length=2)
    plain_substitutes: tuple[Text, ...] = Field(min_length=1)
    collocations: tuple[Text, ...] = Field(min_length=3)
    rules: tuple[Rule, ...] = Field(min_length=1)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that a person may call it: the term, its forms, its abbreviation."""
        return tuple(filter(None, dict.fromkeys((self.term, *self.forms, self.abbreviation))))

    @property
    def title(self) -> str:
        """The term with its abbreviation: train on real, test on synthetic (TRTS)."""
        return f"{self.term} ({self.abbreviation})" if self.abbreviation not in (None, self.term) else self.term


class RuleFile(Authored):
    """A file of register rules under rubrics/register/."""

    about: Text
    rules: tuple[Rule, ...] = Field(min_length=1)
