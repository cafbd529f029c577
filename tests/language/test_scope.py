"""A claim counts where the writer makes it, not where it is denied, refuted, asked or quoted."""

import pytest

from coach.language.matching import Marked, PatternIndex
from coach.language.patterns import Patterns
from coach.language.scope import asserted
from coach.language.text import read

_PATTERNS = Patterns({})
_CLAIM = PatternIndex([(0, _PATTERNS.read("data be ... anonymous|safe"))])


def _asserts(draft: str) -> bool:
    text = read(draft)
    found = [asserted(text, i, m) for i, s in enumerate(text.sentences) for _, m in _CLAIM.find(Marked(s, {}, _PATTERNS))]
    assert len(found) == 1, "each draft makes the claim once"
    return found[0]


@pytest.mark.parametrize(
    "draft",
    [
        "The data is anonymous.",
        "The data is not only anonymous but useful.",
        "It is not noisy, but the data is anonymous.",
        "It is not noisy, and the data is anonymous.",
        "It is not noisy and only the data is anonymous.",
        "It is not noisy because the data is anonymous.",
        "Although it is not noisy, the data is anonymous.",
        "Without noise, the data is anonymous.",
        "Unlike real rows, the data is anonymous.",
        "No customer is at risk: the data is anonymous.",
        "No customer is at risk. The data is anonymous.",
        "There is no risk, so the data is safe.",
        "The model fails, and the data is anonymous.",
        "If the data is anonymous, we may share it.",
        "The data is anonymous. This is good.",
        "The data is anonymous. No further step is needed.",
        "Is that all? The data is anonymous.",
        "We call it “safe”, and the data is anonymous.",
        "The data is “anonymous”.",
        "We conclude that\n\n- the data is anonymous",
        "## Not only about noise\n\n- The data is anonymous.",
        "Noise does not help.\n\n- The data is anonymous.",
    ],
)
def test_a_claim_in_the_writers_own_voice_counts(draft: str) -> None:
    assert _asserts(draft)


@pytest.mark.parametrize(
    "draft",
    [
        "The data is not anonymous.",
        "## What you should not conclude\n\n- That noise was added.\n- That the data is anonymous.",
        "This score doesn’t show that:\n\n- the data is anonymous",
        "The data isn’t anonymous.",
        "The data is never fully anonymous.",
        "The data is hardly anonymous.",
        "The data is, in law, not anonymous.",
        "The data is not, however, anonymous.",
        "We cannot say that the data is anonymous.",
        "We do not, at present, claim that data is anonymous.",
        "No one can say that the data is anonymous.",
        "Neither the model nor the data is anonymous.",
        "None of the data is anonymous.",
        "The report nowhere says that the data is anonymous.",
    ],
)
def test_a_claim_that_is_denied_does_not_count(draft: str) -> None:
    assert not _asserts(draft)


@pytest.mark.parametrize(
    "draft",
    [
        "It is not true that the data is anonymous.",
        "That the data is anonymous is not true.",
        "It isn't the case that, as some say, the data is anonymous.",
        "The statement that the data is anonymous is not quite correct.",
        "It is a myth that the data is anonymous.",
        "Many people think that the data is anonymous.",
        "It is often assumed that the data is anonymous.",
        "It would be wrong to say that the data is anonymous.",
        "Contrary to popular belief, the data is anonymous only by luck.",
        "This does not mean that the data is anonymous.",
        "The data is wrongly called safe.",
        "The data is anonymous. This is not true.",
        "The data is anonymous. But that is a common misconception.",
        "The data is anonymous; that is wrong.",
        "The data is anonymous. Wrong.",
        "The data is anonymous. No: it is synthetic.",
    ],
)
def test_a_claim_that_is_refuted_does_not_count(draft: str) -> None:
    assert not _asserts(draft)


@pytest.mark.parametrize(
    "draft",
    [
        "Why would it follow that the data is anonymous?",
        "The data is anonymous?",
        "“Is it so that the data is anonymous?”",
        "We tested whether the data is anonymous.",
        "Whether the data is anonymous is open.",
    ],
)
def test_a_claim_that_is_asked_does_not_count(draft: str) -> None:
    assert not _asserts(draft)


@pytest.mark.parametrize(
    "draft",
    [
        "The vendor writes: “The data is anonymous.”",
        'The vendor says that "the data is anonymous".',
        "“The data is anonymous” is what the vendor writes.",
        '"The data is anonymous" is what the vendor writes.',
        "«The data is anonymous» is what the vendor writes.",
        "A heading “as if” is bad. Never write “the data is anonymous”.",
    ],
)
def test_a_claim_that_is_quoted_does_not_count(draft: str) -> None:
    assert not _asserts(draft)
