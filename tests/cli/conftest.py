"""Runs the command as people do: in a process of its own, in a folder of its own, with nothing set from outside."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

CONTENT = ("scenarios", "rubrics", "prompts")
Coach = Callable[..., "Ran"]


@dataclass(frozen=True)
class Ran:
    """What a command gave."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[Any]:
        """The JSON of each line."""
        assert self.out.endswith("\n"), self
        return [json.loads(line) for line in self.out[:-1].split("\n")]


def environment(home: Path, **settings: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT), **settings}


@pytest.fixture(scope="session")
def coach(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    """`coach(*arguments, stdin=…, NAME=value…)`; nothing that it prints may be a traceback."""
    home = tmp_path_factory.mktemp("home")

    def run(*arguments: object, stdin: bytes = b"", **settings: str) -> Ran:
        command = [sys.executable, "-m", "coach", *map(str, arguments)]
        done = subprocess.run(command, input=stdin, capture_output=True, cwd=home, env=environment(home, **settings), timeout=120, check=False)
        ran = Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
        assert "Traceback" not in ran.out + ran.err, ran.err
        return ran

    return run


def jsonl(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(r)}\n" for r in records), "utf-8")
    return path
