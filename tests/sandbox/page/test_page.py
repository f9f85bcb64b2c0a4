"""The page, as a browser asks for it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import MovableClock, PretendSlack
from bot.sandbox.moves import Moves
from bot.sandbox.page import Page
from tests.sandbox.page.conftest import Browser
from tests.sandbox.toy_bot import ToyBot, button, field, options, thanks_modal


async def test_the_page_shows_people_places_and_messages(slack: PretendSlack, browser: Browser) -> None:
    await slack.says("Hello *everyone*", by="UADA", channel="CKUDOS")
    status, html = await browser.get("?as=UADA&at=CKUDOS")
    assert status == 200
    for piece in ("Ada Lovelace", "Engineer", "kudos", "Hello <strong>everyone</strong>", "Give kudos"):
        assert piece in html


async def test_nothing_that_people_write_becomes_a_tag(slack: PretendSlack, browser: Browser) -> None:
    evil = "<script>alert(1)</script> <img src=x onerror=y> <javascript:alert(1)|click>"
    await slack.says(evil, by="UEVE", channel="CKUDOS")
    blocks = [button("open", "<script>"), {"type": "image", "image_url": 'x" onerror="y', "alt_text": '"<b>'}]
    slack.workspace.post(slack.workspace.channels["CKUDOS"], "UBOT", evil, blocks=blocks)
    _, html = await browser.get("?as=UADA&at=CKUDOS")
    for tag in ("<script>", "<img src=x", "<b>", 'href="javascript', 'onerror="y"'):
        assert tag not in html


async def test_only_ones_own_ephemeral_messages_are_shown(slack: PretendSlack, browser: Browser) -> None:
    slack.workspace.post(slack.workspace.channels["CKUDOS"], "UBOT", "Psst", only_for="UEVE")
    assert "Psst" not in (await browser.get("?as=UADA&at=CKUDOS"))[1]
    _, html = await browser.get("?as=UEVE&at=CKUDOS")
    assert "Psst" in html
    assert "Only visible to you" in html


async def test_commands_messages_and_reactions_go_through_the_bot(
    slack: PretendSlack, browser: Browser
) -> None:
    bot = ToyBot(slack)
    async with bot.serving() as slack.events_url:
        assert "You said: hello" in (await browser.act("send", text="/kudos hello"))["parts"]["stream"]
        await browser.act("send", text="Good work")
        said = slack.messages("CKUDOS")[-1]
        pressed = await browser.act("react", ts=said["ts"], name="rock")
        assert 'aria-pressed="true"' in pressed["parts"]["stream"]
        await browser.act("shortcut", callback="give", ts=said["ts"])
    assert slack.modal("UADA")
    assert [event["type"] for event in bot.events] == ["reaction_added"]
    assert (await browser.act("send", text="/nope"))["error"] == "/nope is not a valid command."


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@grace thanks", "<@UGRACE|grace.hopper> thanks"),
        (
            "@Grace, @grace. and (@GRACE)",
            "<@UGRACE|grace.hopper>, <@UGRACE|grace.hopper>. and (<@UGRACE|grace.hopper>)",
        ),
        ("@Grace Hopper thanks", "<@UGRACE|grace.hopper> thanks"),
        ("@grace.hopper thanks", "<@UGRACE|grace.hopper> thanks"),
        ("@ada thanks", "<@UADA|ada> thanks"),
        ("@alan is one of two", "@alan is one of two"),
        ("@gone has left", "@gone has left"),
        ("@nobody is called that", "@nobody is called that"),
        ("@grace.kelly and @grace-ful", "@grace.kelly and @grace-ful"),
        ("mail x@grace.example or @x", "mail x@grace.example or @x"),
        ("<@UGRACE> and <@UGRACE|@grace>", "<@UGRACE|grace.hopper> and <@UGRACE|grace.hopper>"),
    ],
)
async def test_a_first_name_that_one_person_has_is_completed_as_slacks_composer_does(
    slack: PretendSlack, browser: Browser, typed: str, sent: str
) -> None:
    slack.add_person("UGRACE", name="Grace Hopper", email="grace.hopper@example.com")
    slack.add_person("UALAN", name="Alan Turing", email="alan.turing@example.com")
    slack.add_person("UKAY", name="Alan Kay", email="alan.kay@example.com")
    slack.add_person("UGONE", name="Gone Person", email="gone.person@example.com", deleted=True)
    bot = ToyBot(slack)
    async with bot.serving() as slack.events_url:
        await browser.act("send", text=f"/kudos {typed}")
    assert bot.heard[0]["text"] == sent


async def test_a_modal_keeps_what_was_typed_beside_its_errors(slack: PretendSlack, browser: Browser) -> None:
    kinds = [
        field("amount", {"type": "number_input", "is_decimal_allowed": True}, optional=True),
        field("day", {"type": "datepicker", "initial_date": "2027-01-08"}),
        field("when", {"type": "datetimepicker"}, optional=True),
        field("share", {"type": "radio_buttons", "options": options("yes", "no")}),
        field("who", {"type": "users_select"}, optional=True),
    ]
    body = thanks_modal(blocks=[*thanks_modal()["blocks"], *kinds])
    slack.workspace.views.push(slack.workspace.new_view("UADA", body))
    typed = {"message_block/message": "Thanks <3", "share_block/share": "no", "amount_block/amount": "many"}
    typed["when_block/when"] = "2027-01-08T10:00"
    result = await browser.act("submit", values=typed)
    assert set(result["errors"]) == {"receivers_block", "amount_block"}
    modal = result["parts"]["modal"]
    assert "Thanks &lt;3" in modal
    assert 'value="no" checked' in modal
    assert 'value="2027-01-08T10:00"' in modal
    await browser.act("close")
    assert slack.modal("UADA") is None


async def test_buttons_on_home_are_clicked_there(slack: PretendSlack, browser: Browser) -> None:
    blocks = [
        {**button("open", value="1"), "block_id": "one"},
        {**button("open", value="2"), "block_id": "two"},
    ]
    home = slack.workspace.new_view("UADA", {"type": "home", "blocks": blocks})
    slack.workspace.views.homes["UADA"] = home
    bot = ToyBot(slack)
    async with bot.serving() as slack.events_url:
        await browser.get("?as=UADA&at=home")
        await browser.act("click", at="home", view=home.id, action="open", block="two", value="2")
        await slack.until(lambda: any(delivery.name == "app_home_opened" for delivery in slack.deliveries))
    clicked = next(body for body in bot.heard if body.get("type") == "block_actions")
    assert clicked["actions"][0]["block_id"] == "two"
    assert clicked["container"] == {"type": "view", "view_id": home.id}


async def test_the_clock_moves_and_the_bot_is_told(
    slack: PretendSlack, browser: Browser, clock: MovableClock, moves: list[datetime]
) -> None:
    await browser.act("move", to="friday")
    assert moves == [datetime(2027, 1, 15, 8, 30, tzinfo=UTC)]
    await browser.act("move", to="first")
    await browser.act("move", to="2027-02-03T12:00")
    assert moves[1:] == [datetime(2027, 2, 1, 8, tzinfo=UTC), datetime(2027, 2, 3, 11, tzinfo=UTC)]
    assert clock.now() - moves[-1] < timedelta(minutes=1)
    assert "forward" in (await browser.act("move", to="2026-01-01T00:00"))["error"]


async def test_somebody_turns_do_not_disturb_on_for_an_hour_and_off_again(
    slack: PretendSlack, browser: Browser, clock: MovableClock
) -> None:
    button = 'data-act="rest" data-key="rest" aria-pressed="{}"'
    assert button.format("false") in (await browser.get("?as=UADA"))[1]
    await browser.act("rest")
    assert button.format("true") in (await browser.get("?as=UADA"))[1]
    span = slack.workspace.members["UADA"].dnd
    assert span is not None
    assert span[1] - span[0] == 3600
    assert slack.workspace.members["UEVE"].dnd is None
    await browser.act("rest")
    assert slack.workspace.members["UADA"].dnd is None

    await browser.act("rest")
    clock.move_to(clock.now() + timedelta(hours=2))
    assert button.format("false") in (await browser.get("?as=UADA"))[1]
    await browser.act("rest")
    assert slack.workspace.members["UADA"].rests_at(clock.now())


async def test_the_clock_moves_to_what_comes_next_for_somebody(
    browser: Browser, clock: MovableClock, moves: list[datetime]
) -> None:
    begun = clock.now()
    assert (await browser.act("move", to="prompt"))["error"] == ""
    assert timedelta(days=2) <= moves[0] - begun < timedelta(days=2, minutes=1)
    assert "calendar" in (await browser.act("move", to="prompt", who="UEVE"))["error"]


async def test_the_inspector_opens_what_went_over_the_wire(slack: PretendSlack, browser: Browser) -> None:
    await browser.act("send", text="/kudos hello")
    assert "connection_failed" in (await browser.get("parts?as=UADA&at=CKUDOS"))[1]
    assert '"text": "hello"' in (await browser.get("inspect/delivery/0"))[1]


async def test_changes_are_pushed(slack: PretendSlack, browser: Browser) -> None:
    async with browser.session.get(browser.url + "changes") as answer:
        first = await answer.content.readuntil(b"\n\n")
        await slack.says("Hello", by="UADA", channel="CKUDOS")
        assert await answer.content.readuntil(b"\n\n") > first


async def test_other_sites_cannot_use_the_page(browser: Browser) -> None:
    assert (await browser.get(Host="evil.example"))[0] == 421
    async with browser.session.post(browser.url + "act/send", data="{}") as answer:
        assert answer.status == 415
    async with browser.session.get(browser.url) as answer:
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_links_to_messages_lead_to_them(browser: Browser) -> None:
    async with browser.session.get(
        browser.url + "archives/CKUDOS/p1799400000000001", allow_redirects=False
    ) as answer:
        assert answer.headers["Location"] == "/?at=CKUDOS#m1799400000.000001"


@pytest.mark.parametrize("name", ["page.js", "page.css", "nothing.js"])
async def test_static_files_are_served(browser: Browser, name: str) -> None:
    assert (await browser.get(f"static/{name}"))[0] == (404 if "nothing" in name else 200)


async def test_a_file_is_put_into_a_modal_and_the_bot_gets_it(slack: PretendSlack, browser: Browser) -> None:
    body = thanks_modal(blocks=[field("proof", {"type": "file_input", "max_files": 1})])
    slack.workspace.views.push(slack.workspace.new_view("UADA", body))
    wanted = {"field": "proof_block/proof", "content": "eCx5", "before": []}
    assert "a.csv" in (await browser.act("attach", name="a.csv", **wanted))["parts"]["modal"]
    file = next(iter(slack.workspace.files.values()))
    assert slack.workspace.uploads[file["id"]] == b"x,y"
    await browser.act("attach", name="b.csv", **wanted | {"before": [file["id"]]})
    both = list(slack.workspace.files)
    refused = await browser.act("submit", values={"proof_block/proof": both})
    assert refused["errors"] == {"proof_block": "Choose no more than 1 files."}
    bot = ToyBot(slack)
    async with bot.serving() as slack.events_url:
        assert (await browser.act("submit", values={"proof_block/proof": both[:1]}))["errors"] == {}
    sent = bot.submitted[0]["view"]["state"]["values"]["proof_block"]["proof"]
    assert (sent["type"], sent["files"][0]["name"]) == ("file_input", "a.csv")


async def test_the_clock_follows_what_comes_nearer_or_is_put_off_but_not_to_the_next_of_its_kind(
    slack: PretendSlack, clock: MovableClock, moves: list[datetime]
) -> None:
    day, begun = timedelta(days=1), clock.now()
    expected = iter([begun + 9 * day, begun + 4 * day, begun + 5 * day, begun + 34 * day])

    async def moved(instant: datetime) -> None:
        moves.append(instant)

    def stops(now: datetime, target: datetime) -> list[datetime]:
        return [begun + day] if now < begun + day else []

    page = Page(slack, clock=clock, moves=Moves(moved, stops, lambda name, viewer: next(expected)))
    await page.acts.do("move", "UADA", "CKUDOS", {"to": "summary"})
    assert moves == [begun + day, begun + 4 * day, begun + 5 * day]
    assert not list(expected)
