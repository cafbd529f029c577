import sys
import tomllib
from pathlib import Path

import pytest

from coach import serving
from coach.errors import CoachError
from tests.conftest import ROOT


def test_config_toml_becomes_flags(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[server]\nport = 8501\nheadless = true\n[theme]\nfont = "sans serif"\n[theme.dark]\ntextColor = "#e8e6e1"\n')
    assert serving.flags(config) == [
        "--server.port", "8501", "--server.headless", "true", "--theme.font", "sans serif", "--theme.dark.textColor", "#e8e6e1",
    ]  # fmt: skip


def test_every_setting_of_our_own_config_is_a_flag_that_streamlit_knows() -> None:
    from streamlit import config

    config.get_config_options()
    flags = serving.flags(ROOT / ".streamlit/config.toml")
    names, values = flags[::2], flags[1::2]
    assert all(n.startswith("--") and config._config_options_template[n[2:]] for n in names)
    assert dict(zip(names, values, strict=True)).items() >= {"--server.address": "127.0.0.1", "--browser.gatherUsageStats": "false"}.items()
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
    assert len(names) == sum(not isinstance(v, dict) for v in _leaves(settings))


def _leaves(table: object) -> list[object]:
    return [leaf for value in table.values() for leaf in _leaves(value)] if isinstance(table, dict) else [table]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that would have replaced this process."""
    found: list[list[str]] = []
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("os.execv", lambda _, command: found.append(command))
    return found


@pytest.mark.parametrize(("setting", "given", "port"), [("", None, "8501"), ("8600", None, "8600"), ("8600", 8700, "8700")])
def test_the_app_starts_on_the_chosen_port(monkeypatch: pytest.MonkeyPatch, started: list[list[str]], setting: str, given: int | None, port: str) -> None:
    monkeypatch.setenv("COACH_PORT", setting)
    serving.run(given)
    (command,) = started
    assert command[:5] == [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    options = dict(zip(command[5::2], command[6::2], strict=True))
    assert (options["--server.port"], options["--server.address"]) == (port, "127.0.0.1")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.5", "http", "²", "8" * 5000])
def test_a_port_that_is_none_is_a_sentence(monkeypatch: pytest.MonkeyPatch, started: list[list[str]], port: str) -> None:
    monkeypatch.setenv("COACH_PORT", port)
    with pytest.raises(CoachError, match=r"^COACH_PORT is “.*”: write a port number from 1 to 65535\.$"):
        serving.run()
    assert started == []
