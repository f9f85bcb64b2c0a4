"""Slack's limits on blocks, metadata and views, each just met and just broken."""

from typing import Any

import pytest

from bot.sandbox.limits import checked_blocks, checked_metadata, checked_view
from bot.sandbox.refusals import SlackRefusesError
from tests.sandbox.toy_bot import button, field, options, plain, thanks_modal

PNG = "http://127.0.0.1/a.png"


def section(text: str = "x", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def message(*blocks: dict[str, Any]) -> None:
    checked_blocks(list(blocks), "message", files={})


def modal(*blocks: dict[str, Any], **more: Any) -> None:
    checked_view(thanks_modal(blocks=list(blocks), **more), "modal", files={})


def context(count: int) -> dict[str, Any]:
    return {"type": "context", "elements": [plain("x")] * count}


def actions(count: int, prefix: str = "a") -> dict[str, Any]:
    elements = [button(f"{prefix}{number}")["elements"][0] for number in range(count)]
    return {"type": "actions", "elements": elements}


def table(rows: int, columns: int, text: str = "x") -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * columns] * rows}


def picker(kind: str, count: int, **more: Any) -> dict[str, Any]:
    return field("pick", {"type": kind, "options": options(*map(str, range(count))), **more})


def chart(kind: str, series: int = 1, *, title: str = "Thanks", **more: Any) -> dict[str, Any]:
    data = [{"label": "May", "value": 3}, {"label": "June", "value": 5.5}]
    drawn: dict[str, Any] = {
        "type": kind,
        "series": [{"name": f"Team {number}", "data": data} for number in range(series)],
        "axis_config": {"categories": ["May", "June"], "y_label": "Kudos"},
    }
    return {"type": "data_visualization", "title": title, "chart": drawn | more}


def pie(*values: float) -> dict[str, Any]:
    segments = [{"label": f"Part {place}", "value": value} for place, value in enumerate(values)]
    return {"type": "data_visualization", "title": "Pie", "chart": {"type": "pie", "segments": segments}}


