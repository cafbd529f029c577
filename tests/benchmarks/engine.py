"""How fast the language engine reads, and the command as a whole, beside proselint and textlint in the same run."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from coach.content import load
from coach.evaluation.task import TaskMaker
from tests.benchmarks import neighbours
from tests.benchmarks.measure import beside, percentile, timed
from tests.conftest import ROOT

_TEXT_WORDS, _TEXTS = 2_000, 100
_ROUNDS = 9


def drafts() -> list[str]:
    """All labelled drafts, as they stand."""
    files = sorted((ROOT / "scenarios/synthetic-data-engineer/gold").glob("*.jsonl"))
    return [json.loads(line)["draft"] for file in files for line in file.read_text("utf-8").splitlines()]


def sentences() -> list[str]:
    """All labelled sentences."""
    files = sorted((ROOT / "scenarios/synthetic-data-engineer/gold/sentences").glob("*.jsonl"))
    return [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]


def texts_of(words: int, written: Iterable[str]) -> Iterable[str]:
    """Drafts one after the other, as texts of about `words` words each."""
    held, size = list[str](), 0
    for draft in written:
        held.append(draft)
        size += len(draft.split())
        if size >= words:
            yield "\n\n".join(held)
            held, size = [], 0


def lines(draft: str, folder: Path) -> Iterable[str]:
    """One line a figure; `draft` is what the command is given, `folder` may be written to."""
    maker = TaskMaker(load(ROOT))
    role = maker.library.role_of("compliance-briefing")
    engine, scenario = maker.engine(role), role.scenarios["compliance-briefing"]
    proselint = neighbours.proselint()

    # Nothing stands twice, for the engine remembers the sentences that it met last.
    texts = list(islice(texts_of(_TEXT_WORDS, [*drafts(), *sentences()]), _TEXTS))
    words = sum(len(text.split()) for text in texts)
    for warm in (lambda: engine.examine(texts[0], scenario), lambda: proselint(texts[0])):
        warm()
    ours = words / timed(lambda: [engine.examine(text, scenario) for text in texts])
    pros = words / timed(lambda: [proselint(text) for text in texts])
    seconds = neighbours.textlint_seconds(texts)
    others = f"{beside(ours, pros, 'proselint', 'words/s')}, {beside(ours, seconds and words / seconds, 'textlint', 'words/s')}"
    yield f"the engine's throughput      {ours:9,.0f} words/s  (bar: above both; {words:,} words as {len(texts)} texts, start-up apart)  {others}"

    middles = [" ".join(text.split(" ")[:500]) for text in texts_of(520, drafts())]
    pros_ms = percentile([1000 * timed(lambda m=m: proselint(m)) for m in middles], 0.95)
    engine = TaskMaker(maker.library).engine(role)
    engine.examine(draft, scenario)
    fresh = [1000 * timed(lambda m=m: engine.examine(m, scenario)) for m in middles]
    typed = [1000 * timed(lambda n=n: engine.examine(f"{middles[0]} {n} more words", scenario)) for n in range(60)]
    for name, ours_ms in (("a draft not met before", fresh), ("one that is being typed", typed)):
        figures = f"p50 {percentile(ours_ms, 0.5):5.1f} ms    p95 {percentile(ours_ms, 0.95):5.1f} ms"
        yield f"500 words, warm: {name:24} {figures}  (bar: 10 ms p95)  p95 {beside(percentile(ours_ms, 0.95), pros_ms, 'proselint', 'ms')}"

    yield _whole_process(draft, folder)


def _whole_process(draft: str, folder: Path) -> str:
    """The commands take turns, so that a busy moment of the machine falls on all of them."""
    file = folder / "draft.md"
    file.write_text(draft, "utf-8")
    coach = [sys.executable, "-m", "coach", "evaluate", str(file), "--scenario", "compliance-briefing", "--offline"]
    commands = {"coach": coach, **neighbours.commands(file)}
    # Users' Python keeps compiled modules, and Coach keeps what it has built; the first round makes both.
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "COACH_CACHE_DIR": str(folder / "cache")}
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(_ROUNDS + 1):
        for name, command in commands.items():
            where = neighbours.TEXTLINT if name == "textlint" else folder
            taken[name].append(timed(lambda command=command, where=where: _run(command, where, settings)))
    first = taken["coach"][0]
    median = {name: statistics.median(runs[1:]) for name, runs in taken.items()}
    ours = median["coach"]
    others = f"{beside(ours, median['proselint'], 'proselint', 's')}, {beside(ours, median.get('textlint'), 'textlint', 's')}"
    figures = f"median {ours:5.2f} s   max {max(taken['coach'][1:]):5.2f} s"
    return f"coach evaluate --offline     {figures}  (bar: 0.35 s, whole process; the first {first:.2f} s)  {others}"


def _run(command: list[str], folder: Path, settings: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr  # linters say 1 where they found something
