"""A copy of the real content that a test may break."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from coach.content import Library, load
from coach.errors import ContentError, Problem
from coach.language.examples import problems as check
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

    def checked(self, *names: str) -> list[Problem]:
        """What `coach check` finds, with the rules of these terms and register files only: the others cost seconds."""
        library = self.load()
        role = library.roles["synthetic-data-engineer"]
        terms = {name: term if name in names else term.model_copy(update={"rules": (), "direction": None}) for name, term in role.terms.items()}
        register = {name: file if name in names else file.model_copy(update={"rules": ()}) for name, file in library.register_files.items()}
        # Only the whole content makes the answers and excerpts what they claim to be.
        scenarios = {name: scenario.model_copy(update={"excerpts": ()}) for name, scenario in role.scenarios.items()}
        role = replace(role, terms=terms, scenarios=scenarios, answers=dict.fromkeys(role.scenarios, ()))
        return list(check(replace(library, roles={"synthetic-data-engineer": role}, register_files=register)))

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
