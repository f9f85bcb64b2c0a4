"""What the page shows: its parts, what they hold, and when they change."""

import json
from urllib.parse import urlencode

from bot.sandbox import PretendSlack
from bot.sandbox.methods import METHODS
from tests.sandbox.page.conftest import Browser
from tests.sandbox.toy_bot import ToyBot, button


async def test_people_are_listed_with_role_hour_and_hint(browser: Browser) -> None:
    _, html = await browser.get("people?as=UADA&at=CKUDOS")
    for piece in ("Ada Lovelace", "manager", "Engineer · begin here", "Fri 10:30", "/?as=UADA&amp;at=CKUDOS"):
        assert piece in html
    assert "<script>" not in html


async def test_a_thread_stands_beside_the_channel(slack: PretendSlack, browser: Browser) -> None:
    said = await slack.says("Who can help?", by="UADA", channel="CKUDOS")
    shown = await browser.act("send", text="I can", reply=True, thread=said["ts"])
    assert "1 reply" in shown["parts"]["stream"]
    assert "I can" not in shown["parts"]["stream"]
    assert "I can" in shown["parts"]["thread"]
    refused = await browser.act("send", text="/kudos hello", reply=True, thread=said["ts"])
    assert refused["error"] == "Slash commands cannot be used in threads."


async def test_a_message_is_drawn_anew_when_anything_in_it_changes(
    slack: PretendSlack, browser: Browser
) -> None:
    place = slack.workspace.channels["CKUDOS"]
    message = slack.workspace.post(place, "UBOT", "Hi", blocks=[button("open", "Before")])
    assert "Before" in (await browser.get("?as=UADA&at=CKUDOS"))[1]
    message.blocks = slack.workspace.with_ids([button("open", "After")])
    _, html = await browser.get("?as=UADA&at=CKUDOS")
    assert "After" in html
    assert "Before" not in html


async def test_only_the_parts_that_differ_are_sent(slack: PretendSlack, browser: Browser) -> None:
    _, text = await browser.get("parts?as=UADA&at=CKUDOS")
    seen = {name: mark for name, (mark, _, _) in json.loads(text)["parts"].items()}
    query = urlencode({"as": "UADA", "at": "CKUDOS", "seen": json.dumps(seen)})
    assert json.loads((await browser.get(f"parts?{query}"))[1])["parts"] == {}
    await slack.says("Hello", by="UADA", channel="CKUDOS")
    assert set(json.loads((await browser.get(f"parts?{query}"))[1])["parts"]) == {"stream"}


async def test_of_messages_that_stayed_the_same_only_their_ids_are_sent(
    slack: PretendSlack, browser: Browser
) -> None:
    async def shown(seen: dict[str, str]) -> tuple[str, str, str]:
        query = urlencode({"as": "UADA", "at": "CKUDOS", "seen": json.dumps(seen)})
        mark, html, than = json.loads((await browser.get(f"parts?{query}"))[1])["parts"]["stream"]
        return mark, html, than

    first = await slack.says("First", by="UADA", channel="CKUDOS")
    second = await slack.says("Second", by="UADA", channel="CKUDOS")
    mark, whole, than = await shown({})
    assert ("First" in whole, "Second" in whole, than) == (True, True, "")
    await slack.reacts("tada", second, by="UEVE")
    after, some, than = await shown({"stream": mark})
    assert f'<i id="m{first["ts"]}" data-same></i>' in some
    assert ("First" in some, "Second" in some, than) == (False, True, mark)
    # Whoever has a drawing that is not known any more gets all of it.
    assert await shown({"stream": "long ago"}) == (after, (await shown({}))[1], "")


async def test_every_block_is_drawn(slack: PretendSlack, browser: Browser) -> None:
    pie = {"type": "pie", "segments": [{"label": "Care", "value": 3}, {"label": "Craft", "value": 1}]}
    data = [{"label": "May", "value": 3}, {"label": "June", "value": -2}]
    axis = {"categories": ["May", "June"], "x_label": "Month"}
    lines = {"type": "line", "series": [{"name": "Kudos", "data": data}], "axis_config": axis}
    text = {"type": "text", "text": "ready", "style": {"bold": True}}
    date = {"type": "date", "timestamp": 1799400600, "format": "{date_pretty} at {time}", "fallback": "then"}
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [text, date]}]}
    rows = [[{"type": "raw_text", "text": text} for text in row] for row in (("Team", "Sum"), ("Care", "3"))]
    slack.workspace.files["F1"] = {"id": "F1", "name": "a.csv", "title": "Numbers", "size": 2048}
    blocks = [
        {"type": "data_visualization", "title": "Values", "chart": pie},
        {"type": "data_visualization", "title": "Months", "chart": lines},
        rich,
        {"type": "table", "rows": rows, "column_settings": [{}, {"align": "right"}]},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*a*"}]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "_b_"}]},
        {"type": "header", "text": {"type": "plain_text", "text": "Head"}},
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A chart"},
    ]
    place = slack.workspace.channels["CKUDOS"]
    slack.workspace.post(place, "UBOT", "All", blocks=blocks, files=[slack.workspace.files["F1"]])
    _, html = await browser.get("?as=UADA&at=CKUDOS")
    for piece in (
        *('<th scope="row">Care</th><td>3</td>', "<svg", '<th scope="row">June</th><td>-2</td>'),
        *("<strong>ready</strong>", "Today at 10:30", '<th scope="col" class="left">Team', 'class="right">3'),
        *("<strong>a</strong>", "<em>b</em>", "<h3>Head</h3>", 'src="/shared/F1" alt="A chart"'),
        *("Numbers", "CSV, 2.0 kB"),
    ):
        assert piece in html, piece
    assert "not drawn here" not in html


async def test_the_tour_goes_on_when_a_step_is_done_and_can_be_skipped(
    slack: PretendSlack, browser: Browser
) -> None:
    slack.add_person("U0ADA", name="Ada Okafor")
    bot = ToyBot(slack)
    assert "Tour, step 1 of 8" in (await browser.get())[1]
    async with bot.serving() as slack.events_url:
        sent = await browser.act("send", text="/kudos")
        assert "✓" not in sent["parts"]["tour"]
        sent = await browser.act("send", text="/kudos @Eve for it")
        assert "✓" in sent["parts"]["tour"]
    assert "Update a goal" in (await browser.act("tour", to="next"))["parts"]["tour"]
    assert "✓" in (await browser.act("tour", to="back"))["parts"]["tour"]
    assert (await browser.act("tour", to="end"))["parts"]["tour"].strip() == ""
    assert "step 1 of 8" in (await browser.act("tour", to="begin"))["parts"]["tour"]


async def test_rate_limits_are_switched_and_the_methods_are_listed(
    slack: PretendSlack, browser: Browser
) -> None:
    for on in (True, False):
        await browser.act("limits", value=on)
        assert slack.rate_limits is on
    _, html = await browser.get("methods")
    assert all(f"<code>{name}</code>" in html for name in METHODS)
