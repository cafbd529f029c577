"""A draft is data: it never becomes markup, and nothing leaves for elsewhere."""

import re
import urllib.request

from playwright.sync_api import Browser, Page, expect

from tests.ui.app import open_desk, submit
from tests.ui.typing import expect_text, marks

ATTACK = (
    "Epsilon <img src=x onerror=\"document.title='hacked'\"> $\\alpha$ :red[red] ![leak](https://example.com/leak.png) "
    "[link](javascript:alert(1)) <script>document.title='hacked'</script> DP 😀 e\u0301 \u202e {{{draft}}} is fake data."
)


def test_markup_in_a_draft_is_shown_as_typed_and_loads_nothing(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    open_desk(page, address)
    submit(page, ATTACK)
    expect(page.locator(".paper")).to_contain_text(":red[red]")
    # Beside a control character stands an image of the editor's own, which loads nothing.
    assert page.locator(".paper img:not(.cm-widgetBuffer:not([src])), .card img").count() == 0
    expect(marks(page).filter(has_text=re.compile("^fake data$"))).to_have_count(1)
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Open").click()
    expect_text(page, ATTACK)
    assert page.title() != "hacked"
    assert [url for url in asked if not url.startswith((address, "blob:", "data:"))] == []


def test_every_answer_carries_the_policy_and_the_cookie_is_kept_from_scripts(page: Page, address: str) -> None:
    with urllib.request.urlopen(f"{address}/") as answer:
        policy, cookie = answer.headers["Content-Security-Policy"], answer.headers["Set-Cookie"]
    assert "default-src 'self'" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    open_desk(page, address)
    assert "coach_learner" not in page.evaluate("() => document.cookie")


def test_a_policy_keeps_an_injected_image_from_being_fetched(chromium: Browser, address: str) -> None:
    page = chromium.new_context().new_page()
    open_desk(page, address)
    blocked = page.evaluate("""() => new Promise(done => {
        document.addEventListener('securitypolicyviolation', e => done(e.blockedURI));
        new Image().src = 'https://example.com/x.png';
    })""")
    assert blocked.startswith("https://example.com")
    page.context.close()
