"""Hostile texts, and an eye on a browser that tells whether one of them did anything."""

from pathlib import Path

import yaml
from playwright.sync_api import BrowserContext, Locator, Page

BY_KIND: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "payloads.yaml").read_text("utf-8"))
PAYLOADS = [payload for payloads in BY_KIND.values() for payload in payloads]
ALL = "\n\n".join(PAYLOADS)
"""A text with each of them in a paragraph of its own."""

# An exported page shows a headline of the draft as one, with `dir`; nowhere else does a text become a headline.
_ELEMENTS_OF_OURS = """() => {
    const found = [];
    const isText = /^(aria-|title|value|placeholder)/;
    const strange = "iframe, object, embed, base, form[action], dialog, marquee, plaintext, math, .katex, h6:not([dir]), [http-equiv=refresh]";
    const acts = (a) => a.name.startsWith("on") || (/leak\\.example|hacked/i.test(a.value) && !isText.test(a.name));
    const look = (root) => {
        for (const e of root.querySelectorAll("*")) {
            if (e.shadowRoot) look(e.shadowRoot);
            if (e.matches(strange) || [...e.attributes].some(acts)) found.push(e.outerHTML.slice(0, 200));
        }
    };
    look(document);
    return found;
}"""


class Watch:
    """What happened in a browser besides what should: scripts that ran, what the policy stopped, requests to elsewhere, dialogs."""

    def __init__(self, context: BrowserContext, address: str):
        self.happened: list[str] = []
        context.expose_binding("hacked", lambda _source: self.happened.append("a script ran"))
        context.expose_binding("coachReport", lambda _source, what: self.happened.append(f"stopped by the policy: {what}"))
        context.add_init_script("document.addEventListener('securitypolicyviolation', e => coachReport(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`))")
        context.on("request", lambda r: self._asked(r.url, address))
        context.on("dialog", lambda d: (self.happened.append(f"a dialog: {d.message}"), d.dismiss()))

    def _asked(self, url: str, address: str) -> None:
        if not url.startswith((f"{address}/", "blob:", "data:", "file:")):
            self.happened.append(f"asked for {url}")

    def assert_harmless(self, page: Page, where: str) -> None:
        became = page.evaluate(_ELEMENTS_OF_OURS)
        assert not became, f"{where}, texts became elements:\n" + "\n".join(became)
        assert not self.happened, f"{where}: {self.happened}"


def missing(text: str, payloads: list[str] = PAYLOADS) -> list[str]:
    """Those that don't stand in `text` as they were written, white space and word joiners aside."""
    squeezed = _squeezed(text)
    return [p for p in payloads if _squeezed(p) not in squeezed]


def text_in(place: Locator) -> str:
    """All text in it, in whatever it is made of: hidden parts too, as a screen reader's would be."""
    return "\n".join(place.evaluate_all("es => es.map(e => e.textContent)"))


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace("\u2060", "")
