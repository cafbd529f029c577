"""The interface's texts go through gettext; what authors write stays English."""

import gettext
from pathlib import Path

_translation = gettext.translation("coach", Path(__file__).parent / "locale", fallback=True)
_ = _translation.gettext
n_ = _translation.ngettext


def plain(text: str) -> str:
    """`text` for a Markdown widget, every sign of Markdown in it taken as itself."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|$~:<>&\"'^=" else c for c in " ".join(text.split()))
