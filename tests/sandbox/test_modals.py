"""Modals, from opening to the answer to their submission."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import CannotActError, PretendSlack
from tests.sandbox.toy_bot import ToyBot, field, plain, thanks_modal

GOOD = {"receivers": ["UGRACE"], "message": "thanks"}


@pytest.fixture
async def opened(slack: PretendSlack, bot: ToyBot) -> ToyBot:
    """The toy bot, with its modal open for Ada."""
    await slack.types("/thanks", by="UADA", channel="CKUDOS")
    return bot


def values(bot: ToyBot) -> dict[str, Any]:
    """The state values of the last submission."""
    found: dict[str, Any] = bot.submitted[-1]["view"]["state"]["values"]
    return found


async def test_a_command_opens_a_modal(slack: PretendSlack, opened: ToyBot) -> None:
    modal = slack.modal("UADA")
    assert modal is not None
    assert modal["callback_id"] == "thanks"
    assert slack.modal("UGRACE") is None


async def test_a_submission_carries_values_in_the_shape_of_each_element(
    slack: PretendSlack, opened: ToyBot
) -> None:
    assert await slack.submits("UADA", {**GOOD, "values": ["craft"], "mood": "bad"}) == {}
    assert values(opened) == {
        "receivers_block": {"receivers": {"type": "multi_users_select", "selected_users": ["UGRACE"]}},
        "message_block": {"message": {"type": "plain_text_input", "value": "thanks"}},
        "values_block": {
            "values": {
                "type": "checkboxes",
                "selected_options": [{"text": plain("Craft"), "value": "craft"}],
            }
        },
        "mood_block": {
            "mood": {"type": "static_select", "selected_option": {"text": plain("Bad"), "value": "bad"}}
        },
    }
    assert slack.modal("UADA") is None


async def test_required_fields_are_checked_before_the_bot_hears(slack: PretendSlack, opened: ToyBot) -> None:
    errors = await slack.submits("UADA", {"message": "hi"})
    assert set(errors) == {"receivers_block", "message_block"}
    assert opened.submitted == []
    assert slack.modal("UADA") is not None


async def test_errors_keep_the_modal_and_what_was_typed(slack: PretendSlack, opened: ToyBot) -> None:
    opened.answer = {"response_action": "errors", "errors": {"message_block": "Too short."}}
    assert await slack.submits("UADA", GOOD) == {"message_block": "Too short."}
    opened.answer = {}
    assert await slack.submits("UADA", {}) == {}
    assert values(opened)["message_block"]["message"]["value"] == "thanks"


async def test_errors_for_no_input_are_trouble(slack: PretendSlack, opened: ToyBot) -> None:
    opened.answer = {"response_action": "errors", "errors": {"elsewhere": "No."}}
    assert "*" in await slack.submits("UADA", GOOD)
    assert "message_block" in slack.deliveries[-1].problem


async def test_an_unknown_field_or_option_cannot_be_filled_in(slack: PretendSlack, opened: ToyBot) -> None:
    with pytest.raises(CannotActError, match="no field 'nope'"):
        await slack.submits("UADA", {"nope": 1})
    with pytest.raises(CannotActError, match="does not offer 'ugly'"):
        await slack.submits("UADA", {"mood": "ugly"})


@pytest.mark.parametrize(("action", "depth"), [("update", 1), ("push", 2)])
async def test_an_answer_may_update_or_push(
    slack: PretendSlack, opened: ToyBot, action: str, depth: int
) -> None:
    opened.answer = {"response_action": action, "view": thanks_modal(title=plain("Next"))}
    assert await slack.submits("UADA", GOOD) == {}
    assert [modal["title"]["text"] for modal in slack.modals("UADA")][-1] == "Next"
    assert len(slack.modals("UADA")) == depth


async def test_clear_closes_the_whole_stack(slack: PretendSlack, opened: ToyBot) -> None:
    opened.answer = {"response_action": "push", "view": thanks_modal(title=plain("Next"))}
    await slack.submits("UADA", GOOD)
    opened.answer = {"response_action": "clear"}
    await slack.submits("UADA", GOOD)
    assert slack.modals("UADA") == []


async def test_closing_is_told_only_where_asked(slack: PretendSlack, opened: ToyBot) -> None:
    await slack.closes("UADA")
    assert opened.heard[-1]["type"] == "view_closed"
    assert opened.heard[-1]["is_cleared"] is False
    heard = len(opened.heard)
    slack.workspace.views.push(slack.workspace.new_view("UADA", thanks_modal()))
    await slack.closes("UADA")
    assert len(opened.heard) == heard


async def test_a_trigger_works_once(slack: PretendSlack, opened: ToyBot, client: AsyncWebClient) -> None:
    trigger = opened.heard[0]["trigger_id"]
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=trigger, view=thanks_modal())


async def test_a_trigger_lives_three_seconds(slack: PretendSlack, client: AsyncWebClient) -> None:
    trigger = slack.workspace.tickets.trigger("UADA")
    slack.workspace.tickets.triggers[trigger].born -= 3.1
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await client.views_open(trigger_id=trigger, view=thanks_modal())
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await client.views_open(trigger_id="made up", view=thanks_modal())


async def test_an_update_with_an_old_hash_conflicts(
    slack: PretendSlack, opened: ToyBot, client: AsyncWebClient
) -> None:
    modal = slack.modal("UADA")
    assert modal is not None
    await client.views_update(view_id=modal["id"], hash=modal["hash"], view=thanks_modal())
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=modal["id"], hash=modal["hash"], view=thanks_modal())


async def test_an_update_keeps_what_was_typed_where_the_field_is_still_there(
    slack: PretendSlack, opened: ToyBot, client: AsyncWebClient
) -> None:
    await slack.fills("UADA", GOOD)
    modal = slack.modal("UADA")
    assert modal is not None
    blocks = [field("message", {"type": "plain_text_input"})]
    await client.views_update(view_id=modal["id"], view=thanks_modal(blocks=blocks))
    await slack.submits("UADA")
    assert values(opened) == {"message_block": {"message": {"type": "plain_text_input", "value": "thanks"}}}


async def test_a_fourth_modal_is_refused(slack: PretendSlack, opened: ToyBot, client: AsyncWebClient) -> None:
    top = slack.workspace.views.top("UADA")
    assert top is not None
    for _ in range(2):
        await client.views_push(
            trigger_id=slack.workspace.tickets.trigger("UADA", top.id), view=thanks_modal()
        )
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await client.views_push(
            trigger_id=slack.workspace.tickets.trigger("UADA", top.id), view=thanks_modal()
        )
