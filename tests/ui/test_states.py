"""Empty, loading, error, offline and first-time: each says what is going on and what to do, and fits on a telephone; each is drawn for a person to look at."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.conftest import ROOT
from tests.evaluation.answers import completion
from tests.ui import pictures
from tests.ui.app import free_port, open_desk, serve, submit
from tests.ui.typing import draft, expect_text, put, ready, text_of

Look = Callable[[Page, str], None]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Draws the page as it stands into `tmp_path`; fails where something sticks out of the window."""

    def draw(page: Page, name: str) -> None:
        assert pictures.draw(page, tmp_path / f"{name}.png") == [], f"{name}: has to be scrolled sideways, or is cut"

    return draw


def _turn_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_first_visit_and_pages_with_nothing_on_them_yet_lead_on(page: Page, address: str, look: Look) -> None:
    open_desk(page, address)
    expect(page.get_by_role("button", name="See an example of feedback")).to_be_visible()
    expect(draft(page)).to_contain_text("Your text is kept while you type")
    look(page, "first-visit")
    page.get_by_text("Feedback", exact=True).click()
    expect(page.get_by_text("What is found in it will stand here")).to_be_visible()
    look(page, "no-feedback-yet")
    for name, said in (("Progress", "Nothing to show yet"), ("History", "No attempts yet")):
        _turn_to(page, name)
        expect(page.get_by_text(said)).to_be_visible()
        look(page, f"empty-{name.lower()}")
        page.get_by_role("link", name="Write a first draft").click()
        ready(page)
        expect(page.get_by_role("heading", name="Brief the compliance officer")).to_be_visible()
    _turn_to(page, "My data")
    expect(page.get_by_role("button", name="Download all my data")).to_be_enabled()
    look(page, "my-data")
    _turn_to(page, "Glossary")
    page.get_by_label("Search").first.fill("xylophone")
    expect(page.get_by_text("No term fits. Try a shorter word")).to_be_visible()
    look(page, "no-term-fits")


@pytest.fixture
def silent() -> Iterator[tuple[HTTPServer, Event]]:
    """A model's server that answers once the event is set."""
    speak = Event()

    def answer(_request: Request) -> Response:
        speak.wait(60)
        return Response(json.dumps(completion("Nice draft!")), content_type="application/json")

    with HTTPServer(threaded=True) as server:
        server.expect_request("/v1/chat/completions").respond_with_handler(answer)
        yield server, speak


def test_while_a_model_reads_the_rules_findings_stand_there_and_an_answer_of_no_use_is_called_so(
    page: Page, silent: tuple[HTTPServer, Event], tmp_path: Path, gold: dict[str, str], look: Look
) -> None:
    model, speak = silent
    with serve(f"sqlite:///{tmp_path / 'coach.db'}", COACH_LLM_BASE_URL=model.url_for("/v1"), COACH_LLM_MODEL="judge") as address:
        open_desk(page, address)
        put(page, gold["cb-05"])
        page.get_by_role("button", name="Get feedback").click()
        expect(page.locator(".st-key-coming")).to_contain_text("The model is reading your draft")
        expect(page.locator(".saved")).to_contain_text("Reading your draft")
        look(page, "a-model-reads")
        speak.set()
        expect(page.locator(".feedback .problem")).to_contain_text("isn't of the form")
        expect(page.get_by_role("button", name="Try again")).to_be_enabled()
        look(page, "a-model-failed")
        page.goto("about:blank")


def test_a_database_that_cant_be_used_is_told_on_every_page_and_costs_no_text(page: Page, tmp_path: Path, gold: dict[str, str], look: Look) -> None:
    folder = tmp_path / "file"
    folder.write_text("not a folder")
    with serve(f"sqlite:///{folder / 'coach.db'}") as address:
        open_desk(page, address)
        submit(page, gold["cb-05"])
        expect(page.locator(".saved.problem")).to_contain_text("can't be made")
        expect(page.locator(".card").first).to_be_visible()
        expect_text(page, gold["cb-05"])
        look(page, "not-kept")
        for name in ("Progress", "History", "My data"):
            _turn_to(page, name)
            expect(page.get_by_role("alert").filter(has_text="COACH_DATABASE_URL")).to_be_visible()
        look(page, "no-database")
        page.goto("about:blank")


def test_content_that_cant_be_read_is_told_with_its_place_and_how_to_mend_it(page: Page, tmp_path: Path, look: Look) -> None:
    for name in ("scenarios", "rubrics", "prompts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("gold"))
    term = tmp_path / "scenarios/synthetic-data-engineer/glossary/epsilon.yaml"
    term.write_text(term.read_text("utf-8").replace("definition:", "defintion:", 1), "utf-8")
    with serve(f"sqlite:///{tmp_path / 'coach.db'}", COACH_CONTENT_DIR=str(tmp_path)) as address:
        page.goto(address)
        told = page.get_by_role("alert")
        expect(told).to_contain_text("epsilon.yaml")
        expect(told).to_contain_text("defintion")
        look(page, "broken-content")
        page.goto("about:blank")


def test_a_server_that_is_gone_takes_no_key_and_what_was_typed_is_saved_when_it_is_back(chromium: Browser, tmp_path: Path, look: Look) -> None:
    page = chromium.new_page()  # without the fixture's eye on the console: the browser tells there that nobody answers
    database, port = f"sqlite:///{tmp_path / 'coach.db'}", str(free_port())
    with serve(database, COACH_PORT=port) as address:
        open_desk(page, address)
        page.keyboard.press("Tab")
        draft(page).focus()
        page.keyboard.type("Before. ", delay=35)
    words = " ".join(f"word{n}" for n in range(25))
    page.keyboard.type(words, delay=35)  # beyond the moment in which Streamlit's own dialog would take the keys
    told = page.get_by_role("status").filter(has_text="Coach doesn't answer")
    expect(told).to_be_visible()
    page.keyboard.type(" and on.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".saved")).to_have_text("saving…")
    assert text_of(page) == f"Before. {words} and on."
    look(page, "the-server-is-gone")
    with serve(database, COACH_PORT=port):
        expect(page.locator(".saved")).to_have_text("saved just now", timeout=60_000)
        expect(told).to_have_count(0)
        expect(page.get_by_role("button", name="Get feedback")).to_be_enabled()
        page.evaluate("() => sessionStorage.clear()")
        page.reload()
        expect_text(page, f"Before. {words} and on.")
        page.context.close()
