"""`pip install .` gives a whole Coach: content and app ride inside the wheel."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.ui.app import free_port, wait_for


@pytest.fixture(scope="module")
def coach(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `coach` command of a new environment that has the built wheel, and its dependencies by path."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    (wheel,) = folder.glob("*.whl")
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    site = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    install = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return scripts / "coach"


def _environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COACH_", "OPENAI_", "PYTHON"))}
    return {**kept, "COACH_DATABASE_URL": f"sqlite:///{folder / 'coach.db'}"}


def test_the_installed_command_checks_and_evaluates_with_the_content_inside(coach: Path, tmp_path: Path) -> None:
    checked = subprocess.run([coach, "check"], cwd=tmp_path, env=_environment(tmp_path), capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    command = [coach, "evaluate", "-", "--scenario", "compliance-briefing", "--offline"]
    judged = subprocess.run(command, cwd=tmp_path, env=_environment(tmp_path), input="Raising epsilon makes privacy stronger.", capture_output=True, text=True)
    assert judged.returncode == 0
    assert "the wrong way round" in judged.stdout


def test_the_installed_command_serves_the_app(coach: Path, tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen([coach, "run", "--port", str(port)], cwd=tmp_path, env=_environment(tmp_path))
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait(20)
