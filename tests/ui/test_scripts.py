"""The components' scripts reach the browser once, not with each rerun."""

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.ui.app import open_desk
from tests.ui.typing import type_slowly

_MOST_BYTES = 60_000
"""Of one message; the editor's script alone has five times as many."""


def test_a_pause_in_typing_brings_what_was_found_and_no_script(page: Page, address: str) -> None:
    sizes: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: sizes.append(len(data)))

    page.on("websocket", listen)
    open_desk(page, address)
    type_slowly(page, "Epsilon is 1.0.", 5)
    expect(page.locator(".saved")).to_have_text("saved just now")
    assert sizes
    assert max(sizes) < _MOST_BYTES


def test_a_script_is_kept_for_good_and_an_unknown_one_is_not_found(address: str) -> None:
    with urllib.request.urlopen(f"{address}/scripts/editor.js?anything") as answer:
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "immutable" in answer.headers["cache-control"]
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}/scripts/secret.js")
