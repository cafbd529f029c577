"""Reads drafts as they are: bytes, strict UTF-8, no newline translation, so that offsets hold."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coach.errors import CoachError, DraftRefused


@dataclass(frozen=True)
class Draft:
    """A draft with its id and scenario; `refusal` says why its text can't be had, `file` where it came from."""

    text: str
    scenario: str
    id: str | None = None
    refusal: str | None = None
    file: str | None = None


def decode(data: bytes, name: str) -> str:
    """Strict UTF-8; a BOM stays a character. Raises DraftRefused."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DraftRefused(f"{name} isn't UTF-8 text (byte {error.start}). Save it as plain text in UTF-8 and try again.") from None


def from_file(name: str, scenario: str) -> Draft:
    """A draft from a path, or from standard input where `name` is “-”; raises CoachError where there is none."""
    try:
        if name == "-" and sys.stdin is None:
            raise CoachError("There is no standard input: give a file with a draft.")
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CoachError(f"{name} can't be read: {error.strerror}. Check the path.") from None
    shown = None if name == "-" else name
    try:
        return Draft(decode(data, name), scenario, file=shown)
    except DraftRefused as refused:
        return Draft("", scenario, refusal=str(refused), file=shown)


def from_jsonl(path: Path) -> Iterable[Draft]:
    """One {"id", "scenario", "draft"} a line; other keys are ignored. Raises CoachError with the line."""
    try:
        lines = decode(path.read_bytes(), str(path)).removeprefix("\ufeff").split("\n")
    except OSError as error:
        raise CoachError(f"{path} can't be read: {error.strerror}. Check the path.") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            draft, scenario = record["draft"], record["scenario"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise CoachError(f"{path}:{number}: a line is a JSON object with “draft” and “scenario”. Mend the line and try again.") from None
        if not isinstance(draft, str) or not isinstance(scenario, str):
            raise CoachError(f"{path}:{number}: “draft” and “scenario” are texts. Mend the line and try again.")
        identity = record.get("id")
        yield Draft(draft, scenario, None if identity is None else str(identity))
