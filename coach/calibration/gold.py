"""Labelled drafts: what people marked, as offsets."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.drafts import Draft
from coach.errors import CoachError


@dataclass(frozen=True)
class Label:
    """A marked stretch of a draft, `draft[start:end]` in code points."""

    start: int
    end: int
    criterion: str
    category: str


@dataclass(frozen=True)
class LabelledDraft:
    id: str
    scenario: str
    draft: str
    levels: dict[str, int]
    labels: tuple[Label, ...]

    def as_draft(self) -> Draft:
        return Draft(self.draft, self.scenario, self.id)


def read(path: Path, prefixes: tuple[str, ...] = ()) -> list[LabelledDraft]:
    """The drafts of a gold file whose id begins with one of `prefixes`; raises CoachError with the line."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        raise CoachError(f"{path} can't be read. Give a JSON Lines file of labelled drafts.") from None
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            labelled = _labelled(json.loads(line))
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
            raise CoachError(f"{path}:{number}: this isn't a labelled draft ({error}). Mend the line and try again.") from None
        if labelled.id.startswith(prefixes or ("",)):
            found.append(labelled)
    if not found:
        raise CoachError(f"{path} has no labelled draft of that kind.")
    return found


def _labelled(record: dict[str, Any]) -> LabelledDraft:
    draft, levels = record["draft"], record["levels"]
    if not all(isinstance(text, str) for text in (record["id"], record["scenario"], draft)):
        raise ValueError("id, scenario and draft are texts")
    if not all(type(level) is int and 1 <= level <= 5 for level in levels.values()):
        raise ValueError("levels are whole numbers from 1 to 5")
    return LabelledDraft(record["id"], record["scenario"], draft, levels, tuple(_label(draft, f) for f in record["findings"]))


def _label(draft: str, finding: dict[str, str | int]) -> Label:
    quote, occurrence, start = str(finding["quote"]), int(finding.get("occurrence", 1)), -1
    if not quote or occurrence < 1:
        raise ValueError("a label has a quote, and its occurrence counts from 1")
    for _ in range(occurrence):
        start = draft.find(quote, start + 1)
        if start < 0:
            raise ValueError(f"“{quote}” isn't in the draft")
    return Label(start, start + len(quote), str(finding["criterion"]), str(finding["category"]))
