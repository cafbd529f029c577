"""The `coach` command."""

import gc
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import typer

from coach import drafts, printing, settings
from coach.content import Library, load
from coach.drafts import Draft
from coach.errors import CoachError, ContentError, DraftRefused
from coach.evaluation.kept import task_maker
from coach.evaluation.offline import OfflineEvaluator
from coach.evaluation.task import Evaluator, TaskMaker
from coach.evaluations import Evaluations, make_task
from coach.models import Evaluation

app = typer.Typer(
    help="Practise professional English for work with synthetic data.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)

Format = Literal["text", "json"]
Scenario = Annotated[str | None, typer.Option(help="The scenario that the draft is written for.")]
Role = Annotated[str | None, typer.Option(help="The role, where you want to be sure.")]
Offline = Annotated[bool, typer.Option("--offline", help="Use the offline evaluator: no network, no key.")]
PromptName = Annotated[str | None, typer.Option("--prompt", metavar="NAME@VERSION", help="Another version of the prompt.")]


def main() -> None:
    """Runs the command; an error becomes a sentence and status 2."""
    # What is loaded lives as long as the process: the collector would walk it again and again, for a quarter of the time.
    gc.set_threshold(1_000_000)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        try:
            app()
        finally:
            print(end="", flush=True)
            # Python's last collections would walk all of it too, which takes as long as the work itself.
            gc.freeze()
    except CoachError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        # The reader of a pipe may stop early, and a disk may be full; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            print(f"{error.filename or 'The output'} can't be used: {error.strerror}.", file=sys.stderr)
        sys.exit(1 if isinstance(error, BrokenPipeError) else 2)


@app.command()
def evaluate(
    files: Annotated[list[str] | None, typer.Argument(metavar="DRAFT…", help="Files with a draft each; - for standard input.")] = None,
    scenario: Scenario = None,
    role: Role = None,
    offline: Offline = False,
    prompt: PromptName = None,
    output: Annotated[Format, typer.Option("--format", help="text for people, json for programs: a line a draft.")] = "text",
    drafts_file: Annotated[Path | None, typer.Option("--drafts", help="A JSON Lines file of drafts: id, scenario, draft.")] = None,
    batch_requests: Annotated[Path | None, typer.Option(help="Write Batch API requests here; call nothing.")] = None,
    batch_results: Annotated[Path | None, typer.Option(help="Read Batch API results in place of calls.")] = None,
    into: Annotated[Path | None, typer.Option("--output", help="Write json lines here; run again to go on after a stop. Nothing is paid for twice.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Ask the model again about a draft that it has judged before.")] = False,
) -> None:
    """Evaluate drafts against their scenario. Status 1 if a draft was refused or left unscored."""
    maker = task_maker(settings.content_dir())
    given = list(_drafts(files, scenario, drafts_file))
    if batch_requests:
        raise typer.Exit(_write_requests(batch_requests, given, maker, role, prompt))
    evaluator = _recorded(batch_results) if batch_results else _with_kept_results(_evaluator(offline, maker.library), force)
    evaluations = Evaluations(maker, evaluator, role, prompt)
    if into:
        raise typer.Exit(0 if evaluations.into(into, given) else 1)
    failed = False
    for number, (draft, evaluation) in enumerate(evaluations.of(given)):
        failed |= isinstance(evaluation, DraftRefused) or evaluation.unscored is not None
        if output == "json":
            print(json.dumps(printing.record(draft, evaluation, evaluator, maker.library, prompt), ensure_ascii=False), flush=True)
        else:
            print(("\n" if number else "") + printing.page(draft, evaluation), flush=True)
    raise typer.Exit(1 if failed else 0)


@app.command()
def request(
    draft: Annotated[str, typer.Argument(help="A file with a draft; - for standard input.")],
    scenario: Annotated[str, typer.Option(help="The scenario that the draft is written for.")],
    role: Role = None,
    prompt: PromptName = None,
) -> None:
    """Print the request body that would be sent to the model."""
    from coach.evaluation.request import body
    from coach.evaluation.tokens import count

    configured = settings.model_settings()
    task = make_task(drafts.from_file(draft, scenario), task_maker(settings.content_dir()), role, prompt, None)
    sent = body(task, configured.model if configured else "MODEL")
    print(json.dumps(sent, ensure_ascii=False, indent=2))
    counted = count(sent)
    print(f"{'' if counted.exact else 'about '}{counted.tokens:,} input tokens ({'o200k_base' if counted.exact else 'an estimate'})", file=sys.stderr)


@app.command()
def formality(file: Annotated[Path, typer.Argument(help="A JSON Lines file with a “text” a line.")]) -> None:
    """Print each line with its formality: -3 (very informal) to 3 (very formal)."""
    from coach.language.formality import draft_formality, measure
    from coach.language.text import read

    meter = load(settings.content_dir()).formality
    try:
        lines = drafts.decode(file.read_bytes(), str(file)).removeprefix("\ufeff").split("\n")
    except OSError as error:
        raise CoachError(f"{file} can't be read: {error.strerror}. Check the path.") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            text = record["text"]
        except (ValueError, KeyError, TypeError, RecursionError):
            text = None
        if not isinstance(text, str):
            raise CoachError(f"{file}:{number}: a line is a JSON object with a “text”. Mend the line and try again.")
        print(json.dumps(record | {"formality": round(draft_formality(measure(read(text)), meter), 3)}, ensure_ascii=False))


@app.command()
def check(path: Annotated[Path | None, typer.Argument(help="The folder that has scenarios/, rubrics/ and prompts/.")] = None) -> None:
    """Check all content and run every rule's examples. Status 1 if anything is wrong."""
    from coach.language.examples import problems

    try:
        library = load(path or settings.content_dir())
        found = sorted(problems(library))
    except ContentError as error:
        found = error.problems
    for problem in found:
        print(problem)
    if found:
        print(f"{len(found)} problem{'s' * (len(found) > 1)} found.", file=sys.stderr)
        raise typer.Exit(1)
    terms = sum(len(r.terms) for r in library.roles.values())
    rules = sum(len(t.rules) for r in library.roles.values() for t in r.terms.values()) + len(library.register)
    print(f"All content is in order: {terms} terms, {rules} rules, {sum(len(r.scenarios) for r in library.roles.values())} scenarios.")


@app.command()
def disputes() -> None:
    """Print what learners called wrong, a JSON line a finding, for the authors of the rules. It quotes their drafts."""
    from coach.storage.database import Database
    from coach.storage.replies import Replies

    for disputed in Replies(Database()).all_disputes():
        about = {"scenario": disputed.scenario, "note": disputed.note, "created": disputed.created.isoformat(), "engine_version": disputed.engine_version}
        print(json.dumps({**about, "finding": disputed.finding.model_dump(mode="json")}, ensure_ascii=False))


@app.command()
def calibrate(
    gold: Annotated[Path, typer.Option(help="Labelled drafts, JSON Lines.")],
    offline: Offline = False,
    prompt: PromptName = None,
    only: Annotated[str | None, typer.Option(help="Only drafts whose id begins so; several with commas.")] = None,
    batch_results: Annotated[Path | None, typer.Option(help="Batch API results in place of calls.")] = None,
    output: Annotated[Format, typer.Option("--format")] = "text",
) -> None:
    """Measure an evaluator's agreement with labelled drafts."""
    from coach.calibration import agreement
    from coach.calibration import gold as gold_files

    labelled = gold_files.read(gold, tuple(only.split(",")) if only else ())
    given = [d.as_draft() for d in labelled]
    maker = task_maker(settings.content_dir())
    evaluator = _recorded(batch_results) if batch_results else _evaluator(offline, maker.library)
    results = [e for _, e in Evaluations(maker, evaluator, prompt=prompt).of(given)]
    scored = [(label, e) for label, e in zip(labelled, results, strict=True) if isinstance(e, Evaluation)]
    report = agreement.measure(scored)
    print(json.dumps(report, ensure_ascii=False, indent=2) if output == "json" else agreement.page(report))


@app.command()
def run(port: Annotated[int | None, typer.Option(min=1, max=65535, help="The port; COACH_PORT or 8501 if not given.")] = None) -> None:
    """Open the app in the browser's reach: http://127.0.0.1:8501."""
    from coach import serving

    serving.run(port)


def _drafts(files: list[str] | None, scenario: str | None, drafts_file: Path | None) -> Iterable[Draft]:
    if drafts_file and files:
        raise CoachError("Give draft files or --drafts, not both.")
    if drafts_file:
        return drafts.from_jsonl(drafts_file)
    if not files:
        raise CoachError("There is nothing to evaluate: give a file with a draft, - for standard input, or --drafts FILE.jsonl.")
    if not scenario:
        raise CoachError("Say what the draft is written for: --scenario ID, such as --scenario quality-report.")
    return [drafts.from_file(name, scenario) for name in files]


def _evaluator(offline: bool, library: Library) -> Evaluator:
    if offline:
        return OfflineEvaluator()
    from coach.evaluation.client import configured_model

    if model := configured_model(library.prices):
        return model
    print("No model is configured (COACH_LLM_MODEL), so the offline evaluator judges.", file=sys.stderr)
    return OfflineEvaluator()


def _with_kept_results(evaluator: Evaluator, force: bool) -> Evaluator:
    if isinstance(evaluator, OfflineEvaluator):
        return evaluator
    from coach.evaluation.results import KeptResults

    return KeptResults(evaluator, settings.cache_dir() / "results", force)


def _recorded(path: Path) -> Evaluator:
    from coach.evaluation.batch import RecordedEvaluator

    configured = settings.model_settings()
    return RecordedEvaluator.from_file(path, configured.model if configured else None)


def _write_requests(path: Path, given: list[Draft], maker: TaskMaker, role: str | None, prompt: str | None) -> int:
    """The exit status: 1 where a draft had to be left out."""
    from coach.evaluation.batch import custom_id, request_lines

    model = os.environ.get("COACH_LLM_MODEL")
    if not model:
        raise CoachError("Name the model that the batch is for: set COACH_LLM_MODEL (no key is needed to write requests).")
    tasks = []
    for number, draft in enumerate(given, 1):
        try:
            tasks.append(make_task(draft, maker, role, prompt, custom_id(number, draft.text)))
        except DraftRefused as refused:
            print(f"Draft {draft.id or number} is left out. {refused}", file=sys.stderr)
    lines = list(request_lines(tasks, model))
    try:
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    except OSError as error:
        raise CoachError(f"{path} can't be written: {error.strerror}. Check the path.") from None
    print(f"{len(lines)} requests written to {path}.", file=sys.stderr)
    return int(len(tasks) < len(given))


if __name__ == "__main__":
    main()
