"""Rules know ideas, not the drafts that measure them."""

import json
from pathlib import Path

from coach.calibration import gold as gold_sets
from coach.content import Library, RoleContent
from coach.evaluation.task import TaskMaker
from coach.language.examine import Engine
from coach.language.matching import PatternIndex
from tests.conftest import GOLD

_LONG, _CLEAN = 5, 2


def _texts() -> tuple[list[str], list[str]]:
    """(drafts of the gold sets, labelled sentences that no gold set has)."""
    drafts = [d.draft for path in sorted(GOLD.parent.glob("*.jsonl")) for d in gold_sets.read(path)]
    files = sorted((GOLD.parent / "sentences").glob("*.jsonl"))
    return drafts, [json.loads(line)["text"] for path in files for line in Path(path).read_text("utf-8").splitlines()]


def test_no_long_pattern_matches_nothing_but_gold_text(library: Library, role: RoleContent, engine: Engine) -> None:
    rules = [*(r for t in role.terms.values() for r in t.rules), *library.register]
    long = [(f"{rule.id}: {p}", pattern) for rule in rules for p in rule.patterns if len((pattern := engine.patterns.read(p)).steps) >= _LONG]
    index = PatternIndex(long)
    drafts, sentences = _texts()

    def matched(texts: list[str]) -> set[str]:
        return {name for text in texts for here in engine.read(text)[1] for name, _ in index.find(here.marked)}

    in_gold = matched(drafts)
    elsewhere = matched([*(text for rule in rules for text in rule.wrong), *sentences])
    assert in_gold, "long patterns do match gold drafts"
    assert not in_gold - elsewhere


def test_drafts_that_an_expert_would_sign_have_two_findings_at_most(maker: TaskMaker) -> None:
    clean = [d for path in sorted(GOLD.parent.glob("*.jsonl")) for d in gold_sets.read(path) if set(d.levels.values()) == {5}]
    assert len(clean) >= 10
    for draft in clean:
        findings = [f for f in maker.make(draft.draft, draft.scenario).examination.findings if f.criterion in ("terminology", "register", "facts")]
        assert len(findings) <= _CLEAN, (draft.id, [f.quote for f in findings])
