"""Reads and checks what authors write; the only home of YAML."""

from coach.content.library import Library, Prompt, RoleContent, content_hash
from coach.content.loading import load

__all__ = ["Library", "Prompt", "RoleContent", "content_hash", "load"]
