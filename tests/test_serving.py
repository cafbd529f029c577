import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from coach import serving
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


def test_run_serves_on_the_chosen_port_from_any_folder_and_ends_when_told(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "COACH_PORT": str(port)}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "coach", "run"], cwd=tmp_path, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        assert _answer(f"http://127.0.0.1:{port}/_stcore/health", process) == b"ok", (tmp_path / "log").read_text()
        process.terminate()
        process.wait(30)
        with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    log = (tmp_path / "log").read_text()
    assert f"Coach is at http://127.0.0.1:{port}" in log
    assert "Traceback" not in log


def _answer(url: str, process: subprocess.Popen[bytes]) -> bytes:
    """What the address says, once it is there; empty where the process ends or a minute goes by."""
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        with suppress(OSError), urllib.request.urlopen(url, timeout=10) as response:
            return response.read()
        time.sleep(0.1)
    return b""
