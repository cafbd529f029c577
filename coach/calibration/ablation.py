"""What each part of the language engine brings: `python -m coach.calibration.ablation GOLD.jsonl…`.

Prints F1 and precision on labelled drafts with all findings, then without those of each part in turn; a part that takes nothing away when it
goes is one to take out.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from coach.calibration import gold
from coach.calibration.agreement import CRITERIA, Pairs, measure
from coach.content import load
from coach.content.library import Library
from coach.evaluation.offline import OfflineEvaluator
from coach.evaluation.task import TaskMaker
from coach.models import Finding


def part_of(finding: Finding, kinds: dict[str, str]) -> str:
    """The part of the engine that a finding comes from: an authored rule's kind, or the finder's name."""
    rule = finding.rule or ""
    if rule in kinds:
        return f"rules: {kinds[rule]}"
    if rule.startswith("learned."):
        return rule.replace(".", ": ")
    if rule.endswith(".direction") or ".confused-with-" in rule:
        return "directions" if rule.endswith(".direction") else "confusions"
    return re.split(r"\.", rule)[0] + (": " + rule.split(".")[1] if rule.startswith("register.") else "")


def rule_kinds(library: Library) -> dict[str, str]:
    return {r.id: r.kind for role in library.roles.values() for r in (*(r for t in role.terms.values() for r in t.rules), *library.register)}


def table(pairs: Pairs, kinds: dict[str, str]) -> Iterable[tuple[str, int, float, float, float]]:
    """(part, its findings, F1 without it, precision without it, F1 lost when it goes), what brings most first."""
    whole = measure(pairs)["findings"]["all"]
    yield "(all)", whole["findings"], whole["f1"], whole["precision"], 0.0
    parts = {part_of(f, kinds) for _, e in pairs for f in e.findings if f.criterion in CRITERIA}
    lines = []
    for part in sorted(parts):
        less = [(d, e.model_copy(update={"findings": tuple(f for f in e.findings if part_of(f, kinds) != part)})) for d, e in pairs]
        row = measure(less)["findings"]["all"]
        lines.append((part, whole["findings"] - row["findings"], row["f1"], row["precision"], whole["f1"] - row["f1"]))
    yield from sorted(lines, key=lambda line: -line[4])


def main(files: Sequence[Path]) -> None:
    library = load(Path.cwd())
    maker, offline = TaskMaker(library), OfflineEvaluator()
    drafts = [d for path in files for d in gold.read(path)]
    pairs = [(d, offline.evaluate(maker.make(d.draft, d.scenario))) for d in drafts]
    print(f"{'without':24} {'findings':>8} {'F1':>6} {'P':>6} {'brings':>7}")
    for part, findings, f1, precision, brings in table(pairs, rule_kinds(library)):
        print(f"{part:24} {findings:8} {f1:6.3f} {precision:6.3f} {brings:7.3f}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python -m coach.calibration.ablation GOLD.jsonl…")
    main([Path(a) for a in sys.argv[1:]])
