"""What people do on the page: reacting, answering in threads, filling forms in, moving the clock."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo, Take, open_record

ADA, ELENA, GENERAL, KUDOS = "U0ADA", "U0ELENA", "CGENERAL", "CKUDOS"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(demo: Demo, browser: Browser) -> Page:
    """Ada in #general, without the tour in the way."""
    page = demo.page(browser, ADA, GENERAL)
    skip = page.get_by_role("button", name="Skip the tour")
    if skip.count():
        skip.click()
    return page


def send(page: Page, text: str) -> None:
    page.locator("body[data-ready]").wait_for()
    page.locator("#words").fill(text)
    page.locator("#words").press("Enter")


def newest(page: Page) -> str:
    """Where the newest message of this place is found, whatever is said afterwards."""
    return f"#{page.locator('#stream .message').last.get_attribute('id')}".replace(".", "\\.")


def test_a_modal_shows_its_errors_beside_the_fields_and_keeps_what_was_typed(page: Page) -> None:
    send(page, "/kudos")
    dialog = page.get_by_role("dialog")
    dialog.locator('[data-field$="/message"] textarea').fill("for the calm note")
    dialog.locator("footer .primary").click()
    wrong = dialog.locator(".field.wrong")
    expect(wrong).to_have_count(1)
    expect(wrong.locator(".error")).to_have_text("Please complete this required field.")
    expect(dialog.locator('[data-field$="/message"] textarea')).to_have_value("for the calm note")
    wrong.get_by_role("searchbox").fill("ada ok")
    wrong.get_by_text("Ada Okafor", exact=True).click()
    dialog.locator("footer .primary").click()
    # What the bot itself refuses stands beside the field as well.
    expect(dialog.locator(".field.wrong .error")).not_to_be_empty()
    expect(dialog.locator('[data-field$="/message"] textarea')).to_have_value("for the calm note")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.close()


def test_what_was_typed_last_survives_escape(page: Page) -> None:
    send(page, "/goal new")
    title = page.get_by_role("dialog").locator('[data-field$="/title"]').get_by_role("textbox")
    title.fill("Nobody waits for a build")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    send(page, "/goal new")
    expect(title).to_have_value("Nobody waits for a build")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.close()


def test_a_reaction_is_added_by_any_emoji_and_taken_away(page: Page) -> None:
    send(page, "The restore takes nine minutes now.")
    said = page.locator("#stream .message").last
    expect(said).to_contain_text("nine minutes")
    said = page.locator(newest(page))
    said.hover()
    said.get_by_role("button", name="React with rock").click()
    expect(said.locator(".reaction")).to_have_text("🪨 1")
    said.hover()
    said.get_by_role("button", name="Add a reaction").click()
    page.get_by_role("searchbox", name="Search emoji").fill("rocket")
    page.keyboard.press("Enter")
    expect(said.locator(".reaction")).to_have_count(2)
    said.locator(".reaction").first.click()
    # As a list: one text would be an error, not a reason to wait, while both stand there.
    expect(said.locator(".reaction")).to_have_text(["🚀 1"])
    page.close()


def test_kudos_are_given_from_the_menu_of_a_message(page: Page, demo: Demo) -> None:
    theirs = page.locator("#stream .message", has_text="how to restore a backup")
    theirs.hover()
    theirs.get_by_role("button", name="Give kudos").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".picker .chosen")).to_have_text("Elena Petrova")
    dialog.locator('[data-field$="/message"] textarea').fill("writing down the restore")
    dialog.locator("footer .primary").click()
    expect(dialog).to_be_hidden()
    expect(page.locator('#sidebar a[data-key="at-CKUDOS"] .count')).to_be_visible()
    page.goto(f"{demo.address}?as={ELENA}&at={KUDOS}")
    expect(page.locator("#stream .message").last).to_contain_text("writing down the restore")
    page.locator("#sidebar").get_by_role("link", name="Messages").click()
    expect(page.locator("#stream")).to_contain_text("Ada Okafor")
    page.close()


