"""What the learner expects before the feedback opens, and how it compares with what was found: plain data for the component."""

from typing import Any

from coach.content.library import RoleContent
from coach.content.scenario import Scenario
from coach.models import Evaluation, SelfAssessment
from coach.ui import state
from coach.ui.texts import _, n_

_MOST_SENTENCES, _FEWEST_WORDS, _SHOWN = 60, 4, 90


def questions(draft: str, role: RoleContent) -> dict[str, Any]:
    """Asked in one line: the reader, the weakest claim, the level."""
    sentences = [s for s in state.practice().maker.engine(role).read(draft)[0].sentences if s.kind != "heading" and len(s.words) >= _FEWEST_WORDS]
    return {
        "title": _("Before you open the feedback"),
        "reader": _("Who reads this, in your words?"),
        "weakest": _("Which sentence would this reader doubt first?"),
        "sentences": [([s.start, s.end], _short(draft[s.start : s.end])) for s in sentences[:_MOST_SENTENCES]],
        "level": _("Which level do you expect?"),
        "levels": [(n, str(n)) for n in range(1, 6)],
        "none": _("no answer"),
        "open": _("Open the feedback"),
        "skip": _("Skip (Esc)"),
        "why": _("Afterwards you see both beside each other: who judges a text before others do learns more from it."),
    }


def compared(said: SelfAssessment | None, evaluation: Evaluation, scenario: Scenario, titles: dict[str, str], draft: str) -> list[str]:
    """A sentence for each answer; none where nothing was asked or answered."""
    if said is None:
        return []
    lines = []
    if said.level and (levels := {c: level for c, level in evaluation.levels.items() if level}):
        found = ", ".join(f"{titles.get(c, c)} {level}" for c, level in levels.items())
        mean = sum(levels.values()) / len(levels)
        verdict = (
            _("close to what you expected")
            if abs(mean - said.level) < 1
            else _("better than you expected")
            if mean > said.level
            else _("below what you expected")
        )
        lines.append(_("You expected level {n}. Found: {levels}; {verdict}.").format(n=said.level, levels=found, verdict=verdict))
    if said.weakest:
        start, end = said.weakest
        there = sum(bool(f.quote) and f.start < end and start < f.end for f in evaluation.findings)
        text = n_("You doubted “{quote}”, and {n} comment speaks of it.", "You doubted “{quote}”, and {n} comments speak of it.", there)
        nothing = _("You doubted “{quote}”. No comment speaks of it: the weak places are elsewhere.")
        lines.append((text if there else nothing).format(quote=_short(draft[start:end]).rstrip("."), n=there))
    if said.reader:
        lines.append(_("You wrote for: {reader}. The brief says: {who}").format(reader=said.reader, who=scenario.reader.who))
    return lines


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rsplit(' ', 1)[0]} …"
