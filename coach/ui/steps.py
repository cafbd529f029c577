"""What to do next, in words: a step for a kind of finding, with how often it is due."""

from collections import Counter
from collections.abc import Sequence

from coach.content.scenario import Scenario
from coach.models import Finding
from coach.ui.texts import later_n, n_

MOST = 3
"""Nobody works at more than two or three things at a time."""
_STEPS = {
    "misuse": later_n("Put right the statement that is wrong about the field.", "Put right the {n} statements that are wrong about the field."),
    "figure": later_n("Check the figure that disagrees with the sheet.", "Check the {n} figures that disagree with the sheet."),
    "overclaim": later_n("Say only what the evidence carries, in one place.", "Say only what the evidence carries, in {n} places."),
    "missing": later_n("Cover the point that is missing.", "Cover the {n} points that are missing."),
    "undefined": later_n("Explain one term where it first stands.", "Explain {n} terms where they first stand."),
    "dense": later_n("Split the sentence that is too long for this reader.", "Split the {n} sentences that are too long for this reader."),
    "tone": later_n("Reword the phrase that puts this reader off.", "Reword the {n} phrases that put this reader off."),
    "imprecise": later_n("Use the field's term for one everyday word.", "Use the field's terms for {n} everyday words."),
    "vague": later_n("Put a figure or a plain word for one vague phrase.", "Put figures or plain words for {n} vague phrases."),
    "inconsistent": later_n("Keep one name for one thing.", "Keep one name for one thing, in {n} places."),
    "modality": later_n("Make the rule bind.", "Make the {n} rules bind."),
    "informal": later_n("Replace the informal phrase.", "Replace the {n} informal phrases."),
    "form": later_n("Mend the form of one term.", "Mend the form of {n} terms."),
    "hedged": later_n("Say once how sure you are, in one place.", "Say once how sure you are, in {n} places."),
    "stiff": later_n("Put a plain word for one stiff phrase.", "Put plain words for {n} stiff phrases."),
    "spelling": later_n("Keep to one spelling.", "Keep to one spelling."),
    "instruction": later_n("Take out what speaks to the evaluator.", "Take out the {n} places that speak to the evaluator."),
}
"""What mends a category, for one finding and for several."""


def next_steps(findings: Sequence[Finding], scenario: Scenario) -> list[str]:
    """The two or three things to do next, those first that harm this reader most: only what was found."""
    counts = Counter(f.category for f in findings)
    return [step(c, counts[c]) for c in scenario.reader.harmed_most_by if counts[c] and c in _STEPS][:MOST]


def step(category: str, n: int) -> str:
    """What mends `n` findings of a category; raises KeyError where there is no step for it."""
    return n_(*_STEPS[category], n).format(n=n)
