"""Learner and model text is data, wherever it is shown: none of 176 hostile texts runs, becomes an element or has anything loaded.

Each stands there as it was written, which is what tells that nothing took it for markup, a formula, a directive or a template.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from uuid import uuid4

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect
from pytest_httpserver import HTTPServer
from werkzeug import Response

from coach.content import RoleContent
from coach.content.schema import Rubric
from coach.models import Evaluation, EvaluatorInfo, Finding, Judgement, Unscored
from coach.storage.attempts import Attempts, Provenance
from coach.storage.database import Database
from coach.ui.server import COOKIE
from tests.evaluation.answers import completion, events, found, said, streamed
from tests.ui.app import open_desk, serve
from tests.ui.payloads import ALL, PAYLOADS, Watch, missing, text_in
from tests.ui.typing import put, text_of

MODEL = "![m](https://leak.example/model.png) <img src=x onerror=hacked()> $x$ :red[m]"
FILE = "<img src=x onerror=hacked()> ![x](leak.example) www.leak.example $a$ _b_ :red[c] :smile: {n} \u202egnp.md"
_TURNERS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of the text after them: a Markdown widget leaves them out."""
RUBRIC = "workplace-writing@1"
UNTURNED = [_TURNERS.sub("", payload) for payload in PAYLOADS]
DRAFT = " ".join(f"Word{n} is here." for n in range(len(PAYLOADS))) + f"\n\n{ALL}"
"""Some of the texts speak to the evaluator, and no model is shown them: its findings quote the words before."""


@pytest.fixture(scope="module")
def model() -> Iterator[HTTPServer]:
    with HTTPServer(threaded=True) as server:
        yield server


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('app') / 'coach.db'}"


@pytest.fixture(scope="module")
def address(model: HTTPServer, database: str) -> Iterator[str]:
    with serve(database, COACH_LLM_BASE_URL=model.url_for("/v1"), COACH_LLM_MODEL=MODEL, COACH_LLM_DEADLINE_S="120") as served:
        yield served


@pytest.fixture
def watched(chromium: Browser, address: str) -> Iterator[tuple[Page, Watch]]:
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    watch = Watch(context, address)
    yield context.new_page(), watch
    context.close()


def _submit(page: Page, draft: str) -> None:
    put(page, draft)
    page.get_by_role("button", name="Get feedback").click()