GOOD_BLOCKS = {
    "50 blocks": [section()] * 50,
    "a section of 3,000": [section("x" * 3000)],
    "a header of 150": [{"type": "header", "text": plain("x" * 150)}],
    "10 fields of 800": [{"type": "section", "fields": [plain("x" * 800)] * 10}],
    "10 in a context": [context(10)],
    "25 actions": [actions(25)],
    "the same action id in two blocks": [button("a"), button("a")],
    "an image": [{"type": "image", "image_url": PNG, "alt_text": "A chart"}],
    "a table of 100 by 20": [table(100, 20)],
    "100 options": [picker("static_select", 100)],
    "10 checkboxes": [picker("checkboxes", 10)],
    "two charts": [chart("bar", 6), pie(1, 2, 3, 4, 5, 6)],
    "an area and a line": [chart("area"), chart("line")],
}
BAD_BLOCKS = {
    "51 blocks": [section()] * 51,
    "a section of 3,001": [section("x" * 3001)],
    "an empty section": [section("")],
    "a header of 151": [{"type": "header", "text": plain("x" * 151)}],
    "a header in mrkdwn": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "11 fields": [{"type": "section", "fields": [plain("x")] * 11}],
    "a field of 2,001": [{"type": "section", "fields": [plain("x" * 2001)]}],
    "11 in a context": [context(11)],
    "26 actions": [actions(26)],
    "a block id twice": [section(block_id="b"), section(block_id="b")],
    "an action id twice in a block": [{"type": "actions", "elements": button("a")["elements"] * 2}],
    "a block id of 256": [section(block_id="b" * 256)],
    "an action id of 256": [button("a" * 256)],
    "a button of 76": [button("a", "x" * 76)],
    "a value of 2,001": [button("a", value="x" * 2001)],
    "an odd style": [button("a", style="blue")],
    "an image without alt_text": [{"type": "image", "image_url": PNG}],
    "an image that was not uploaded": [{"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A"}],
    "an unknown block": [{"type": "marquee", "text": plain("x")}],
    "an unknown property": [section(colour="red")],
    "emoji in mrkdwn": [{"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}],
    "101 rows": [table(101, 1)],
    "21 columns": [table(1, 21)],
    "a table of 10,001": [table(1, 1, "x" * 10_001)],
    "two tables": [table(1, 1), table(1, 1)],
    "101 options": [picker("static_select", 101)],
    "11 checkboxes": [picker("checkboxes", 11)],
    "a multi-select among actions": [{"type": "actions", "elements": [{"type": "multi_users_select"}]}],
    "an initial option that is none": [picker("static_select", 2, initial_option=options("9")[0])],
    "an overflow of 6": [section(accessory={"type": "overflow", "options": options(*"abcdef")})],
    "three charts": [chart("bar")] * 3,
    "a chart title of 51": [chart("bar", title="x" * 51)],
    "seven series": [chart("bar", 7)],
    "seven segments": [pie(1, 2, 3, 4, 5, 6, 7)],
    "a negative segment": [pie(1, -1)],
    "a donut": [chart("donut")],
    "labels beside the categories": [chart("line", axis_config={"categories": ["May", "July"]})],
    "a number field without decimals": [field("n", {"type": "number_input"})],
    "a max_length of 3,001": [field("n", {"type": "plain_text_input", "max_length": 3001})],
}


@pytest.mark.parametrize("blocks", GOOD_BLOCKS.values(), ids=GOOD_BLOCKS.keys())
def test_blocks_that_slack_takes(blocks: list[dict[str, Any]]) -> None:
    message(*blocks)


@pytest.mark.parametrize("blocks", BAD_BLOCKS.values(), ids=BAD_BLOCKS.keys())
def test_blocks_that_slack_refuses(blocks: list[dict[str, Any]]) -> None:
    with pytest.raises(SlackRefusesError, match="invalid_blocks") as refused:
        message(*blocks)
    assert "json-pointer:/blocks" in refused.value.messages[0]


def test_a_message_with_very_much_text_is_too_long() -> None:
    with pytest.raises(SlackRefusesError, match="msg_blocks_too_long"):
        message(*[section("x" * 2500)] * 4)


GOOD_METADATA: list[Any] = [
    None,
    {"event_type": "toy", "event_payload": {"a": 1, "b": "x", "c": [1, "y"], "d": {"e": True}}},
]
BAD_METADATA: list[Any] = [
    "text",
    {"event_payload": {}},
    {"event_type": "toy"},
    {"event_type": "toy", "event_payload": {"a": [[1]]}},
    {"event_type": "toy", "event_payload": {"a": {"b": {"c": 1}}}},
    {"event_type": "toy", "event_payload": {}, "more": 1},
]


@pytest.mark.parametrize("metadata", GOOD_METADATA)
def test_metadata_that_slack_keeps(metadata: Any) -> None:
    assert checked_metadata(metadata) == metadata


@pytest.mark.parametrize("metadata", BAD_METADATA)
def test_metadata_that_slack_refuses(metadata: Any) -> None:
    with pytest.raises(SlackRefusesError, match="invalid_metadata_format"):
        checked_metadata(metadata)


def test_a_modal_may_have_100_blocks() -> None:
    modal(*[section()] * 100, private_metadata="x" * 3000)


@pytest.mark.parametrize(
    ("blocks", "more"),
    [
        ([section()] * 101, {}),
        ([section()], {"title": plain("x" * 25)}),
        ([section()], {"title": None}),
        ([section()], {"private_metadata": "x" * 3001}),
        ([section()], {"callback_id": "x" * 256}),
        ([field("a", {"type": "plain_text_input"})], {"submit": None}),
        ([section()], {"colour": "red"}),
        ([table(1, 1)], {}),
        (
            [
                field("a", {"type": "plain_text_input", "focus_on_load": True}),
                field("b", {"type": "plain_text_input", "focus_on_load": True}),
            ],
            {},
        ),
    ],
    ids=[
        "101 blocks",
        "a title of 25",
        "no title",
        "private_metadata of 3,001",
        "a callback id of 256",
        "inputs without submit",
        "an unknown property",
        "a table",
        "two focused fields",
    ],
)
def test_modals_that_slack_refuses(blocks: list[dict[str, Any]], more: dict[str, Any]) -> None:
    with pytest.raises(SlackRefusesError, match="invalid_arguments"):
        modal(*blocks, **more)


def test_a_view_of_more_than_250_kilobytes_is_too_large() -> None:
    with pytest.raises(SlackRefusesError, match="view_too_large"):
        modal(*[section("x" * 2999)] * 90)
