"""What authors wrote, as frozen records: roles, scenarios, glossaries, rubrics, prompts, register rules."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from coach.content.audience import for_audience
from coach.content.prices import Prices
from coach.content.scenario import ModelAnswer, Scenario
from coach.content.schema import Category, FormalityWeights, LearnedMessage, LearnedWeights, OtherLanguages, PromptInfo, PromptKind, Role, Rubric, Spelling
from coach.content.term import Rule, RuleFile, Term
from coach.content.variant import Parallel, Variant
from coach.errors import CoachError


def content_hash(content: Any) -> str:
    """SHA-256 of the canonical JSON of a record (or of plain data): equal content, equal hash."""
    if isinstance(content, BaseModel):
        content = content.model_dump(mode="json", by_alias=True)
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class Prompt:
    """One version of a prompt: its settings and its Markdown texts."""

    info: PromptInfo
    system: str
    scenario: str
    draft: str

    @cached_property
    def hash(self) -> str:
        return content_hash([self.info.model_dump(mode="json"), self.system, self.scenario, self.draft])


@dataclass(frozen=True)
class RoleContent:
    """A role's path with everything in its folder. `parallels` are made of the `variants` of the same ids."""

    path: Role
    terms: dict[str, Term]
    scenarios: dict[str, Scenario]
    answers: dict[str, tuple[ModelAnswer, ...]]
    sample_drafts: dict[str, str]
    variants: dict[str, Variant] = field(default_factory=dict)
    parallels: dict[str, Parallel] = field(default_factory=dict)

    @cached_property
    def other_audiences(self) -> dict[str, tuple[Scenario, Scenario]]:
        """By its id each scenario that is made for another reader, after the one that it comes from."""
        pairs = [(s, for_audience(s, s.audience, self.scenarios[s.audience.reader_of])) for s in self.scenarios.values() if s.audience]
        return {made.id: (source, made) for source, made in pairs}

    def scenario(self, scenario_id: str) -> Scenario:
        """A scenario of the path, a parallel to one, or one that is made for another reader; raises KeyError where there is none."""
        return self.scenarios.get(scenario_id) or self.parallels.get(scenario_id) or self.other_audiences[scenario_id][1]

    @cached_property
    def glossary_hash(self) -> str:
        return content_hash([t.model_dump(mode="json") for _, t in sorted(self.terms.items())])


@dataclass(frozen=True)
class Library:
    """What authors wrote. `files` says which file a record came from, for messages."""

    root: Path
    roles: dict[str, RoleContent]
    rubrics: dict[str, Rubric]
    prompts: dict[str, Prompt]
    prices: Prices
    register_files: dict[str, RuleFile]
    wordlists: dict[str, tuple[str, ...]]
    formality: FormalityWeights
    learned: LearnedWeights
    learned_messages: dict[Category, LearnedMessage]
    spelling: Spelling
    other_languages: OtherLanguages
    files: dict[tuple[str, str], Path]

    @cached_property
    def register(self) -> tuple[Rule, ...]:
        return tuple(rule for file in self.register_files.values() for rule in file.rules)

    def role_of(self, scenario_id: str, role_id: str | None = None) -> RoleContent:
        """The role that has this scenario; raises CoachError with the known ids."""
        for key, role in self.roles.items():
            if role_id in (None, key) and scenario_id in role.scenarios.keys() | role.parallels.keys() | role.other_audiences.keys():
                return role
        if role_id is not None and role_id not in self.roles:
            raise CoachError(f"There is no role “{role_id}”. The roles are: {', '.join(sorted(self.roles))}.")
        known = sorted(s for key, role in self.roles.items() if role_id in (None, key) for s in role.scenarios)
        raise CoachError(f"There is no scenario “{scenario_id}”. The scenarios are: {', '.join(known)}.")

    def rubric(self, name: str) -> Rubric:
        found: Rubric = _pick("rubric", self.rubrics, name)
        return found

    def prompts_of(self, kind: PromptKind) -> dict[str, Prompt]:
        """Those that ask a model for the same."""
        return {name: prompt for name, prompt in self.prompts.items() if prompt.info.kind == kind}

    def prompt(self, name: str, kind: PromptKind = "evaluation") -> Prompt:
        found: Prompt = _pick("prompt", self.prompts_of(kind), name)
        return found


def _pick(what: str, records: dict[str, Any], name: str) -> Any:
    if name in records:
        return records[name]
    raise CoachError(f"There is no {what} “{name}”. There are: {', '.join(sorted(records))}.")
