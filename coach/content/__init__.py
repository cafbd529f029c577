"""Reads and checks what authors write; the only home of YAML."""

from pathlib import Path

from coach.content.library import Library, Prompt, RoleContent, content_hash

__all__ = ["Library", "Prompt", "RoleContent", "content_hash", "load"]


def load(root: Path) -> Library:
    """Read everything under `root`; raises ContentError with all problems, not just the first."""
    # YAML, and what explains an author's mistakes, cost a tenth of a second that a run from the cache doesn't need.
    from coach.content.loading import load as read

    return read(root)
