"""The guided tour, from its first step to its last, by doing what each says."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.manifest import COMMANDS
from tests.browser.conftest import Demo, Take

# Moving the clock runs the whole scheduler at every stop of a week.
LONG = 60_000


def done(page: Page, title: str) -> None:
    """The step with that title is marked as done."""
    expect(page.locator("#tour h2")).to_contain_text(title)
    expect(page.locator("#tour .tick")).to_be_visible(timeout=LONG)


def follow(page: Page, label: str) -> None:
    """Press the step's button, which writes into the message box, and send it."""
    page.locator("#tour").get_by_role("link", name=label).click()
    expect(page.locator("#words")).not_to_be_empty()
    page.locator("body[data-ready]").wait_for()
    page.locator("#words").press("Enter")


def onward(page: Page) -> None:
    page.locator("#tour").get_by_role("button", name="Next", exact=True).click()


# Two weeks of sixty people, on a machine that may have other work.
@pytest.mark.timeout(400)
def test_the_tour_can_be_walked_from_end_to_end(demo: Demo, browser: Browser, take: Take) -> None:
    page = demo.page(browser, place="CKUDOS")
    expect(page.locator("#tour .count")).to_have_text("Tour, step 1 of 8")
    take(page, "workspace")
    follow(page, "Write it for me")
    done(page, "Give kudos")
    expect(page.locator("#stream")).to_contain_text("finding out why Tuesdays were slow")

    onward(page)
    follow(page, "Show Ada's goals")
    page.locator("#stream").get_by_role("button", name=re.compile("Update")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator('[data-field$="/value"] input').fill("12")
    dialog.locator('[data-field$="/note"] textarea').fill("The second attempt worked.")
    dialog.locator("footer .primary").click()
    done(page, "Update a goal")

    onward(page)
    follow(page, "Write it for me")
    expect(dialog).to_be_visible()
    for field in ("mood", "workload"):
        option = dialog.locator(f'[data-field$="/{field}"]')
        if option.locator("select").count():
            option.locator("select").select_option(index=4)
        else:
            option.locator("input").nth(3).check()
    dialog.locator('[data-field$="/progress"] textarea').fill("The move is rehearsed and half as long.")
    dialog.locator("footer .primary").click()
    done(page, "Answer a check-in")

    onward(page)
    page.get_by_role("button", name="Move to Ada's next prompt").click()
    done(page, "Move to Friday")
    expect(page.locator("#clock time")).to_contain_text("20 November 2026, 09:30", timeout=LONG)

    onward(page)
    page.get_by_role("button", name="Move to the read-out").click()
    expect(page.get_by_role("button", name="Move to the read-out")).to_be_enabled(timeout=LONG)
    page.locator("#tour").get_by_role("link", name="Be Grace").click()
    done(page, "Read the team read-out")
    expect(page.locator("#me")).to_contain_text("Grace Lindqvist")
    take(page, "readout", page.locator("#stream .message").last)

    onward(page)
    page.get_by_role("button", name="Move to the first of the month").click()
    done(page, "Move to the first of the month")
    expect(page.locator("#clock time")).to_contain_text("1 December 2026", timeout=LONG)

    onward(page)
    if "/talent" in COMMANDS:
        follow(page, "Be Ada")
        done(page, "See your own signals")
    onward(page)
    page.locator("#tour").get_by_role("link", name="Be Grace").click()
    expect(page.locator("#me")).to_contain_text("Grace Lindqvist")
    page.locator("body[data-ready]").wait_for()
    if not page.locator("#tour .tick").count():
        page.locator("#tour").get_by_role("button", name="Move on").click()
    done(page, "Read the manager's summary")
    page.locator("#tour").get_by_role("button", name="Finish").click()
    expect(page.locator("#tour")).to_be_empty()
    page.close()


def test_each_sees_what_is_theirs_after_the_month(demo: Demo, browser: Browser, take: Take) -> None:
    page = demo.page(browser, "U0GRACE", "home")
    expect(page.locator("#home")).to_contain_text("My goals")
    take(page, "home")
    page.close()
    page = demo.page(browser, "U0CHIARA", "CGENERAL")
    page.locator("#words").fill("/talent")
    page.locator("#words").press("Enter")
    card = page.locator("#stream .message.private").last
    expect(card).to_contain_text("Thanked by more different people")
    take(page, "card", card)
    page.close()


def test_the_tour_can_be_begun_again_and_skipped(demo: Demo, browser: Browser) -> None:
    page = demo.page(browser)
    page.get_by_role("button", name="Tour", exact=True).click()
    expect(page.locator("#tour .count")).to_have_text("Tour, step 1 of 8")
    page.get_by_role("button", name="Skip the tour").click()
    expect(page.locator("#tour")).to_be_empty()
    page.close()
