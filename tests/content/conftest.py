"""A copy of the real content that a test may break."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from coach.content import Library, load
from coach.errors import ContentError, Problem
from tests.conftest import ROOT

ROLE = "scenarios/synthetic-data-engineer"


@dataclass(frozen=True)
class Copy:
    """`edit` replaces the first `old` of a file, `problems` loads what came of it."""

    root: Path

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text("utf-8")
        assert old in text, f"{path} has no {old!r}: mend the test"
        (self.root / path).write_text(text.replace(old, new, 1), "utf-8")

    def line(self, path: str, marker: str) -> int:
        """The 1-based line that holds `marker`; 1 where the file as a whole is meant."""
        if not marker:
            return 1
        return next(n for n, line in enumerate((self.root / path).read_text("utf-8").splitlines(), 1) if marker in line)

    def load(self) -> Library:
        return load(self.root)

    def problems(self) -> list[Problem]:
        try:
            self.load()
        except ContentError as error:
            return error.problems
        return []


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    root = tmp_path / "content"
    for folder in ("scenarios", "rubrics", "prompts"):
        shutil.copytree(ROOT / folder, root / folder)
    return Copy(root)
