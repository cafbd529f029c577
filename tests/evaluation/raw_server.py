"""A server that speaks HTTP only as far as a test lets it: for what no well-made server would send."""

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

Reply = Callable[[socket.socket], object]
"""What is done with a connection whose request was read; it is closed afterwards."""


@contextmanager
def raw_server(*replies: Reply) -> Iterator[tuple[str, list[bytes]]]:
    """Base URL, and the requests so far. The n-th connection gets the n-th reply, all later ones the last."""
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                requests.append(_request(connection))
                replies[min(len(requests), len(replies)) - 1](connection)

        def accept() -> None:
            with suppress(OSError):  # the socket is shut when the test is over
                while True:
                    Thread(target=serve, args=[listening.accept()[0]], daemon=True).start()

        thread = Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1", requests
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(20)


def _request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        if not (part := connection.recv(65_536)):
            return request
        request += part
    head, body = request.split(b"\r\n\r\n", 1)
    length = next(int(line.split(b":")[1]) for line in head.splitlines() if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


def sending(*parts: bytes) -> Reply:
    return lambda connection: [connection.sendall(part) for part in parts]


def response(body: bytes, length: int | None = None) -> bytes:
    """Status 200 with `body`, and the length it is said to have."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body) if length is None else length}\r\n\r\n"
    return head.encode() + body


def reset(connection: socket.socket) -> None:
    """Ends the connection with RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
