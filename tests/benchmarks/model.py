"""`make bench-model`: tokens a draft, and how fast a batch goes beside those who ask models too. Prints figures; it judges nothing."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, takewhile
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Response

from coach.evaluation.batch import in_parallel
from coach.evaluation.client import Client
from coach.evaluation.kept import task_maker
from coach.evaluation.model import ModelEvaluator
from coach.evaluation.request import body
from coach.evaluation.task import Task, TaskMaker
from coach.evaluation.tokens import count
from coach.settings import ModelSettings
from tests.benchmarks.measure import percentile
from tests.conftest import ROOT
from tests.evaluation import recorded
from tests.evaluation.answers import completion, events, found, said, streamed
from tests.ui.app import browser, open_desk, serve
from tests.ui.typing import put

DRAFTS, AT_ONCE, ROUNDS, WORDS, FIRST_FINDINGS = 200, 50, 5, 350, 20
PROMPTFOO = ROOT / ".venv/promptfoo"
Took = tuple[float, float]
"""Seconds of wall and of CPU."""


def drafts() -> list[dict[str, Any]]:
    """All labelled drafts, with their scenarios."""
    files = sorted((ROOT / "scenarios/synthetic-data-engineer/gold").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def token_lines(maker: TaskMaker, given: list[dict[str, Any]]) -> Iterator[str]:
    yield f"{'scenario':22} {'words':>5} {'input tokens':>12} {'the same for all drafts':>24}"
    for scenario in sorted({d["scenario"] for d in given}):
        near = sorted((d for d in given if d["scenario"] == scenario), key=lambda d: abs(len(d["draft"].split()) - WORDS))[:2]
        one, other = (body(maker.make(d["draft"], scenario, key=d["id"]), "m") for d in near)
        counted, same = count(one), count(shared(one, other)).tokens
        exact = "" if counted.exact else " (an estimate)"
        yield f"{scenario:22} {len(near[0]['draft'].split()):5} {counted.tokens:12,}{exact} {same:15,} ({same / counted.tokens:.0%})"
    short = max((d for d in given if len(d["draft"]) <= 911), key=lambda d: len(d["draft"]), default=min(given, key=lambda d: len(d["draft"])))
    tokens = count(body(maker.make(short["draft"], short["scenario"], key=short["id"]), "m")).tokens
    yield f"\nA draft of {len(short['draft'])} characters: Coach 1 call, {tokens:,} input tokens with its whole rubric, fact sheet and glossary."
    yield "As published by others, for 911 characters and a short rubric: promptfoo 4 calls, 1,633 tokens; DeepEval 8 calls, 2,692 tokens."


def shared(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The part of a request that a server can keep from one draft to the next: all up to where the two begin to differ."""
    assert one["response_format"] == other["response_format"]
    assert one["messages"][0] == other["messages"][0]
    texts = [r["messages"][1]["content"] for r in (one, other)]
    same = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    return {**one, "messages": [one["messages"][0], {"role": "user", "content": same}]}


@contextmanager
def slow_server(answer: dict[str, Any]) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.benchmarks.slow_server"]
    running = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert running.stdin
    assert running.stdout
    running.stdin.write(json.dumps(answer).encode())
    running.stdin.close()
    try:
        yield f"http://127.0.0.1:{int(running.stdout.readline())}/v1"
    finally:
        running.kill()
        running.wait()


def took(work: Callable[[], object]) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def bare(url: str, requests: list[dict[str, Any]], loop: asyncio.Runner) -> Callable[[], object]:
    """The least that a batch can be: the openai package's own loop."""
    import openai

    async def ask_all() -> list[Any]:
        client, free = openai.AsyncOpenAI(base_url=url, api_key="k"), asyncio.Semaphore(AT_ONCE)

        async def ask(request: dict[str, Any]) -> Any:
            async with free:
                return await client.chat.completions.create(**request)

        return await asyncio.gather(*map(ask, requests))

    return lambda: loop.run(ask_all())


def coach(url: str, tasks: list[Task]) -> Callable[[], object]:
    """From tasks to verified evaluations, as `coach evaluate --drafts` does it."""

    def judge_all() -> None:
        model = ModelEvaluator("m", Client(ModelSettings(url, "m", "k", 60)).ask)
        assert all(e.unscored is None for e in in_parallel(model.evaluate, tasks, AT_ONCE))

    return judge_all


def langchain(url: str, requests: list[dict[str, Any]], loop: asyncio.Runner) -> Callable[[], object]:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    given: list[Any] = [r["messages"] for r in requests]

    async def ask_all() -> list[Any]:
        model = ChatOpenAI(model="m", base_url=url, api_key=SecretStr("k"), temperature=0).bind(response_format=requests[0]["response_format"])
        return await model.abatch(given, config={"max_concurrency": AT_ONCE})

    return lambda: loop.run(ask_all())


def promptfoo(url: str, requests: list[dict[str, Any]]) -> Took | None:
    """By its own clock, once it is loaded and warm; None where npm wasn't there to install it."""
    if not (PROMPTFOO / "node_modules/promptfoo").is_dir():
        return None
    given = json.dumps({"url": url, "atOnce": AT_ONCE, "requests": [r["messages"] for r in requests]})
    quiet = {f"PROMPTFOO_DISABLE_{what}": "1" for what in ("TELEMETRY", "UPDATE", "REMOTE_GENERATION")}
    environment = {**os.environ, **quiet, "PROMPTFOO_CONFIG_DIR": str(PROMPTFOO / "config")}
    script = ROOT / "tests/benchmarks/promptfoo.mjs"
    done = subprocess.run(["node", script], cwd=PROMPTFOO, input=given, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.rsplit("\n", 2)[-2])
    assert told["answered"] == len(requests), "promptfoo left requests unanswered"
    return told["wall"], told["cpu"]