def test_a_thread_is_answered_beside_the_channel(page: Page) -> None:
    said = page.locator("#stream .message", has_text="Welcome to Amara")
    said.locator(".replies").click()
    aside = page.locator("#aside")
    expect(aside).to_contain_text("patient with my questions")
    aside.locator("textarea").fill("Ask away :wave:")
    aside.locator("textarea").press("Enter")
    expect(aside.locator(".message").last).to_contain_text("Ask away 👋")
    expect(said.locator(".replies")).to_contain_text("2 replies")
    aside.get_by_role("button", name="Close the thread").click()
    expect(aside).to_be_hidden()
    page.close()


def test_everything_is_reached_by_keyboard_alone(page: Page) -> None:
    words = page.locator("#words")
    words.focus()
    page.keyboard.type("/ku")
    expect(page.locator("#completions li").first).to_contain_text("/kudos")
    page.keyboard.press("Tab")
    page.keyboard.type("@ele")
    page.keyboard.press("ArrowDown")
    expect(words).to_have_attribute("aria-activedescendant", re.compile("completions-0"))
    page.keyboard.press("Enter")
    expect(words).to_have_value("/kudos @elena.petrova ")
    page.keyboard.type("for the restore that works")
    answers = page.locator("#stream .message.private").count()
    page.keyboard.press("Enter")
    expect(page.locator("#stream .message.private")).to_have_count(answers + 1)
    expect(page.locator("#stream .message.private").last).to_contain_text("Sent")
    page.locator("#stream").focus()
    # Past what only Ada sees, to something that can be reacted to.
    for _ in range(answers + 2):
        page.keyboard.press("ArrowUp")
    expect(page.locator("#stream .message:focus")).to_have_count(1)
    held = page.locator("#stream .message:focus").get_attribute("id")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "React with tada":
            break
    page.keyboard.press("Enter")
    expect(page.locator(f'[id="{held}"] .reaction[aria-label^=tada]')).to_have_attribute(
        "aria-pressed", "true"
    )
    page.keyboard.press("Control+k")
    page.keyboard.type("samuel")
    expect(page.locator("#people li:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#me")).to_contain_text("Samuel Adeyemi")
    page.close()


def test_it_can_be_used_on_a_phone(demo: Demo, browser: Browser, take: Take) -> None:
    page = demo.page(browser, ADA, GENERAL, viewport=PHONE, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Places").tap()
    page.locator("#sidebar").get_by_role("link", name="kudos").tap()
    expect(page.locator("h1")).to_have_text("#kudos")
    send(page, "/checkin")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    take(page, "phone")
    box = dialog.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    dialog.get_by_role("button", name="Close").tap()
    page.get_by_role("button", name="Clock").tap()
    expect(page.get_by_role("button", name="Friday 09:30")).to_be_in_viewport()
    page.close()


def test_the_clock_moves_to_friday_and_people_are_asked(page: Page) -> None:
    page.get_by_role("button", name="Friday 09:30").click()
    expect(page.locator("#clock time")).to_contain_text("Friday, 20 November 2026, 09:30", timeout=60_000)
    # An opened record stays, however much follows it.
    opened = open_record(page)
    expect(opened.locator("pre")).to_contain_text("{")
    expect(page.get_by_role("button", name="Friday 09:30")).to_be_enabled(timeout=60_000)
    expect(opened.locator("pre")).to_contain_text("{")
    page.locator("#sidebar").get_by_role("link", name="Messages").click()
    expect(page.locator("#stream")).to_contain_text("week")
    expect(open_record(page, "chat.postMessage").locator("pre")).to_contain_text('"event_type": "cairn"')
    page.locator("#instant").fill("2026-11-20T08:00")
    page.locator("#move button").click()
    expect(page.locator("#clock time")).to_contain_text("20 November")
    page.locator("#instant").fill("2026-11-24T12:00")
    page.locator("#move button").click()
    expect(page.locator("#clock time")).to_contain_text("24 November 2026, 12:00", timeout=60_000)
    page.close()