def test_a_draft_and_a_models_answer_run_nothing_while_written_judged_revised_and_exported(
    watched: tuple[Page, Watch], address: str, model: HTTPServer, library, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    (page, watch), rubric, go_on = watched, library.rubric(RUBRIC), Event()
    findings = [found(f"Word{n} is", "vague", criterion="register", message=f"Mind this here: {p}", suggestion=p) for n, p in enumerate(PAYLOADS)]
    answer = json.dumps(said(rubric, *findings, level=2, register={"reason": ALL, "level": 2}))
    end = answer.index('"missing_points"')

    def parts() -> Iterator[bytes]:
        yield from list(events(streamed(answer[:end], size=4000, finish=None)))[:-1]
        go_on.wait(120)
        yield from events(streamed(answer[end:], size=4000))

    model.expect_oneshot_request("/v1/chat/completions", method="POST").respond_with_handler(lambda _: Response(parts(), content_type="text/event-stream"))
    open_desk(page, address)
    _submit(page, DRAFT)
    coming = page.locator(".st-key-coming")
    expect(coming.get_by_text("Mind this here: Set").or_(coming.get_by_text("Mind this here:\u2060 Set"))).to_be_visible(timeout=60_000)
    assert missing(text_in(coming), UNTURNED) == []
    watch.assert_harmless(page, "while the model writes")

    go_on.set()
    feedback = page.locator(".feedback")
    expect(feedback).to_contain_text(f"Judged by {MODEL}", timeout=60_000)
    feedback.locator(".more").click()
    assert MODEL in feedback.inner_text()
    page.get_by_text("What was sent").click()
    expect(page.get_by_text("This went to")).to_be_visible()
    expect(page.get_by_test_id("stCode").filter(has_text="Word3 is").first).to_be_visible()
    watch.assert_harmless(page, "in the feedback")
    assert text_of(page) == DRAFT

    page.get_by_role("button", name="Export").click()
    page.get_by_role("button", name="Web page").wait_for()
    assert missing(page.get_by_test_id("stCode").last.inner_text()) == []
    files = {}
    for name, ending in (("Word, with comments", "docx"), ("Markdown", "md"), ("Web page", "html")):
        with page.expect_download() as started:
            page.get_by_role("button", name=name).click()
        files[ending] = tmp_path / f"export.{ending}"
        started.value.save_as(files[ending])
    watch.assert_harmless(page, "beside an export")
    assert DRAFT in files["md"].read_text("utf-8")
    assert any(PAYLOADS[0] in paragraph.text for paragraph in Document(str(files["docx"])).paragraphs)
    model.expect_oneshot_request("/v1/chat/completions", method="POST").respond_with_json(completion(said(rubric)))
    _submit(page, DRAFT.replace(ALL, "All of it is gone."))
    since = page.locator(".since")
    expect(since.locator(".diff")).to_have_count(1)
    # What was added stands in the midst of what was taken out.
    since.locator(".diff ins, .diff .spoken").evaluate_all("pieces => pieces.forEach(piece => piece.remove())")
    assert missing(text_in(since.locator(".diff"))) == []
    watch.assert_harmless(page, "since the last attempt")

    page.goto(files["html"].as_uri())
    expect(page.get_by_text("hacked()").first).to_be_visible()
    watch.assert_harmless(page, "in the exported page")


def test_a_file_and_a_plain_box_run_nothing(watched: tuple[Page, Watch], address: str) -> None:
    page, watch = watched
    open_desk(page, address)
    put(page, ALL)
    page.get_by_role("button", name="Use a plain text box").click()
    box = page.locator("textarea").and_(page.get_by_label("Your draft"))
    expect(box).to_have_value(ALL)
    expect(page.get_by_role("button", name="Use the editor")).to_be_visible()
    page.get_by_role("button", name="Open a file").click()
    page.locator("input[type=file]").set_input_files({"name": FILE, "mimeType": "text/markdown", "buffer": f"{ALL}\n\nAnd more.".encode()})
    told = page.get_by_text("words from")
    expect(told).to_be_visible()
    assert missing(told.inner_text(), [_TURNERS.sub("", FILE)]) == []
    page.get_by_role("button", name="Open a file").click()
    expect(page.get_by_role("button", name="<script>hacked()")).to_be_visible()
    watch.assert_harmless(page, "with an opened file")


def test_what_is_kept_of_an_attempt_runs_nothing_when_it_is_opened(
    watched: tuple[Page, Watch], address: str, database: str, role: RoleContent, library
) -> None:  # type: ignore[no-untyped-def]
    page, watch = watched
    open_desk(page, address)
    cookie = next(c["value"] for c in page.context.cookies() if c["name"] == COOKIE)
    rubric = library.rubric(RUBRIC)
    _keep(Attempts(Database(database)), cookie, rubric)
    page.get_by_role("link", name="History").click()
    kept = page.locator("[class*=st-key-open]").get_by_role("button")
    expect(kept).to_have_count(3)
    listed = page.locator(".stMain").inner_text()
    assert missing(listed, UNTURNED) == []
    assert missing(listed, [MODEL]) == []
    watch.assert_harmless(page, "in the history")
    for n, place in enumerate((".feedback .problem", ".feedback .card", ".stText")):
        kept.nth(n).click()
        expect(page.locator(place).first).to_be_visible()
        if place == ".feedback .card":
            page.locator(".feedback .more").click()
        assert missing(text_in(page.locator(place))) == []
        watch.assert_harmless(page, place)
        page.get_by_role("button", name="All attempts").click()
        expect(page.get_by_role("button", name="Delete").first).to_be_visible()


def _keep(attempts: Attempts, cookie: str, rubric: Rubric) -> None:
    """Three attempts, the newest first: not scored, judged by a model, and of a scenario that is gone; each says every text wherever it can."""
    learner, provenance = attempts.learner(cookie), Provenance("s", "g", "0")
    judge = EvaluatorInfo(kind="llm", model=MODEL, prompt=MODEL, prompt_hash="p", rubric=RUBRIC, rubric_hash="r")
    findings = []
    for payload in PAYLOADS:
        start = ALL.index(payload)
        findings.append(
            Finding(
                start=start, end=start + len(payload), quote=payload, criterion="register", category=payload, severity="warning",
                message=payload, why=payload, suggestion=payload, term=payload, rule=payload, source="llm",
            )
        )  # fmt: skip
    findings.append(Finding(start=0, end=0, quote="", criterion="coverage", category="missing", severity="warning", message=ALL, point=ALL, source="llm"))
    judgements = tuple(Judgement(criterion=c.id, level=2, reason=ALL) for c in rubric.criteria)
    judged = Evaluation(scenario="s", evaluator=judge, judgements=judgements, formality=0.0, findings=tuple(findings), sent=(ALL,))
    unscored = judged.model_copy(update={"unscored": Unscored(reason="refusal", detail=ALL), "judgements": ()})
    for scenario, evaluation in ((MODEL, judged), ("compliance-briefing", judged), ("quality-report", unscored)):
        kept = attempts.begin(learner, scenario, ALL, uuid4(), provenance)
        attempts.complete(kept.id, evaluation)
