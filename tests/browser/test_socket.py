"""The same workspace with the bot on the other transport."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo, open_record, started


@pytest.fixture(scope="module")
def demo(browser: Browser) -> Iterator[Demo]:
    """The bot connects by Socket Mode; a small company is enough."""
    yield from started("--socket", "--people", "12", "--weeks", "4", "--no-tour")


def send(page: Page, text: str, answer: str) -> None:
    page.locator("#words").fill(text)
    page.locator("#words").press("Enter")
    expect(page.locator("#stream .message.private").last).to_contain_text(answer)


def test_the_bot_answers_over_a_socket_and_comes_back_when_it_is_told_to_go(
    demo: Demo, browser: Browser
) -> None:
    page = demo.page(browser, "U0ADA", "CGENERAL")
    expect(page.locator("#tour")).to_be_empty()
    send(page, "/kudos help", "/kudos")
    expect(open_record(page, "/kudos").locator("pre")).to_contain_text('"transport": "socket"')
    page.get_by_role("button", name="Refresh 1 socket").click()
    expect(page.get_by_role("button", name="Refresh 1 socket")).to_be_visible()
    send(page, "/goal help", "/goal")
    page.close()
