"""A task maker that is ready at once: checked content and built engines, kept in a file of the user's cache.

Reading YAML and spelling out thousands of patterns takes far longer than judging a draft. The file's name tells all
that it was made from, so whatever changes, it isn't found and is made anew. Nothing that is wrong with it, or with its
folder, is anybody's error: the maker is then built as if there were no cache.
"""

import dataclasses
import gc
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pydantic

import coach
from coach import settings
from coach.content import load
from coach.errors import CoachError
from coach.evaluation.task import TaskMaker

_FOLDERS = ("scenarios", "rubrics", "prompts")
_MOST_FILES = 4
"""Of other versions, other content, or a writer that was stopped; older ones are removed."""


def task_maker(root: Path) -> TaskMaker:
    """For the content under `root`; raises ContentError where that can't be used."""
    try:
        file = settings.cache_dir() / f"{_made_from(root)}.pickle"
    except OSError:  # content that can't be listed: its reader says so better
        return TaskMaker(load(root))
    maker = _read(file)
    if maker is None:
        maker = TaskMaker(load(root))
        with suppress(OSError, CoachError):  # a pattern that can't be read is told of where it is needed
            maker.warm_up()
            _write(file, maker)
    return maker


def _made_from(root: Path) -> str:
    """Changes with the interpreter, with any file of the program or of the content, and with the folder's name."""
    package = Path(coach.__file__).parent
    parts: list[object] = [sys.version, pydantic.VERSION, coach.__version__, root, root.absolute()]
    parts += (found for found in _files(package) if found[0].endswith(".py"))
    for folder in _FOLDERS:
        parts += _files(root / folder)
    return hashlib.sha256("\n".join(map(str, parts)).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _files(folder: Path | str) -> Iterable[tuple[str, int, int]]:
    """Path, size and time of the last change of every file, however deep."""
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if entry.is_dir():
            if entry.name not in ("__pycache__", "_content"):
                yield from _files(entry.path)
        else:
            stat = entry.stat()
            yield entry.path, stat.st_size, stat.st_mtime_ns


def _read(file: Path) -> TaskMaker | None:
    try:
        with file.open("rb") as opened:
            if not (_is_ours(file.parent.stat()) and _is_ours(os.fstat(opened.fileno()))):
                return None
            with _without_collector():
                maker = pickle.loads(opened.read())  # noqa: S301 - only this user can have written it, as with compiled modules
    except Exception:  # a damaged pickle may raise anything
        return None
    return maker if isinstance(maker, TaskMaker) else None


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of new objects and no garbage: with the collector it takes three times as long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _write(file: Path, maker: TaskMaker) -> None:
    """Whole or not at all: another process may be reading. Raises OSError."""
    folder = file.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_ours(folder.stat()):
        return
    handle, name = tempfile.mkstemp(suffix=".pickle", dir=folder)
    try:
        with os.fdopen(handle, "wb") as opened:
            _Pickler(opened, pickle.HIGHEST_PROTOCOL).dump(maker)
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise
    for old in sorted(folder.glob("*.pickle"), key=lambda f: f.stat().st_mtime_ns)[:-_MOST_FILES]:
        old.unlink(missing_ok=True)


def _is_ours(stat: os.stat_result) -> bool:
    """Who can write the file can run code as its reader. Windows tells neither, and keeps a user's cache to the user."""
    return not hasattr(os, "geteuid") or (stat.st_uid == os.geteuid() and not stat.st_mode & 0o022)


class _Pickler(pickle.Pickler):
    """Frozen records with slots come back through their class: by Python's own way it looks up their fields one by one."""

    def reducer_override(self, record: Any) -> Any:
        if dataclasses.is_dataclass(record) and not isinstance(record, type) and not hasattr(record, "__dict__"):
            return type(record), tuple(getattr(record, field.name) for field in dataclasses.fields(record))
        return NotImplemented
