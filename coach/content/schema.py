"""The shapes of the files that authors write. Unknown keys are refused everywhere."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
Versioned = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*@[0-9]+$")]

Category = Literal[
    "misuse", "form", "imprecise", "undefined", "inconsistent",
    "informal", "vague", "overclaim", "tone", "modality", "dense",
    "figure", "missing", "instruction",
    "stiff", "hedged", "spelling",
]  # fmt: skip
Severity = Literal["error", "warning", "suggestion"]


class Authored(BaseModel):
    """Base of every authored record: frozen, and strict about keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


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


class Bound(Authored):
    """So many `findings` of a category and severity, and a model's level is `at_most` this."""

    category: Category
    severity: Severity = "error"
    findings: int = Field(default=1, ge=1)
    at_most: int = Field(ge=1, le=4)


class Criterion(Authored):
    """One thing that is judged, on five levels; `weights` and `cuts` are for the offline evaluator, `bounds` for a model.

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
    bounds: tuple[Bound, ...] = ()
    levels: tuple[Level, ...] = Field(min_length=5, max_length=5)

    @field_validator("cuts")
    @classmethod
    def _cuts_rise(cls, cuts: tuple[float, ...]) -> tuple[float, ...]:
        if list(cuts) != sorted(cuts) or cuts[0] <= 0:
            raise ValueError("the four cuts must be above 0 and rise")
        return cuts


class Rubric(Authored):
    """Criteria, and how their levels are shown.

    `repeat_spread`: by how many levels a model may differ from itself on one and the same draft. After a revision, a level
    that moved by no more is shown as unchanged. The offline evaluator never differs from itself.
    """

    id: Versioned
    title: Text
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    findings_at_first: int = Field(ge=1, le=10)
    # Kept out of the rubric's hash: drafts are judged the same, whatever it is.
    repeat_spread: int = Field(default=1, ge=0, le=4, exclude=True)


class Spelling(Authored):
    """rubrics/spelling.yaml: British words with their American spelling, stems of -ise/-ize, and what stands in both."""

    about: Text
    pairs: dict[Text, Text]
    ise: tuple[Text, ...]
    both: tuple[Text, ...] = ()


class Asking(Authored):
    """How one language asks an evaluator for something: an entry of each list of an `ask` in one sentence, or one of `alone`.

    An entry is words side by side; a star at the end of a word stands for any ending.
    """

    language: Text
    ask: tuple[tuple[tuple[Text, ...], tuple[Text, ...]], ...]
    alone: tuple[Text, ...] = ()
    unless: tuple[Text, ...] = ()
    wrong: tuple[Text, ...] = Field(min_length=3)
    right: tuple[Text, ...] = Field(min_length=3)


class OtherLanguages(Authored):
    """rubrics/other-languages.yaml: instructions to the evaluator in languages other than English."""

    about: Text
    message: Text
    why: Text
    suggestion: Text
    languages: tuple[Asking, ...]


class WordList(Authored):
    about: Text
    words: tuple[Text, ...] = Field(min_length=1)


PromptKind = Literal["evaluation", "reader"]


class PromptInfo(Authored):
    """prompt.yaml of a prompt version; the texts stand beside it as Markdown.

    `kind` says what a model is asked for: to judge the draft, or to say what the scenario's reader would do with it.
    """

    id: Versioned
    about: Text
    # Kept out of the prompt's hash, which told versions apart before there were two kinds.
    kind: PromptKind = Field(default="evaluation", exclude=True)
    max_output_tokens: int = Field(ge=200, le=8000)
    temperature: float | None = Field(default=None, ge=0, le=2)


class FormalityWeights(Authored):
    """The fitted formality meter: points a feature adds, each feature's usual value, points a word adds, and those of the usual word."""

    intercept: float
    weights: dict[str, float]
    usual: dict[str, float]
    words: dict[float, str]
    usual_word: float

    @cached_property
    def points(self) -> dict[str, float]:
        """Each word's points. The file has the words of equal points in one text, for so many entries would be slow to check one by one."""
        return {word: points for points, words in self.words.items() for word in words.split()}


class LearnedWeights(Authored):
    """The model of learned.py: for each category its intercept and the score that makes a finding.

    `features` has one a line; `points` their points in hundredths, all categories of a feature side by side.
    """

    categories: tuple[Text, ...]
    intercepts: tuple[float, ...]
    thresholds: dict[str, float]
    features: str
    points: tuple[int, ...]


class LearnedMessage(Authored):
    """What a learner reads beside a finding of the sentence model.

    `of_term` takes the place of `message` where the sentence names a term: {term} is its name, {holds} what the glossary says of it.
    """

    message: Text
    of_term: Text | None = None
    why: Text
    suggestion: Text


class LearnedMessages(Authored):
    about: Text
    messages: dict[Category, LearnedMessage]
