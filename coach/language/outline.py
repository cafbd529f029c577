"""The outline of a scenario as a text to write into, and the draft without what is still outline.

A cue is a line of its own in square brackets that says what belongs there. Left out of a draft's prose are only lines that are letter
for letter this scenario's cues, and its headings with nothing under them yet: in brackets of one's own nothing hides.
"""

from collections.abc import Collection

from coach.content.scenario import Scenario, Section
from coach.errors import DraftRefused
from coach.language.text import read


def outline(scenario: Scenario, cues: bool = True, covered: Collection[str] = ()) -> str:
    """The headings in the genre's order, with room under each; `cues` say what belongs there.

    Where points are `covered` already, only what the others need is given.
    """
    sections = [s for s in scenario.outline if not covered or not set(covered).issuperset(s.points)]
    blocks = ((s.heading, *(_cues(s, scenario, covered) if cues or s.heading is None else ())) for s in sections)
    return "\n\n".join(line for block in blocks for line in block if line)


def unwritten(draft: str, scenario: Scenario) -> list[tuple[int, int]]:
    """Start and end of each line of `draft` that is still outline, in reading order."""
    cues, headings = cues_and_headings(scenario)
    found, waiting, start = list[tuple[int, int]](), list[tuple[int, int]](), 0
    for line in draft.split("\n"):
        text, place = line.strip(), (start, start + len(line))
        if text in cues:
            found.append(place)
        elif text in headings:
            found += waiting
            waiting = [place]
        elif text:
            waiting = []
        start += len(line) + 1
    return sorted(found + waiting)


def without_outline(draft: str, scenario: Scenario) -> str:
    """`draft` with blank lines for what is still outline, so that all offsets hold."""
    parts, read = list[str](), 0
    for start, end in unwritten(draft, scenario):
        parts += draft[read:start], " " * (end - start)
        read = end
    return "".join((*parts, draft[read:]))


def cues_and_headings(scenario: Scenario) -> tuple[frozenset[str], frozenset[str]]:
    """All lines that can be outline: cues never are prose, and headings aren't while nothing stands under them."""
    cues = frozenset(cue for section in scenario.outline for cue in _cues(section, scenario))
    return cues, frozenset(section.heading for section in scenario.outline if section.heading)


def written_words(draft: str, scenario: Scenario) -> int:
    """Words of the draft's prose; the editor counts them by the same rule."""
    return read(without_outline(draft, scenario)).words


def check_written(draft: str, scenario: Scenario) -> str:
    """The draft itself; raises DraftRefused where it has nothing but the outline."""
    if unwritten(draft, scenario) and not without_outline(draft, scenario).strip():
        raise DraftRefused("So far this is the outline alone. Write under its headings first.")
    return draft


def _cues(section: Section, scenario: Scenario, covered: Collection[str] = ()) -> list[str]:
    """What belongs into a section: its points, else what its move is for."""
    titles = [p.title for name in section.points for p in scenario.points if p.id == name and name not in covered]
    purpose = [m.purpose for m in scenario.moves if m.id == section.move]
    return [f"[{text}]" for text in titles or purpose]
