"""Two linters of prose that people know, run as their own documentation says: proselint, and textlint with its terminology rule."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.conftest import ROOT

TEXTLINT = ROOT / ".venv/textlint"
_SCRIPT = Path(__file__).with_name("textlint.mjs")


def has_textlint() -> bool:
    """False where npm wasn't there to install it."""
    return (TEXTLINT / "node_modules/textlint-rule-terminology").is_dir()


def proselint() -> Callable[[str], int]:
    """Its linter with all checks on, ready in this process: text → how much it found."""
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(__register__)
    return lambda text: len(LintFile("draft", text).lint())


def textlint_seconds(texts: list[str]) -> float | None:
    """Seconds that it takes for all `texts` in one process, by its own clock once it is loaded and warm."""
    if not has_textlint():
        return None
    done = subprocess.run(["node", _SCRIPT], cwd=TEXTLINT, input=json.dumps(texts), capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["found"] > 0, "textlint found nothing, so its rule didn't run"
    return float(told["seconds"])


def commands(draft: Path) -> dict[str, list[str]]:
    """Each neighbour's command line on one file."""
    found = {"proselint": [str(Path(sys.executable).with_name("proselint")), "check", str(draft)]}
    if has_textlint():
        found["textlint"] = [str(TEXTLINT / "node_modules/.bin/textlint"), "--rule", "terminology", str(draft)]
    return found
