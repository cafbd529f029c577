"""A line between browser and app that can be slow or cut: what comes from the app arrives late, as from a busy server far away."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

_CHUNK = 65536


@dataclass
class Line:
    """`delay_s` holds for every answer from now on."""

    port: int
    delay_s: float = 0.0


@contextmanager
def slow_line(to_port: int) -> Iterator[Line]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = Line(server.getsockname()[1])
        threading.Thread(target=_accept, args=(server, to_port, line), daemon=True).start()
        yield line


def _accept(server: socket.socket, to_port: int, line: Line) -> None:
    with suppress(OSError):  # the block has ended
        while True:
            browser, _ = server.accept()
            app = socket.create_connection(("127.0.0.1", to_port))
            threading.Thread(target=_pass_on, args=(browser, app, None), daemon=True).start()
            threading.Thread(target=_pass_on, args=(app, browser, line), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, line: Line | None) -> None:
    with suppress(OSError):
        while data := source.recv(_CHUNK):
            if line:
                time.sleep(line.delay_s)
            target.sendall(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
