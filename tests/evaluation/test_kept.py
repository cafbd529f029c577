"""The cache between runs: the same results with and without it, and nothing that is wrong with it is anybody's error."""

import os
import pickle
import shutil
from pathlib import Path

import pytest

from coach.content import Library
from coach.errors import ContentError
from coach.evaluation import kept
from coach.evaluation.offline import OfflineEvaluator
from coach.evaluation.task import TaskMaker
from coach.models import Evaluation
from tests.conftest import ROOT


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache's folder, which isn't there yet."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("COACH_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def loads(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Each time that content is read; engines are left out, for speed."""
    seen: list[Path] = []

    def load(root: Path) -> Library:
        seen.append(root)
        return library

    monkeypatch.setattr(kept, "load", load)
    monkeypatch.setattr(TaskMaker, "warm_up", lambda self: None)
    return seen


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for folder in ("scenarios", "rubrics", "prompts"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.yaml").write_text("about: a")
    return tmp_path


def _judged(maker: TaskMaker, draft: str) -> Evaluation:
    evaluation = OfflineEvaluator().evaluate(maker.make(draft, "compliance-briefing"))
    return evaluation.model_copy(update={"usage": None})


def test_a_kept_maker_judges_as_a_new_one_and_reads_no_content(cache: Path, maker: TaskMaker, gold: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    kept.task_maker(ROOT)
    monkeypatch.setattr(kept, "load", lambda root: pytest.fail("content is read though the cache has it"))
    again = kept.task_maker(ROOT)
    drafts = list(gold.values())[:12]
    assert [_judged(again, draft) for draft in drafts] == [_judged(maker, draft) for draft in drafts]
    assert sum(len(_judged(again, draft).findings) for draft in drafts) > 12


def test_only_its_owner_can_read_the_file_and_its_folder(cache: Path, loads: list[Path], content: Path) -> None:
    kept.task_maker(content)
    (file,) = cache.iterdir()
    assert (cache.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


@pytest.mark.parametrize("change", ["text", "time", "new file", "removed file", "program", "version"])
def test_whatever_changes_the_content_is_read_anew(cache: Path, loads: list[Path], content: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package = content / "program"
    shutil.copytree(ROOT / "coach", package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(kept.coach, "__file__", str(package / "__init__.py"))
    kept.task_maker(content)
    kept.task_maker(content)
    assert len(loads) == 1
    file = content / "rubrics" / "a.yaml"
    if change == "text":
        file.write_text("about: other")
    elif change == "time":
        os.utime(file, ns=(0, file.stat().st_mtime_ns + 1))
    elif change == "new file":
        (content / "rubrics" / "b.yaml").write_text("about: b")
    elif change == "removed file":
        file.unlink()
    elif change == "program":
        os.utime(package / "language" / "examine.py", ns=(0, 0))
    else:
        monkeypatch.setattr(kept.coach, "__version__", "99")
    kept.task_maker(content)
    kept.task_maker(content)
    assert len(loads) == 2


@pytest.mark.parametrize("damage", [b"", b"\x80\x05", b"nonsense", pickle.dumps({"a": 1}), b"half"])
def test_a_damaged_file_is_replaced(cache: Path, loads: list[Path], content: Path, damage: bytes) -> None:
    kept.task_maker(content)
    (file,) = cache.iterdir()
    sound = file.read_bytes()
    file.write_bytes(damage if damage != b"half" else sound[: len(sound) // 2])
    for _ in range(2):
        assert isinstance(kept.task_maker(content), TaskMaker)
    assert len(loads) == 2
    assert file.read_bytes() == sound


@pytest.mark.parametrize("where", ["file", "folder"])
def test_what_others_can_write_is_not_read(cache: Path, loads: list[Path], content: Path, where: str) -> None:
    kept.task_maker(content)
    (file,) = cache.iterdir()
    (file if where == "file" else cache).chmod(0o777)
    kept.task_maker(content)
    assert len(loads) == 2


def test_what_another_user_owns_is_neither_read_nor_written(cache: Path, loads: list[Path], content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.task_maker(content)
    (file,) = cache.iterdir()
    before = file.stat()
    monkeypatch.setattr(os, "geteuid", lambda: before.st_uid + 1)
    kept.task_maker(content)
    assert len(loads) == 2
    assert file.stat().st_mtime_ns == before.st_mtime_ns


def test_a_folder_that_cannot_be_made_harms_nothing(cache: Path, loads: list[Path], content: Path) -> None:
    cache.write_text("in the way")
    for _ in range(2):
        assert isinstance(kept.task_maker(content), TaskMaker)
    assert len(loads) == 2
    assert cache.read_text() == "in the way"


def test_a_disk_that_is_full_leaves_nothing_behind(cache: Path, loads: list[Path], content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept.os, "replace", full)
    assert isinstance(kept.task_maker(content), TaskMaker)
    assert list(cache.iterdir()) == []


def test_old_files_are_removed(cache: Path, loads: list[Path], content: Path) -> None:
    for n in range(9):
        (content / "rubrics" / "a.yaml").write_text("a" * n)
        kept.task_maker(content)
    assert len(list(cache.iterdir())) == 4
    kept.task_maker(content)
    assert len(loads) == 9


def test_content_that_cannot_be_used_is_told_of_and_not_kept(cache: Path, tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(ContentError, match="there is no folder scenarios/"):
            kept.task_maker(tmp_path / "nowhere")
    assert not cache.exists()
