"""Feedback on the feedback: a model's comment is shown where a learner can go on with it."""

from coach.evaluation.task import Earlier
from coach.models import Finding

_FEWEST_MESSAGE_WORDS = 3
_MOST_SUGGESTION_WORDS = 12


def helpful(finding: Finding, draft: str, earlier: Earlier | None) -> Finding | None:
    """The finding, without a suggestion that would write the text for the learner; None where it helps nobody on.

    It must say what is wrong and how to go on, and not say again what it said of words that have been changed since.
    """
    if len(finding.message.split()) < _FEWEST_MESSAGE_WORDS or not (finding.suggestion or "").strip():
        return None
    if earlier and finding.quote not in earlier.draft and any(_same_comment(finding, f) and f.quote not in draft for f in earlier.findings):
        return None
    if len((finding.suggestion or "").split()) > _MOST_SUGGESTION_WORDS:
        return finding.model_copy(update={"suggestion": None})
    return finding


def _same_comment(one: Finding, other: Finding) -> bool:
    return (one.source, one.category, one.message.split()) == (other.source, other.category, other.message.split())
