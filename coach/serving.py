"""Starts the app: `streamlit run app.py` with the settings of .streamlit/config.toml as flags."""

import os
import runpy
import socket
import sys
import tomllib
from pathlib import Path

from coach import settings
from coach.errors import CoachError

_DEFAULT_PORT = 8501


def run(port: int | None = None) -> None:
    """Serves until interrupted; raises CoachError where the port isn't a number."""
    chosen = port or _port()
    _check_free(chosen)
    app = settings.app_file()
    sys.argv = ["streamlit", "run", str(app), *flags(app.parent / ".streamlit" / "config.toml")]
    sys.argv += ["--server.port", str(chosen), "--server.headless", str(not _has_screen()).lower()]
    print(f"Coach is at http://127.0.0.1:{chosen} (Ctrl+C ends it).", file=sys.stderr)
    # In this process: a second interpreter would cost a start of its own.
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def _check_free(port: int) -> None:
    """Raises CoachError where another program has the port."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CoachError(f"Port {port} is taken by another program, perhaps another Coach. End it, or take another: COACH_PORT={port + 1}.")


def flags(config: Path) -> list[str]:
    """config.toml as command-line flags, so that they hold whatever the working directory is."""
    found = []
    for section, values in _flat(tomllib.loads(config.read_text("utf-8"))):
        for name, value in values.items():
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            found += [f"--{section}.{name}", shown]
    return found


def _flat(tables: dict[str, object], prefix: str = "") -> list[tuple[str, dict[str, object]]]:
    plain = {k: v for k, v in tables.items() if not isinstance(v, dict)}
    nested = [(f"{prefix}{k}", v) for k, v in tables.items() if isinstance(v, dict)]
    found = [(prefix.rstrip("."), plain)] if plain and prefix else []
    return found + [pair for name, table in nested for pair in _flat(table, f"{name}.")]


def _port() -> int:
    raw = os.environ.get("COACH_PORT") or str(_DEFAULT_PORT)
    try:
        port = int(raw)
    except ValueError:
        port = 0
    if not 0 < port < 65536:
        raise CoachError(f"COACH_PORT is “{raw}”: write a port number from 1 to 65535.")
    return port


def _has_screen() -> bool:
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
