import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from coach.errors import CoachError
from coach.journal import Journal

SAID = "It’s 🔒 and\u2028more."


def result(n: int, **more: Any) -> dict[str, Any]:
    return {"custom_id": f"{n}-abc", "said": SAID, **more}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def lines(path: Path) -> list[Any]:
    data = path.read_bytes()
    assert data.endswith(b"\n")
    return [json.loads(line) for line in data[:-1].split(b"\n")]


def test_what_was_appended_is_there_in_the_next_run(path: Path) -> None:
    for n in (2, 1):
        with Journal(path) as journal:
            journal.append(result(n))
    with Journal(path) as journal:
        assert journal.results == {"2-abc": result(2), "1-abc": result(1)}


def test_a_line_is_in_the_file_when_append_returns(path: Path) -> None:
    with Journal(path) as journal:
        journal.append(result(1))
        assert lines(path) == [result(1)]


def test_wherever_the_last_line_is_cut_it_alone_is_lost(path: Path, tmp_path: Path) -> None:
    with Journal(path) as journal:
        for n in (1, 2, 3):
            journal.append(result(n))
    whole = path.read_bytes()
    ends = [i + 1 for i, byte in enumerate(whole) if byte == ord("\n")]
    for size in range(len(whole) + 1):
        cut = tmp_path / "cut.jsonl"
        cut.write_bytes(whole[:size])
        left = sum(end <= size for end in ends)
        with Journal(cut) as journal:
            assert list(journal.results) == ["1-abc", "2-abc", "3-abc"][:left]
            journal.append(result(9))
        assert lines(cut) == [*(result(n) for n in (1, 2, 3)[:left]), result(9)]


def test_finished_lines_are_in_order_with_the_last_of_each_and_no_file_is_left_beside(path: Path, tmp_path: Path) -> None:
    with Journal(path) as journal:
        for n, said in ((3, "a"), (1, "b"), (2, "c"), (1, "d")):
            journal.append(result(n, said=said))
        mode = stat.S_IMODE(path.stat().st_mode)
        journal.finish(["1-abc", "2-abc", "3-abc"])
    assert [(r["custom_id"], r["said"]) for r in lines(path)] == [("1-abc", "d"), ("2-abc", "c"), ("3-abc", "a")]
    assert list(tmp_path.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_disk_that_fills_up_leaves_no_half_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal(path) as journal:
        journal.append(result(1))
        monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space left"):
            journal.append(result(2))
        monkeypatch.undo()
        journal.append(result(3))
    assert lines(path) == [result(1), result(3)]


def test_threads_may_append_at_the_same_time(path: Path) -> None:
    with Journal(path) as journal, ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: journal.append(result(n)), range(200)))
    assert sorted(r["custom_id"] for r in lines(path)) == sorted(f"{n}-abc" for n in range(200))


def test_a_second_run_into_the_same_file_is_refused_while_the_first_goes_on(path: Path) -> None:
    with Journal(path), pytest.raises(CoachError, match=r"Another run is writing .*out\.jsonl"):
        Journal(path)
    with Journal(path):
        pass


@pytest.mark.parametrize("line", ["", "{", "[]", "7", '{"id": "a"}', "[" * 100_000])
def test_a_file_of_something_else_is_named_with_its_line_and_left_as_it_is(path: Path, line: str) -> None:
    before = f'{{"custom_id": "1-abc"}}\n{line}\nrest'.encode()
    path.write_bytes(before)
    with pytest.raises(CoachError, match=r"out\.jsonl:2: this isn't a line that an earlier run wrote"):
        Journal(path)
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none" / "out.jsonl"):
        with pytest.raises(CoachError, match=r"can't be written: .*Check the path"):
            Journal(place)
