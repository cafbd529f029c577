"""Everybody can use every page: axe finds nothing serious, everything goes by keyboard, and what moves can be stilled."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.ui.app import open_desk, submit
from tests.ui.typing import draft, text_of

WIDTHS = (1440, 390)
_MOST_TABS = 60
_SERIOUS = ("serious", "critical")
_AXE = """async (rules) => {
    const options = {resultTypes: ["violations"], ...(rules && {runOnly: {type: "rule", values: rules}})};
    const {violations} = await axe.run(document, options);
    const told = (n) => [n.target.flat().join(" "), n.html.slice(0, 100), n.any.map((c) => c.message).join("; ")];
    return violations.map((v) => ({id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map(told)}));
}"""
_FOCUSED = """() => {
    let e = document.activeElement;
    while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    const ring = (n) => { const s = getComputedStyle(n); return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"; };
    const round = [e, e.parentElement, e.closest(".paper, [data-baseweb], label, [data-testid]")].filter(Boolean);
    return {name: (e.getAttribute("aria-label") || e.innerText || e.id || e.tagName).trim().slice(0, 60), tag: e.tagName, id: e.id, visible: round.some(ring)};
}"""


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": WIDTHS[0], "height": 1000}, color_scheme=request.param, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def _problems(page: Page, where: str) -> list[str]:
    """What axe calls serious or critical, at each width; what doesn't hang on the width is looked for once."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 1000})
        expect(page.locator("[data-stale=true]")).to_have_count(0)  # what is about to be replaced is faded for a moment
        page.evaluate(AXE_SCRIPT)
        rules = None if width == WIDTHS[0] else ["color-contrast", "target-size", "scrollable-region-focusable"]
        violations: list[dict[str, Any]] = page.evaluate(_AXE, rules)
        found += [f"{where}, {width} px: {v['id']}: {html} {why} {target}" for v in violations if v["impact"] in _SERIOUS for target, html, why in v["nodes"]]
        if page.evaluate("() => document.scrollingElement.scrollWidth > window.innerWidth"):
            found.append(f"{where}, {width} px: has to be scrolled sideways")
    page.set_viewport_size({"width": WIDTHS[0], "height": 1000})
    return found


def test_axe_finds_nothing_serious_on_any_page(page: Page, address: str, gold: dict[str, str]) -> None:
    open_desk(page, address)
    found = _problems(page, "an empty desk")
    for panel in ("Facts", "Terms"):
        page.get_by_role("radio", name=panel).or_(page.get_by_role("button", name=panel, exact=True)).first.click()
        found += _problems(page, panel)
    submit(page, gold["cb-05"])
    page.locator(".feedback .more").click()
    page.get_by_role("button", name="Term card").first.click()
    found += _problems(page, "feedback")
    submit(page, gold["cb-01"])
    page.locator(".since").wait_for()
    page.get_by_role("button", name="Open a file").click()
    found += _problems(page, "a second try, with a file to be opened")
    page.keyboard.press("Escape")
    for link in page.get_by_test_id("stTopNavLink").all_inner_texts()[1:]:
        page.get_by_role("link", name=link, exact=True).first.click()
        expect(page.get_by_role("heading", name=link)).to_be_visible()
        found += _problems(page, link)
    page.goto(f"{address}/glossary?term=kl-divergence")
    page.locator(".scale").wait_for()
    found += _problems(page, "a term")
    page.goto(f"{address}/history")
    page.get_by_role("button", name="Open").first.click()
    page.locator(".feedback").wait_for()
    found += _problems(page, "an attempt")
    assert found == [], "\n".join(found)


def test_the_desk_is_walked_from_an_empty_page_to_an_exported_file_by_keys_alone_and_the_focus_is_seen(page: Page, address: str) -> None:
    open_desk(page, address)
    unseen = _tab_until(page, lambda at: at["id"] == draft(page).get_attribute("id"))
    page.keyboard.type("The made-up people are safe. Epsilon is the probability of an attack.")
    unseen += _tab_until(page, lambda at: at["name"].startswith("Get feedback"))
    page.keyboard.press("Enter")
    page.locator(".feedback .summary").wait_for()
    unseen += _tab_until(page, lambda at: at["name"].startswith("“"))
    page.keyboard.press("Enter")
    assert page.evaluate(_FOCUSED)["id"] == draft(page).get_attribute("id"), "Enter on a quote doesn't lead into the draft"
    assert text_of(page).startswith("The made-up people")
    unseen += _tab_until(page, lambda at: at["name"].startswith("Export"))
    page.keyboard.press("Enter")
    unseen += _tab_until(page, lambda at: at["name"].startswith("Word, with comments"))
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    assert started.value.suggested_filename == "compliance-briefing.docx"
    page.keyboard.press("Escape")
    assert page.evaluate(_FOCUSED)["name"].startswith("Export"), "Escape doesn't lead back to where one was"
    assert unseen == [], "focus that nobody sees"


def test_nothing_moves_for_those_who_asked_for_stillness(page: Page, address: str) -> None:
    open_desk(page, address)
    moving = page.evaluate(
        """() => document.getAnimations().filter(a => a.effect.getComputedTiming().activeDuration > 50).map(a => a.effect.target.outerHTML.slice(0, 120))"""
    )
    assert moving == []


def _tab_until(page: Page, reached: Any) -> list[str]:
    """Presses Tab until `reached`; gives the names of what had the focus without showing it."""
    unseen, passed = [], []
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUSED)
        passed.append(at["name"])
        if not at["visible"] and at["tag"] != "BODY":
            unseen.append(at["name"])
        if reached(at):
            return unseen
    raise AssertionError(f"Tab never led there: {passed}")
