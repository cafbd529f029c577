import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from coach.models import Evaluation
from tests.ui import app

expect.set_options(timeout=30_000)  # as long as its clicks wait: on a busy machine a round trip takes more than the usual 5 s


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with app.browser() as launched:
        yield launched


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One app for the tests of a module; each test is a learner of its own."""
    folder: Path = tmp_path_factory.mktemp("app")
    with app.serve(f"sqlite:///{folder / 'coach.db'}") as served:
        yield served


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh learner's tab; a script error or a blocked resource fails the test."""
    with app.faultless(chromium.new_context(viewport={"width": 1440, "height": 1000})) as opened:
        yield opened


@pytest.fixture
def learner_evaluation() -> Callable[[Path], Evaluation]:
    """The one evaluation in a database file."""

    def read(database: Path) -> Evaluation:
        with sqlite3.connect(database) as connection:
            ((kept,),) = connection.execute("SELECT evaluation FROM attempt").fetchall()
        return Evaluation.model_validate(json.loads(kept))

    return read
