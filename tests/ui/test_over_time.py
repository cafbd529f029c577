"""Progress, the parallel task, the comparison in the history, and one's own data, in a real browser."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from coach.content.library import Library, RoleContent
from coach.evaluation.task import TaskMaker
from coach.ui.server import COOKIE
from tests.ui import app
from tests.ui.practised import MINE, seed


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory, library: Library, role: RoleContent, maker: TaskMaker) -> Iterator[tuple[str, Path]]:
    """The address of an app with that learner in its database, and the database's file."""
    file = tmp_path_factory.mktemp("practised") / "coach.db"
    seed(file, library, role, maker)
    with app.serve(f"sqlite:///{file}") as address:
        yield address, file


@pytest.fixture
def mine(chromium: Browser, practised: tuple[str, Path]) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    context.add_cookies([{"name": COOKIE, "value": MINE, "url": practised[0]}])
    with app.faultless(context) as page:
        yield page


def _open(page: Page, address: str, name: str) -> None:
    """A page of the app, by its link: Streamlit asks for things that aren't there when a page's own address is loaded."""
    page.goto(address)
    page.get_by_role("link", name=name, exact=True).click()


def test_a_first_visitor_reads_what_progress_will_show(page: Page, address: str) -> None:
    _open(page, address, "Progress")
    expect(page.get_by_text("Nothing to show yet.")).to_be_visible()
    page.get_by_role("link", name="Write a first draft").click()
    page.locator("#coach-draft").wait_for()


def test_progress_shows_plots_with_words_and_tables_and_leads_to_the_parallel_task(mine: Page, practised: tuple[str, Path]) -> None:
    _open(mine, practised[0], "Progress")
    terminology = mine.get_by_role("img", name="Terminology accuracy, attempt by attempt")
    expect(terminology).to_be_visible()
    assert terminology.evaluate("box => getComputedStyle(box).maskImage").startswith('url("data:image/svg+xml')
    levels = [int(n) for n in terminology.get_attribute("aria-label").rsplit(": ", 1)[1].split(", ")]
    assert len(levels) == 5
    assert levels[0] < levels[1] <= levels[2], "the revisions lifted it"
    expect(mine.get_by_role("img", name="wrong about the field, attempt by attempt")).to_be_visible()
    mine.get_by_text("As a table").first.click()
    expect(mine.get_by_role("cell", name="Brief the compliance officer").first).to_be_visible()
    expect(mine.get_by_text("The parallel task is open")).to_be_visible()
    expect(mine.get_by_text("The parallel task opens on")).to_be_visible()
    mine.get_by_role("link", name="Begin: Brief the data protection officer").click()
    mine.locator("#coach-draft").wait_for()
    expect(mine.get_by_text("Without help first")).to_be_visible()
    assert mine.get_by_role("radio", name="Terms").count() == mine.get_by_role("button", name="See an example of feedback").count() == 0


def test_the_parallel_task_is_one_quiet_line_and_is_followed_by_feedback_as_always(mine: Page, practised: tuple[str, Path]) -> None:
    app.open_desk(mine, practised[0], "quality-report")
    mine.get_by_role("button", name="Brief the data protection officer").click()
    expect(mine.get_by_text("Without help first")).to_be_visible()
    mine.locator("#coach-draft:not([readonly])").wait_for()
    app.submit(mine, "Please decide whether the analytics team may use the table. A higher epsilon protects more. It's really good.")
    expect(mine.locator(".card").first).to_be_visible()
    expect(mine.get_by_text("Without help first")).to_have_count(0)
    mine.get_by_role("link", name="Progress").click()
    expect(mine.get_by_text("kinds of error that you had corrected")).to_be_visible()


def test_two_attempts_of_a_scenario_are_compared_in_the_history(mine: Page, practised: tuple[str, Path]) -> None:
    _open(mine, practised[0], "History")
    mine.get_by_role("combobox", name="Scenario").click()
    mine.get_by_role("option", name="Brief the compliance officer").click()
    opens = mine.get_by_test_id("stButton").get_by_role("button", name="Open", exact=True)
    expect(opens).to_have_count(3)
    opens.nth(1).click()
    mine.locator(".feedback .summary").wait_for()
    mine.get_by_text("attempt 1", exact=True).click()
    expect(mine.get_by_text("From attempt 1 to attempt 2")).to_be_visible()
    expect(mine.get_by_test_id("stHtml").locator(".changes ins")).to_contain_text("lower")
    expect(mine.get_by_test_id("stHtml").locator(".changes del")).to_contain_text("raising")


def test_my_data_goes_out_as_one_file_and_is_deleted_for_good(mine: Page, practised: tuple[str, Path]) -> None:
    address, file = practised
    _open(mine, address, "My data")
    with mine.expect_download() as download:
        mine.get_by_role("button", name="Download all my data").click()
    found = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert len(found["attempt"]) >= 5
    assert any("Ms Okafor" in row["draft"] for row in found["revision"])
    mine.get_by_role("button", name="Delete all my data").click()
    mine.get_by_text("Yes, delete everything that is kept of me").click()
    mine.get_by_role("button", name="Delete it for good").click()
    expect(mine.get_by_text("Everything that was kept of you is deleted.")).to_be_visible()
    assert b"Okafor" not in b"".join(p.read_bytes() for p in file.parent.iterdir())
    mine.get_by_role("button", name="Begin anew").click()
    mine.locator("#coach-draft:not([readonly])").wait_for()
    (cookie,) = (c["value"] for c in mine.context.cookies() if c["name"] == COOKIE)
    assert cookie != MINE
    mine.get_by_role("link", name="Progress").click()
    expect(mine.get_by_text("Nothing to show yet.")).to_be_visible()
