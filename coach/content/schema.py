"""The shapes of the files that authors write. Unknown keys are refused everywhere."""

import re
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
Versioned = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*@[0-9]+$")]

RuleKind = Literal[
    "claim", "form", "plain", "name",
    "informal", "vague", "overclaim", "tone", "modality",
    "stiff", "hedged",
    "instruction",
]  # fmt: skip
Category = Literal[
    "misuse", "form", "imprecise", "undefined", "inconsistent",
    "informal", "vague", "overclaim", "tone", "modality", "dense",
    "figure", "missing", "instruction",
    "stiff", "hedged", "spelling",
]  # fmt: skip
Severity = Literal["error", "warning", "suggestion"]


class Authored(BaseModel):
    """Base of every authored record: frozen, and strict about keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Rule(Authored):
    """One thing the language engine looks for, with the examples that prove it."""

    id: RuleId
    kind: RuleKind
    patterns: tuple[Text, ...] = Field(min_length=1)
    unless: tuple[Text, ...] = ()
    only_in: tuple[Slug, ...] = ()
    message: Text
    why: Text
    suggestion: Text | None = None
    severity: Severity | None = None
    false_friend: Text | None = None
    wrong: tuple[Text, ...] = Field(min_length=3)
    right: tuple[Text, ...] = Field(min_length=3)


class Effect(Authored):
    """What happens to a quantity when the term's value goes up."""

    quantity: Slug
    goes: Literal["up", "down"]
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


class Fact(Authored):
    """A figure on the fact sheet. `names` and `when` tell the engine how a draft speaks of it."""

    id: Slug
    label: Text
    value: int | float | str
    also: tuple[Text, ...] = ()
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
    """Something the text must cover; `shown_by` are patterns any of which shows that it does."""

    id: Slug
    title: Text
    shown_by: tuple[Text, ...] = Field(min_length=1)
    hint: Text


class Move(Authored):
    """A step of the genre: what a reader of such a text expects, in order."""

    id: Slug
    title: Text
    purpose: Text


class Reader(Authored):
    """Who reads it: what may stand unexplained, what must be explained, and what harms this reader most."""

    who: Text
    knows: tuple[Text, ...]
    explain: tuple[Text, ...]
    explain_every_other_term: bool = False
    longest_sentence: int = Field(ge=15, le=80)
    harmed_most_by: tuple[Category, ...] = Field(min_length=5)
    consequences: dict[Category, Text]


class Dimension(Authored):
    """One dimension of register: what fits this reader, and what a draft does that misses it."""

    fits: Text
    misses: Text


class Profile(Authored):
    """The register of a text for one reader, after Halliday (field, tenor, mode) and Swales (moves)."""

    field: Dimension
    tenor: Dimension
    mode: Dimension
    moves: Dimension
    stance: Dimension
    density: Dimension


class Register(Authored):
    """The register band, from -3 (very informal) to 3 (very formal), and what it is made of."""

    band: tuple[float, float]
    description: Text
    profile: Profile


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


class Question(Authored):
    """A question that the reader may ask, and what a good answer rests on."""

    question: Text
    answer_rests_on: Text


class Scenario(Authored):
    """A workplace situation to write for; `background` is what the writer knows besides the figures."""

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
    background: tuple[Text, ...] = ()
    other_numbers: tuple[Text, ...] = ()
    expected_terms: tuple[Slug, ...] = Field(min_length=3)
    questions: tuple[Question, ...] = Field(min_length=5)
    excerpts: tuple[Excerpt, ...] = Field(min_length=3)
    rubric: Versioned
    prompt: Versioned


class Topic(Authored):
    id: Slug
    title: Text
    summary: Text


class GlossaryCategory(Authored):
    id: Slug
    title: Text


class Role(Authored):
    """A learning path: who it is for, its topics and the order of its scenarios."""

    id: Slug
    title: Text
    level: Literal["beginner", "intermediate", "advanced"]
    description: Text
    topics: tuple[Topic, ...] = Field(min_length=1)
    categories: tuple[GlossaryCategory, ...] = Field(min_length=1)
    spotlight: tuple[Slug, ...] = ()
    scenarios: tuple[Slug, ...] = Field(min_length=1)


class Level(Authored):
    level: int = Field(ge=1, le=5)
    name: Text
    descriptor: Text
    to_reach_next: Text | None = None
    example: Text


class Criterion(Authored):
    """One thing that is judged, on five levels; `weights` and `cuts` are for the offline evaluator.

    A `computed` criterion is never judged by a model: its level always follows from the findings.

    The offline level is 5 minus the number of `cuts` that the summed weights of the findings
    per draft reach; `cuts` rise.
    """

    id: Slug
    title: Text
    question: Text
    computed: bool = False
    weights: dict[Category, float]
    cuts: tuple[float, float, float, float]
    levels: tuple[Level, ...] = Field(min_length=5, max_length=5)

    @field_validator("cuts")
    @classmethod
    def _cuts_rise(cls, cuts: tuple[float, ...]) -> tuple[float, ...]:
        if list(cuts) != sorted(cuts) or cuts[0] <= 0:
            raise ValueError("the four cuts must be above 0 and rise")
        return cuts


class Rubric(Authored):
    id: Versioned
    title: Text
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    findings_at_first: int = Field(ge=1, le=10)


class RuleFile(Authored):
    """A file of register rules under rubrics/register/."""

    about: Text
    rules: tuple[Rule, ...] = Field(min_length=1)


class Spelling(Authored):
    """rubrics/spelling.yaml: British words with their American spelling, stems of -ise/-ize, and what stands in both."""

    about: Text
    pairs: dict[Text, Text]
    ise: tuple[Text, ...]
    both: tuple[Text, ...] = ()


class WordList(Authored):
    about: Text
    words: tuple[Text, ...] = Field(min_length=1)


class PromptInfo(Authored):
    """prompt.yaml of a prompt version; the texts stand beside it as Markdown."""

    id: Versioned
    about: Text
    max_output_tokens: int = Field(ge=200, le=8000)
    temperature: float | None = Field(default=None, ge=0, le=2)


class FormalityWeights(Authored):
    """The fitted formality meter: points a feature adds, and each feature's usual value."""

    intercept: float
    weights: dict[str, float]
    usual: dict[str, float]
