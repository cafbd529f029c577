"""A task with findings of the engine's made by hand, a server that answers as it is told, and llama.cpp's server with a tiny model."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_httpserver import HTTPServer

from coach.evaluation.task import Task, TaskMaker
from coach.models import Finding
from tests.evaluation.answers import DRAFT, by_rule
from tests.evaluation.tiny_model import serve_tiny_model


@pytest.fixture(scope="session")
def task(maker: TaskMaker) -> Task:
    made = maker.make(DRAFT, "compliance-briefing")
    point = made.scenario.points[-1].id
    missing = Finding(start=0, end=0, quote="", criterion="coverage", category="missing", severity="warning", message="Not yet.", point=point, source="rules")
    findings = (by_rule("larger epsilon protects", "misuse", "terminology"), by_rule("We're", "informal", "register"), missing)
    return replace(made, examination=replace(made.examination, findings=findings))


@pytest.fixture(scope="session")
def tiny_model() -> Iterator[tuple[str, str]]:
    with serve_tiny_model() as served:
        yield served


@pytest.fixture(scope="session")
def one_server() -> Iterator[HTTPServer]:
    """A thread a request, so that a slow answer holds up nobody. It takes half a second to stop, so all tests share it."""
    with HTTPServer(host="127.0.0.1", port=0, threaded=True) as running:
        yield running


@pytest.fixture
def server(one_server: HTTPServer) -> HTTPServer:
    one_server.clear()
    return one_server
