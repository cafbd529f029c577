from pathlib import Path

import pytest

from coach.storage.attempts import Attempts
from coach.storage.database import Database, default_url


def test_the_address_is_the_environments() -> None:
    assert default_url().endswith("/coach.db")
    assert Database().url.database == default_url().removeprefix("sqlite:///")


def test_without_one_a_file_in_the_users_data_folder_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COACH_DATABASE_URL")
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "new" / "data"))
    Attempts(Database()).learner("cookie")
    assert list(tmp_path.rglob("coach.db"))
