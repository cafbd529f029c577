"""What to do next, in words: a step for a kind of finding, with how often it is due."""

from collections import Counter
from collections.abc import Sequence

from coach.content.scenario import Scenario
from coach.models import Finding
from coach.ui.texts import n_

MOST = 3
"""Nobody works at more than two or three things at a time."""


def next_steps(findings: Sequence[Finding], scenario: Scenario) -> list[str]:
    """The two or three things to do next, those first that harm this reader most: only what was found."""
    counts = Counter(f.category for f in findings)
    return [_steps(counts[c])[c].format(n=counts[c]) for c in scenario.reader.harmed_most_by if counts[c] and c in _steps(counts[c])][:MOST]


def step(category: str, n: int) -> str:
    """What mends `n` findings of a category; raises KeyError where there is no step for it."""
    return _steps(n)[category].format(n=n)


def _steps(n: int) -> dict[str, str]:
    """What mends a category, for one finding and for several."""
    return {
        "misuse": n_("Put right the statement that is wrong about the field.", "Put right the {n} statements that are wrong about the field.", n),
        "figure": n_("Check the figure that disagrees with the sheet.", "Check the {n} figures that disagree with the sheet.", n),
        "overclaim": n_("Say only what the evidence carries, in one place.", "Say only what the evidence carries, in {n} places.", n),
        "missing": n_("Cover the point that is missing.", "Cover the {n} points that are missing.", n),
        "undefined": n_("Explain one term where it first stands.", "Explain {n} terms where they first stand.", n),
        "dense": n_("Split the sentence that is too long for this reader.", "Split the {n} sentences that are too long for this reader.", n),
        "tone": n_("Reword the phrase that puts this reader off.", "Reword the {n} phrases that put this reader off.", n),
        "imprecise": n_("Use the field's term for one everyday word.", "Use the field's terms for {n} everyday words.", n),
        "vague": n_("Put a figure or a plain word for one vague phrase.", "Put figures or plain words for {n} vague phrases.", n),
        "inconsistent": n_("Keep one name for one thing.", "Keep one name for one thing, in {n} places.", n),
        "modality": n_("Make the rule bind.", "Make the {n} rules bind.", n),
        "informal": n_("Replace the informal phrase.", "Replace the {n} informal phrases.", n),
        "form": n_("Mend the form of one term.", "Mend the form of {n} terms.", n),
        "hedged": n_("Say once how sure you are, in one place.", "Say once how sure you are, in {n} places.", n),
        "stiff": n_("Put a plain word for one stiff phrase.", "Put plain words for {n} stiff phrases.", n),
        "spelling": n_("Keep to one spelling.", "Keep to one spelling.", n),
        "instruction": n_("Take out what speaks to the evaluator.", "Take out the {n} places that speak to the evaluator.", n),
    }
