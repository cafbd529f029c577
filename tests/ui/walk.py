"""`make tour`: a picture of every page, light and dark, wide and on a telephone, for tests/ui/tour/README.md."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from coach.content import load
from coach.evaluation.task import TaskMaker
from coach.ui.server import COOKIE
from tests.ui import pictures
from tests.ui.app import ROOT, browser, open_desk, serve, submit
from tests.ui.practised import BRIEFING, MINE, seed
from tests.ui.typing import marks, ready

TOUR = Path(__file__).parent / "tour"
_SAMPLE = load(ROOT).roles["synthetic-data-engineer"].sample_drafts[BRIEFING]
_REVISED = _SAMPLE.replace("fake records", "synthetic records").replace("raising epsilon makes the protection stronger", "a lower epsilon protects more")


@dataclass(frozen=True)
class Stop:
    """How one comes there, which may give what is to be brought into sight; `mine`: as the learner who has practised."""

    come: Callable[[Page, str], Locator | None]
    mine: bool = False
    height: int = pictures.HEIGHT
    locale: str = "en-GB"


def _turn_to(page: Page, address: str, name: str) -> None:
    open_desk(page, address)
    page.get_by_role("link", name=name, exact=True).click()


def _example(page: Page, address: str) -> None:
    open_desk(page, address)
    page.get_by_role("button", name="See an example of feedback").click()
    page.locator(".card").first.wait_for()


def _plan(page: Page, address: str) -> None:
    open_desk(page, address)
    page.get_by_role("button", name="Plan").click()
    page.get_by_role("button", name="Headings, and what to cover").click()
    page.get_by_text("Write under each heading").wait_for()


def _feedback(page: Page, address: str) -> None:
    open_desk(page, address)
    submit(page, _SAMPLE)
    page.locator(".card .quote").first.click()


def _card(page: Page, address: str) -> Locator:
    _feedback(page, address)
    mark = marks(page).filter(has_text="raising epsilon").first
    mark.hover()
    page.locator(".finding").wait_for()
    page.locator(".finding").get_by_role("button", name="A question").click()
    return mark


def _second_try(page: Page, address: str) -> Locator:
    _feedback(page, address)
    submit(page, _REVISED)
    return page.get_by_role("region", name="Since your last attempt")


def _comparison(page: Page, address: str) -> Locator:
    _feedback(page, address)
    page.get_by_text("Compare with a model answer").click()
    page.get_by_role("table", name="What to cover").wait_for()
    return page.get_by_text("Compare with a model answer")


def _other_reader(page: Page, address: str) -> Locator:
    _feedback(page, address)
    page.get_by_role("button", name="Rewrite it").click()
    page.get_by_role("heading", name="The same facts").wait_for()
    ready(page)
    submit(page, _REVISED)
    page.get_by_role("table", name="Register").wait_for()
    return page.get_by_text("The same facts, two readers")


def _progress(page: Page, address: str) -> None:
    _turn_to(page, address, "Progress")
    page.get_by_text("Practice days").wait_for()


def _parallel_task(page: Page, address: str) -> None:
    _progress(page, address)
    page.get_by_role("link", name="Begin: ").first.click()
    page.get_by_text("Without help first").wait_for()


def _history(page: Page, address: str) -> None:
    _turn_to(page, address, "History")
    page.get_by_role("button", name="Open", exact=True).first.wait_for()


def _two_attempts(page: Page, address: str) -> Locator:
    _history(page, address)
    page.get_by_role("button", name="Open", exact=True).nth(3).click()
    page.get_by_text("attempt 1", exact=True).click()
    page.get_by_text("From attempt 1").wait_for()
    return page.get_by_text("Compare with")


def _glossary(page: Page, address: str) -> None:
    _turn_to(page, address, "Glossary")
    page.locator(".st-key-glossary a").first.wait_for()


def _term(page: Page, address: str) -> None:
    page.goto(f"{address}/glossary?term=epsilon")
    page.locator(".scale").wait_for()


def _my_data(page: Page, address: str) -> None:
    _turn_to(page, address, "My data")
    page.get_by_role("button", name="Download all my data").wait_for()


def _german(page: Page, address: str) -> None:
    open_desk(page, address)
    page.get_by_role("button", name="Ein Beispiel für Feedback ansehen").click()
    page.locator(".card").first.wait_for()


STOPS = {
    "first-visit": Stop(open_desk),
    "example": Stop(_example),
    "plan": Stop(_plan),
    "feedback": Stop(_feedback),
    "card": Stop(_card),
    "second-try": Stop(_second_try),
    "comparison": Stop(_comparison),
    "other-reader": Stop(_other_reader),
    "progress": Stop(_progress, mine=True, height=1500),
    "parallel-task": Stop(_parallel_task, mine=True),
    "history": Stop(_history, mine=True),
    "two-attempts": Stop(_two_attempts, mine=True),
    "glossary": Stop(_glossary),
    "term": Stop(_term),
    "my-data": Stop(_my_data, mine=True),
    "german": Stop(_german, locale="de-DE"),
}
"""By the picture's name, in the order of the tour."""


def main() -> None:
    library = load(ROOT)
    TOUR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        file = Path(folder) / "coach.db"
        seed(file, library, library.roles["synthetic-data-engineer"], TaskMaker(library))
        with serve(f"sqlite:///{file}") as address:
            for name, stop in STOPS.items():
                _draw(chromium, address, stop, TOUR / f"{name}.png")
                print(f"{name}: {(TOUR / f'{name}.png').stat().st_size // 1000} kB", flush=True)


def _draw(chromium: Browser, address: str, stop: Stop, file: Path) -> None:
    context = chromium.new_context(viewport={"width": pictures.WIDE, "height": stop.height}, locale=stop.locale, reduced_motion="reduce")
    if stop.mine:
        context.add_cookies([{"name": COOKIE, "value": MINE, "url": address}])
    page = context.new_page()
    pictures.draw(page, file, stop.height, stop.come(page, address))
    context.close()


if __name__ == "__main__":
    main()
