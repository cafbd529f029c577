"""What outlives a rerun: the practice of the process, the learner behind the cookie."""

import gc
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from uuid import uuid4

import streamlit as st

from coach import settings
from coach.errors import CoachError
from coach.evaluation.client import configured_model
from coach.evaluation.kept import task_maker
from coach.practice import Practice
from coach.storage.attempts import Attempts
from coach.storage.choices import Choices
from coach.storage.database import Database
from coach.storage.spending import Spending
from coach.ui.server import learner_cookie

_workers = ThreadPoolExecutor(1, "coach-start")


@cache
def start() -> Future[Practice]:
    """Begins to make the process's practice, beside the server's own start."""
    made = _workers.submit(_make)
    _workers.submit(_settle, made)
    return made


def practice() -> Practice:
    """Content, database and evaluators, made once a process; raises CoachError with what to do."""
    return start().result()


def choices() -> Choices:
    """What learners chose, in the practice's database."""
    return Choices(practice().attempts.database)


def _make() -> Practice:
    maker = task_maker(settings.content_dir())
    database, limits = Database(), settings.budgets()
    return Practice(maker.library, Attempts(database), configured_model(maker.library.prices), Spending(database, limits) if limits else None, maker)


def _settle(made: Future[Practice]) -> None:
    """What a first page need not wait for."""
    with suppress(CoachError):  # each page says what is wrong when it needs it
        made.result().attempts.interrupt_abandoned()
        made.result().warm_up()
    # What was loaded lives as long as the process: out of the collector's way, a rerun costs a third.
    gc.collect()
    gc.freeze()


def cookie() -> str:
    """The learner's cookie; one for this page alone where the browser keeps none."""
    if found := learner_cookie(dict(st.context.cookies)):
        return found
    return str(st.session_state.setdefault("cookie", uuid4().hex))
