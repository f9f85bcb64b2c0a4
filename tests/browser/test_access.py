"""Nothing that axe-core calls serious, in light and in dark, wherever people go."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo, Take

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PLACES = ("home", "CGENERAL", "CKUDOS")


def troubles(page: Page) -> list[str]:
    """What axe-core finds serious or critical, with the first element of each kind."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:160]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found(demo: Demo, browser: Browser, take: Take, scheme: str) -> None:
    for place in PLACES:
        page = demo.page(browser, "U0GRACE", place, color_scheme=scheme)
        assert not troubles(page), place
        page.close()
    page = demo.page(browser, "U0GRACE", "CGENERAL", color_scheme=scheme)
    page.locator(".replies").first.click()
    page.locator("#stream .message").last.hover()
    assert not troubles(page)
    if scheme == "dark":
        page.get_by_role("button", name="Skip the tour").click()
        expect(page.locator("#tour")).to_be_empty()
        page.locator("#stream .message").last.hover()
        take(page, "dark")
    page.locator("#me").click()
    page.locator("#people li").first.wait_for()
    assert not troubles(page)
    page.keyboard.press("Escape")
    for command in ("/checkin", "/kudos", "/goal new Everyone can restore a backup"):
        page.locator("#words").fill(command)
        page.locator("#words").press("Enter")
        page.locator("#modal-form").wait_for()
        assert not troubles(page), command
        page.keyboard.press("Escape")
        page.locator("#modal-form").wait_for(state="detached")
    page.goto(f"{demo.address}methods")
    assert not troubles(page)
    page.close()
