"""What outlives a rerun: the practice of the process, the learner behind the cookie."""

import gc
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from uuid import uuid4

import streamlit as st

from coach import settings
from coach.content import load
from coach.errors import StorageUnavailable
from coach.evaluation.task import Evaluator
from coach.practice import Practice
from coach.storage.attempts import Attempts
from coach.storage.database import Database
from coach.ui.server import learner_cookie


@cache
def start() -> Future[Practice]:
    """Begins to make the process's practice, beside the server's own start."""
    return ThreadPoolExecutor(1, "coach-start").submit(_make)


def practice() -> Practice:
    """Content, database and evaluators, made once a process; raises CoachError with what to do."""
    return start().result()


def _make() -> Practice:
    library = load(settings.content_dir())
    attempts = Attempts(Database())
    made = Practice(library, attempts, _model())
    made.warm_up()
    with suppress(StorageUnavailable):  # each page says so when it tries to keep something
        attempts.interrupt_abandoned()
    # What was loaded lives as long as the process: out of the collector's way, a rerun costs a third.
    gc.collect()
    gc.freeze()
    return made


def _model() -> Evaluator | None:
    configured = settings.model_settings()
    if configured is None:
        return None
    from coach.evaluation.client import Client
    from coach.evaluation.model import ModelEvaluator

    return ModelEvaluator(configured.model, Client(configured).ask)


def cookie() -> str:
    """The learner's cookie; one for this page alone where the browser keeps none."""
    if found := learner_cookie(dict(st.context.cookies)):
        return found
    return str(st.session_state.setdefault("cookie", uuid4().hex))
