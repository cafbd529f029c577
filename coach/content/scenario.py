"""The shapes of a scenario and of its model answers."""

import re
from itertools import accumulate
from typing import ClassVar, Literal

from pydantic import Field

from coach.content.reader import Reader, ReaderChange, Register, RegisterChange
from coach.content.schema import Authored, Category, Slug, Text, Versioned


class Fact(Authored):
    """A figure on the fact sheet, or a `bound`. `names` and `when` tell the engine how a draft speaks of it.

    `scope` is what it holds for, so that a learner sees how sure a claim that rests on it may be.
    """

    id: Slug
    label: Text
    value: int | float | str
    scope: Text | None = None
    also: tuple[Text, ...] = ()
    bound: Literal["lowest", "highest"] | None = None
    names: tuple[Text, ...] = ()
    when: tuple[Text, ...] = ()

    @property
    def term(self) -> str | None:
        """The id of the glossary term that the figure is a value of, by its names."""
        return next((found for name in self.names for found in re.findall(r"{([a-z0-9-]+)}", name)), None)

    @property
    def shown(self) -> str:
        """The value as people write it: 120,000, 0.90, 1e-6."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, int):
            return f"{self.value:,}"
        if self.value < 1e-3:
            mantissa, _, exponent = f"{self.value:e}".partition("e")
            return f"{float(mantissa):g}e{int(exponent)}"
        return f"{self.value:.2f}" if self.value < 1 and len(repr(self.value)) < 4 else repr(self.value)


class Point(Authored):
    """Something the text must cover; `shown_by` are patterns any of which shows that it does.

    `question` is what the reader asks as long as it isn't covered.
    """

    id: Slug
    title: Text
    question: Text
    shown_by: tuple[Text, ...] = Field(min_length=1)
    hint: Text


class Move(Authored):
    """A step of the genre: what a reader of such a text expects, in order."""

    id: Slug
    title: Text
    purpose: Text


class Question(Authored):
    """A question that the reader may ask, and what a good answer rests on."""

    question: Text
    answer_rests_on: Text


class Excerpt(Authored):
    """A few sentences of an answer at a middle level; the engine must find `shows` in them."""

    level: int = Field(ge=2, le=4)
    text: Text
    why: Text
    shows: tuple[Category, ...] = Field(min_length=1)


class AnswerPart(Authored):
    """A passage of a model answer, the move that it makes and why it is made so."""

    move: Slug
    text: Text
    note: Text


class ModelAnswer(Authored):
    """A whole text at level 5, in annotated parts; `contrast` says how it differs from the scenario's others."""

    SEPARATOR: ClassVar[str] = "\n\n"
    id: Slug
    title: Text
    contrast: Text
    parts: tuple[AnswerPart, ...] = Field(min_length=3)

    @property
    def text(self) -> str:
        """The answer as one Markdown text."""
        return self.SEPARATOR.join(part.text for part in self.parts)

    def part_at(self, position: int) -> AnswerPart:
        """The part that holds character `position` of the whole answer."""
        ends = accumulate(len(part.text) + len(self.SEPARATOR) for part in self.parts)
        return next(part for part, end in zip(self.parts, ends, strict=True) if position < end)


class Section(Authored):
    """A place in the template of the genre: the move that it makes, its heading as Markdown (prose may do without), the points that belong there."""

    move: Slug
    heading: Text | None = None
    points: tuple[Slug, ...] = ()


class Audience(Authored):
    """The same facts for another reader: the one of the scenario `reader_of`, with what is different in `reader` and `register`.

    `leaves_out` are points that this reader doesn't need. `expected_terms` and `outline` belong to the new text; without an outline
    none is offered. `sample` is a right text: the engine must find nothing in it but one or two suggestions.
    """

    id: Slug
    title: Text
    reader_of: Slug
    reader: ReaderChange = ReaderChange()
    register_: RegisterChange = Field(default=RegisterChange(), alias="register")
    genre: Text
    situation: Text
    purpose: Text
    task: Text
    length_words: tuple[int, int]
    moves: tuple[Move, ...] = Field(min_length=3)
    leaves_out: tuple[Slug, ...] = ()
    outline: tuple[Section, ...] = ()
    expected_terms: tuple[Slug, ...] = Field(min_length=3)
    questions: tuple[Question, ...] = Field(min_length=5)
    sample: Text


class Scenario(Authored):
    """A workplace situation to write for; `background` is what the writer knows besides the figures.

    `outline` is the genre's template, in the order in which such a text goes; where it is empty, none is offered. `audience` is
    whom the same facts are rewritten for afterwards. `relations` tie the figures together, so that nobody changes one and forgets another.
    With a `reader_prompt` a model can be asked what the reader would do.
    """

    id: Slug
    title: Text
    genre: Text
    situation: Text
    your_role: Text
    purpose: Text
    task: Text
    reader: Reader
    length_words: tuple[int, int]
    register_: Register = Field(alias="register")
    moves: tuple[Move, ...] = Field(min_length=3)
    points: tuple[Point, ...] = Field(min_length=3)
    facts: tuple[Fact, ...] = Field(min_length=3)
    # Kept out of the scenario's hash: drafts are judged the same, whatever they are.
    relations: tuple[Text, ...] = Field(default=(), exclude=True)
    background: tuple[Text, ...] = ()
    other_numbers: tuple[Text, ...] = ()
    expected_terms: tuple[Slug, ...] = Field(min_length=3)
    questions: tuple[Question, ...] = Field(min_length=5)
    excerpts: tuple[Excerpt, ...] = Field(min_length=3)
    rubric: Versioned
    prompt: Versioned
    # Kept out of the scenario's hash: drafts are judged the same, whatever it is.
    outline: tuple[Section, ...] = Field(default=(), exclude=True)
    audience: Audience | None = Field(default=None, exclude=True)
    reader_prompt: Versioned | None = Field(default=None, exclude=True)

    @property
    def original(self) -> str:
        """The id of the scenario that this one is, or is a variant of."""
        return self.id
