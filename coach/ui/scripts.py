"""The components' scripts as files that a browser keeps.

Given to Streamlit as text they would go out with each rerun, 300 kB at every pause in typing; so that text only loads the file.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_ASSETS = Path(__file__).parent / "assets"
_SCRIPTS = {
    "editor": ("editor.js",),
    "feedback": ("feedback.js", "before.js", "since.js", "cards.js", "card.js", "standing.js", "reading.js", "levels.js"),
    "anew": ("anew.js",),
    "away": ("away.js",),
}
_FOR_GOOD = {"cache-control": "public, max-age=31536000, immutable"}


def loader(component: str) -> str:
    """A module that has the component's script; its address changes with what it says."""
    version = hashlib.sha256(_script(component).encode()).hexdigest()[:16]
    # Relative to the page, so that Coach may live below another address than “/”; a module made of text has no address of its own.
    address = json.dumps(f"scripts/{component}.js?{version}")
    return f"const script = await import(new URL({address}, document.baseURI));\nexport default script.default;\n"


@cache
def _script(component: str) -> str:
    return "".join((_ASSETS / file).read_text("utf-8") for file in _SCRIPTS[component])


def _serve(request: Request) -> Response:
    component = request.path_params["component"]
    if component not in _SCRIPTS:
        return Response(status_code=404)
    return Response(_script(component), media_type="text/javascript", headers=_FOR_GOOD)


ROUTES = [Route("/scripts/{component}.js", _serve)]
