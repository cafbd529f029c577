"""What every format says of a draft, in words: levels, comments with their quotes, missing points."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from coach.models import Evaluation, Finding

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Names:
    """What ids are called and how headings read, in the learner's language.

    `levels` are the five names of each criterion's levels, `consequences` what a category costs this reader. `heading` takes
    {title}, `level` {n}, `mend` {suggestion}.
    """

    criteria: Mapping[str, str]
    categories: Mapping[str, str]
    levels: Mapping[str, tuple[str, ...]]
    consequences: Mapping[str, str]
    judge: str
    heading: str
    level: str
    mend: str
    comments: str
    missing: str


@dataclass(frozen=True)
class Comment:
    """One quoted finding: `said` are its paragraphs, what is wrong and why, then how to mend it."""

    start: int
    end: int
    quote: str
    head: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """An evaluation in words; `levels` holds why there are none where the draft is unscored."""

    heading: str
    judge: str
    levels: tuple[str, ...]
    comments_heading: str
    comments: tuple[Comment, ...]
    missing_heading: str
    missing: tuple[str, ...]


def report(title: str, evaluation: Evaluation, names: Names) -> Report:
    comments = tuple(Comment(f.start, f.end, f.quote, _head(f, names), _said(f, names)) for f in evaluation.findings if f.quote)
    missing = tuple(" ".join(_said(f, names)) for f in evaluation.findings if not f.quote)
    heading = _line(names.heading.format(title=title))
    return Report(heading, _line(names.judge), _levels(evaluation, names), names.comments, comments, names.missing, missing)


def printable(text: str) -> str:
    """`text` with U+FFFD for each character that XML refuses, so that offsets stay."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _levels(evaluation: Evaluation, names: Names) -> tuple[str, ...]:
    if evaluation.unscored:
        return (_line(evaluation.unscored.detail),)
    return tuple(_level(j.criterion, j.level, j.reason, names) for j in evaluation.judgements if j.level)


def _level(criterion: str, level: int, reason: str, names: Names) -> str:
    """An older attempt may have a criterion that the rubric has no more."""
    described = f" ({names.levels[criterion][level - 1]})" if criterion in names.levels else ""
    return _line(f"{names.criteria.get(criterion, criterion)}: {names.level.format(n=level)}{described}. {reason}")


def _head(finding: Finding, names: Names) -> str:
    return f"{names.criteria.get(finding.criterion, finding.criterion)} · {names.categories.get(finding.category, finding.category)}"


def _said(finding: Finding, names: Names) -> tuple[str, ...]:
    wrong = " ".join(_sentence(said) for said in (finding.message, names.consequences.get(finding.category), finding.why) if said)
    mend = names.mend.format(suggestion=finding.suggestion) if finding.suggestion else ""
    return tuple(filter(None, (_line(wrong), _line(mend))))


def _sentence(text: str) -> str:
    return text if text.rstrip('”")’').endswith((".", "!", "?", ":", ";")) else f"{text}."


def _line(text: str) -> str:
    return " ".join(printable(text).split())
