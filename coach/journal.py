"""A file of results, a JSON line each, that a killed run leaves whole and the next run goes on from."""

import errno
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any

from coach.errors import CoachError


class Journal:
    """`results` are those in the file by their `custom_id`, the last of each; a line counts once it is on the disk.

    Raises CoachError where the file is another run's, or has a line that is no result. Threads may append at the same time.
    """

    def __init__(self, path: Path):
        self._path = path
        self._writing = Lock()
        try:
            self._file = path.open("a+b", buffering=0)
        except OSError as error:
            raise CoachError(f"{path} can't be written: {error.strerror}. Check the path.") from None
        try:
            self._hold()
            self.results = self._read()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def append(self, result: dict[str, Any]) -> None:
        """Returns once the line is on the disk; raises OSError, and leaves no half of it, where it can't be."""
        line = _line(result)
        with self._writing:
            end = self._file.seek(0, os.SEEK_END)
            try:
                if self._file.write(line) != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))
                os.fsync(self._file.fileno())
            except OSError:
                self._file.truncate(end)
                raise
            self.results[result["custom_id"]] = result

    def finish(self, order: Sequence[str]) -> None:
        """Puts the lines in `order`, one for each custom_id: all at once, so that a kill leaves the one file or the other."""
        handle, name = tempfile.mkstemp(prefix=f"{self._path.name}.", dir=self._path.parent)
        try:
            with os.fdopen(handle, "wb") as ordered:
                ordered.writelines(_line(self.results[key]) for key in order)
                ordered.flush()
                os.fsync(ordered.fileno())
            os.chmod(name, os.fstat(self._file.fileno()).st_mode & 0o777)
            os.replace(name, self._path)
        except BaseException:
            os.unlink(name)
            raise

    def _hold(self) -> None:
        """Two runs into one file would pay for every draft twice."""
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CoachError(f"Another run is writing {self._path}. Wait for it, or give another file.") from None

    def _read(self) -> dict[str, dict[str, Any]]:
        self._file.seek(0)
        whole, _, cut = self._file.read().rpartition(b"\n")
        found = {}
        for number, line in enumerate(whole.split(b"\n") if whole else (), 1):
            try:
                result = json.loads(line)
                found[str(result["custom_id"])] = result
            except (ValueError, KeyError, TypeError, RecursionError):
                raise CoachError(f"{self._path}:{number}: this isn't a line that an earlier run wrote. Give another file, or remove the line.") from None
        if cut:
            self._file.truncate(len(whole) + 1 if whole else 0)
        return found


def _line(result: dict[str, Any]) -> bytes:
    return f"{json.dumps(result, ensure_ascii=False)}\n".encode("utf-8", "backslashreplace")
