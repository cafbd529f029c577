"""Reads the whole content folder, and reports every problem in it at once."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from coach.content import crossing
from coach.content.library import Library, Prompt, RoleContent
from coach.content.prices import Prices
from coach.content.reading import line_of, read_json, read_text, read_yaml, shorten
from coach.content.scenario import ModelAnswer, Scenario
from coach.content.schema import FormalityWeights, LearnedMessages, LearnedWeights, OtherLanguages, PromptInfo, Role, Rubric, Spelling, WordList
from coach.content.term import RuleFile, Term
from coach.content.variant import Parallel, Variant, parallel
from coach.errors import ContentError, Problem

Record = TypeVar("Record", bound=BaseModel)
PROMPT_TEXTS = ("system", "scenario", "draft")


def load(root: Path) -> Library:
    """Read everything under `root`; raises ContentError with all problems, not just the first."""
    return _Reader(root).library()


class _Reader:
    def __init__(self, root: Path):
        self.root = root
        self.problems: list[Problem] = []
        self.files: dict[tuple[str, str], Path] = {}

    def library(self) -> Library:
        for folder in ("scenarios", "rubrics", "prompts"):
            if not (self.root / folder).is_dir():
                what, cure = f"there is no folder {folder}/", "point COACH_CONTENT_DIR at a folder that has scenarios/, rubrics/, prompts/"
                raise ContentError([Problem(str(self.root), 1, "folder", what, cure)])
        formality = self._read(self.root / "rubrics/formality/weights.json", FormalityWeights)
        learned = self._read(self.root / "rubrics/learned/sentences.json", LearnedWeights)
        messages = self._read(self.root / "rubrics/learned/messages.yaml", LearnedMessages)
        spelling = self._read(self.root / "rubrics/spelling.yaml", Spelling)
        other_languages = self._read(self.root / "rubrics/other-languages.yaml", OtherLanguages)
        self.files["rubrics", "other-languages"] = self.root / "rubrics/other-languages.yaml"
        prices = self.root / "prompts/prices.yaml"
        library = Library(
            root=self.root,
            roles={p.name: r for p in self._glob("scenarios/[!._]*/") if (r := self._role(p / "path.yaml"))},
            rubrics=self._records("rubric", self._glob("rubrics/*@*.yaml"), Rubric),
            prompts={p.parent.name: t for p in self._glob("prompts/*/prompt.yaml") if (t := self._prompt(p))},
            prices=(self._read(prices, Prices) if prices.exists() else None) or Prices(),
            register_files=self._records("register", self._glob("rubrics/register/*.yaml"), RuleFile),
            wordlists={k: w.words for k, w in self._records("words", self._glob("rubrics/words/*.yaml"), WordList).items()},
            formality=formality or FormalityWeights(intercept=0, weights={}, usual={}, words={}, usual_word=0),
            learned=learned or LearnedWeights(categories=(), intercepts=(), thresholds={}, features="", points=()),
            learned_messages=messages.messages if messages else {},
            spelling=spelling or Spelling(about="none", pairs={}, ise=()),
            other_languages=other_languages or OtherLanguages(about="none", message="none", why="none", suggestion="none", languages=()),
            files=self.files,
        )
        # Cross-references of a library with unreadable files would only repeat the first fault.
        problems = self.problems or list(crossing.problems(library))
        if problems:
            raise ContentError(problems)
        return library

    def _glob(self, pattern: str) -> list[Path]:
        return sorted(self.root.glob(pattern))

    def _read(self, path: Path, shape: type[Record]) -> Record | None:
        try:
            return (read_json if path.suffix == ".json" else read_yaml)(path, shape, self.root)
        except ContentError as error:
            self.problems += error.problems
            return None

    def _text(self, path: Path) -> str:
        try:
            return read_text(path, self.root)
        except ContentError as error:
            self.problems += error.problems
            return ""

    def _records(self, kind: str, paths: Iterable[Path], shape: type[Record], owner: str = "") -> dict[str, Record]:
        records = {}
        for path in paths:
            record = self._read(path, shape)
            if record is None:
                continue
            name = path.parent.name if path.name == "scenario.yaml" else path.stem
            self._same_id(path, name, record)
            records[name] = record
            self.files[kind, owner + name] = path
        return records

    def _same_id(self, path: Path, name: str, record: BaseModel) -> None:
        identity = getattr(record, "id", name)
        if identity != name:
            cure = f"write id: {name}, or rename the file or folder"
            line, shown = line_of(path, ("id",))
            self.problems.append(Problem(shorten(path, self.root), line, "id", f"the id “{identity}” isn't the name “{name}”", cure, shown))

    def _role(self, path: Path) -> RoleContent | None:
        role = self._read(path, Role)
        folder = path.parent
        self.files["role", folder.name] = path
        scenarios = self._records("scenario", sorted(folder.glob("*/scenario.yaml")), Scenario, f"{folder.name}/")
        terms = self._records("term", sorted(folder.glob("glossary/*.yaml")), Term, f"{folder.name}/")
        answers = {name: self._answers(folder, name) for name in scenarios}
        samples = {name: self._text(folder / name / "sample-draft.md") for name in scenarios}
        variants = dict[str, Variant]()
        parallels = dict[str, Parallel]()
        for name, original in scenarios.items():
            for variant in self._records("variant", sorted((folder / name).glob("variants/*.yaml")), Variant, f"{folder.name}/{name}/").values():
                task = parallel(original, variant)
                variants[task.id], parallels[task.id] = variant, task
        if role is None:
            return None
        self._same_id(path, folder.name, role)
        return RoleContent(role, terms, scenarios, answers, samples, variants, parallels)

    def _answers(self, folder: Path, name: str) -> tuple[ModelAnswer, ...]:
        return tuple(self._records("answer", sorted((folder / name).glob("answers/*.yaml")), ModelAnswer, f"{folder.name}/{name}/").values())

    def _prompt(self, path: Path) -> Prompt | None:
        info = self._read(path, PromptInfo)
        texts = {name: self._text(path.with_name(f"{name}.md")) for name in PROMPT_TEXTS}
        if info is None:
            return None
        self._same_id(path, path.parent.name, info)
        self.files["prompt", info.id] = path
        return Prompt(info, **texts)