def throughput_lines(maker: TaskMaker, given: list[dict[str, Any]]) -> Iterator[str]:
    """Each in turn, round after round, so that a busy moment of the machine falls on all of them; the best round of each."""
    many = (given * (DRAFTS // len(given) + 1))[:DRAFTS]
    tasks = [maker.make(d["draft"], d["scenario"]) for d in many]
    requests = [body(task, "m") for task in tasks]
    words = tasks[0].draft.split()
    answer = completion(said(tasks[0].rubric, *(found(" ".join(words[i : i + 3])) for i in range(0, 40, 5))))
    # One loop for all rounds: langchain-openai keeps its connections from one model to the next.
    with slow_server(answer) as url, asyncio.Runner() as loop:
        runs = {"bare AsyncOpenAI loop": bare(url, requests, loop), "Coach": coach(url, tasks), "langchain-openai": langchain(url, requests, loop)}
        for run in runs.values():
            run()
        rounds: dict[str, list[Took]] = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, run in runs.items():
                rounds[name].append(took(run))
        if (theirs := promptfoo(url, requests)) is not None:
            rounds["promptfoo"] = [theirs, *filter(None, (promptfoo(url, requests) for _ in range(2)))]
    best = {name: (min(wall for wall, _ in each), min(cpu for _, cpu in each)) for name, each in rounds.items()}
    wall, cpu = best["bare AsyncOpenAI loop"]
    yield f"{DRAFTS} drafts, {AT_ONCE} at once, 300 ms an answer (at best {DRAFTS / AT_ONCE * 0.3:.1f} s); bar: 1.15 × wall and 1.5 × CPU of the bare loop"
    yield f"{'':24} {'wall':>8} {'':>8} {'CPU':>8}"
    for name, (own_wall, own_cpu) in best.items():
        yield f"{name:24} {own_wall:6.2f} s {own_wall / wall:6.2f} × {own_cpu:6.2f} s {own_cpu / cpu:6.2f} ×"
    if "promptfoo" not in best:
        yield "promptfoo: not measured, npm is missing"


def recorded_lines(maker: TaskMaker) -> Iterator[str]:
    """What a capable reader's recorded answers come to, beside the bars of 0.95 and 0.93, and how long they are."""
    yield f"{'recorded answers':18} {'drafts':>6} {'F1':>6} {'QWK terminology':>16} {'QWK register':>13} {'output tokens: mean':>20} {'most':>6}"
    for answers in (recorded.WORKED_WITH, recorded.UNUSED):
        report, sizes = recorded.measured(answers, maker), recorded.output_tokens(answers)
        levels = (report["levels"][c]["qwk"] for c in ("terminology", "register"))
        figures = "{:16.2f} {:13.2f}".format(*levels)
        yield f"{answers.stem:18} {report['drafts']:6} {report['findings']['all']['f1']:6.2f} {figures} {sum(sizes) / len(sizes):20.0f} {max(sizes):6}"


def first_finding_lines(given: list[dict[str, Any]]) -> Iterator[str]:
    """From the last byte of a model's first finding to its words on the page, while the model goes on writing."""
    draft = next(d["draft"] for d in given if d["id"] == "cb-05")
    waits: list[float] = []
    with HTTPServer(threaded=True) as model, TemporaryDirectory() as folder, browser() as chromium:
        settings = {"COACH_LLM_BASE_URL": model.url_for("/v1"), "COACH_LLM_MODEL": "judge"}
        with serve(f"sqlite:///{folder}/coach.db", **settings) as address:
            page = chromium.new_page()
            open_desk(page, address)
            for n in range(FIRST_FINDINGS):
                sent, shown = Event(), Event()
                answer = json.dumps({"findings": [found("a volume knob", "informal", message=f"Finding number {n} is told.")]})

                def parts(answer: str = answer, sent: Event = sent, shown: Event = shown) -> Iterator[bytes]:
                    time.sleep(1.5)  # a model reads before it writes, and the page is drawn meanwhile
                    yield from list(events(streamed(answer[:-2], finish=None)))[:-1]
                    sent.set()
                    shown.wait(20)

                model.clear()
                handled = model.expect_request("/v1/chat/completions", method="POST")
                handled.respond_with_handler(lambda _, parts=parts: Response(parts(), content_type="text/event-stream"))
                put(page, f"{draft} Round {n}.")
                page.get_by_role("button", name="Get feedback").click()
                sent.wait(30)
                started = time.perf_counter()
                # A locator looks twice a second, which is too seldom here.
                page.wait_for_function(
                    "words => (document.querySelector('.st-key-coming')?.textContent ?? '').includes(words)", arg=f"Finding number {n} is told.", polling=10
                )
                waits.append((time.perf_counter() - started) * 1000)
                shown.set()
                page.locator(".feedback .problem").wait_for()
            page.goto("about:blank")
    yield f"the last byte of the first finding → on the page   p50 {percentile(waits, 0.5):.0f} ms   p95 {percentile(waits, 0.95):.0f} ms   (bar: 300 ms)"


def main() -> None:
    maker, given = task_maker(ROOT), drafts()
    for line in chain(token_lines(maker, given), [""], recorded_lines(maker), [""], first_finding_lines(given), [""], throughput_lines(maker, given)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
