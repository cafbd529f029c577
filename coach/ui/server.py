"""The ASGI side: a Content-Security-Policy on every answer, the learner's cookie, the language that a learner chose."""

import base64
import hashlib
import json
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import streamlit
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coach.ui.texts import LANGUAGE_COOKIE, LANGUAGES

PAGES = Path(__file__).parent / "pages.py"
COOKIE = "coach_learner"
_A_YEAR_S = 365 * 24 * 3600
_LOOPBACK = ("127.0.0.1", "::1")
_COOKIE_FORM = re.compile(r"[0-9a-f]{32}")


def _inline_scripts() -> list[str]:
    """CSP hashes of the inline scripts in Streamlit's own page, so that no other inline script runs."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts]


# Streamlit compiles v2 components from blob: URLs and styles them inline; nothing may load from elsewhere.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        " ".join(("script-src 'self' 'wasm-unsafe-eval' blob:", *_inline_scripts())),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


_renewed = dict[str, str]()


def renew(cookie: str) -> None:
    """A browser that comes with this cookie gets another, whatever it asks for: all that it led to is deleted."""
    _renewed[cookie] = secrets.token_hex(16)


class Guard:
    """Adds the security headers, and a learner cookie where a page is asked for without one."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if (scope.get("client") or ("",))[0] in _LOOPBACK:
            # Packing three megabytes for the same machine costs a first page a third of a second.
            scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]}
        cookie = learner_cookie(_cookies(scope))
        renewed = _renewed.get(cookie or "")
        new_cookie = renewed or (None if cookie else secrets.token_hex(16))

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(k, v) for k, v in message.get("headers", []) if k.lower() != b"content-security-policy"]
                headers.extend(_HEADERS)
                is_page = any(k.lower() == b"content-type" and v.startswith(b"text/html") for k, v in headers)
                if new_cookie and (is_page or renewed):
                    secure = "; Secure" if scope.get("scheme") == "https" else ""
                    value = f"{COOKIE}={new_cookie}; Path=/; Max-Age={_A_YEAR_S}; HttpOnly; SameSite=Lax{secure}"
                    headers.append((b"set-cookie", value.encode()))
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, guarded)


class NoDialogs:
    """Keeps Streamlit's dialog about a server that doesn't answer from opening: it takes the keys of whoever is typing."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].endswith("/_stcore/host-config"):
            await self._app(scope, receive, send)
            return
        start: Message = {}

        async def changed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body = json.dumps({**json.loads(message["body"]), "blockErrorDialogs": True}).encode()
            headers = [(k, v) for k, v in start["headers"] if k.lower() != b"content-length"]
            await send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
            await send({**message, "body": body})

        await self._app(scope, receive, changed)


class Languages:
    """Keeps the choice in `?language=de` as a cookie, and leads back to the same page without it, so that a copied address chooses for nobody."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = parse_qsl(scope["query_string"].decode("latin-1")) if scope["type"] == "http" else []
        chosen = next((value for name, value in query if name == "language" and value in LANGUAGES), None)
        if chosen is None:
            await self._app(scope, receive, send)
            return
        # A query alone, as an address, keeps the page and can lead to no other host.
        response = RedirectResponse("?" + urlencode([(k, v) for k, v in query if k != "language"]), 303)
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=_A_YEAR_S, httponly=True, samesite="lax", secure=scope.get("scheme") == "https")
        await response(scope, receive, send)


def learner_cookie(cookies: dict[str, str]) -> str | None:
    """The learner's cookie where it has the form that Guard gives."""
    value = cookies.get(COOKIE, "")
    return value if _COOKIE_FORM.fullmatch(value) else None


def _cookies(scope: Scope) -> dict[str, str]:
    raw = b"; ".join(v for k, v in scope["headers"] if k == b"cookie").decode("latin-1")
    return dict(part.strip().split("=", 1) for part in raw.split(";") if "=" in part)


MIDDLEWARE = [Middleware(Guard), Middleware(Languages), Middleware(NoDialogs)]
