"""Messages: posting, changing, reading back, and what people do with them."""

import json
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.sandbox import MovableClock, PretendSlack
from tests.sandbox.toy_bot import ToyBot, button

METADATA = {"event_type": "toy", "event_payload": {"kind": "note", "key": "k1"}}


async def dm(client: AsyncWebClient, user: str = "UGRACE") -> str:
    opened = await client.conversations_open(users=[user])
    channel: str = opened["channel"]["id"]
    return channel


async def test_a_message_reaches_the_dm(slack: PretendSlack, client: AsyncWebClient) -> None:
    channel = await dm(client)
    posted = await client.chat_postMessage(channel=channel, text="Hello", metadata=METADATA)
    assert slack.said_to("UGRACE") == ["Hello"]
    assert slack.dm_of("UGRACE") == channel
    assert slack.messages(channel)[0]["ts"] == posted["ts"]


async def test_timestamps_are_unique_and_follow_the_clock(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    channel = await dm(client)
    stamps = [(await client.chat_postMessage(channel=channel, text="Hello"))["ts"] for _ in range(5)]
    assert stamps == sorted(set(stamps))
    assert abs(float(stamps[0]) - slack.workspace.clock().timestamp()) < 5


async def test_history_gives_metadata_only_to_those_who_ask(client: AsyncWebClient) -> None:
    channel = await dm(client)
    for text in ("one", "two", "three"):
        await client.chat_postMessage(channel=channel, text=text, metadata=METADATA)
    page = await client.conversations_history(channel=channel, limit=2, include_all_metadata=True)
    assert [message["text"] for message in page["messages"]] == ["three", "two"]
    assert page["messages"][0]["metadata"] == METADATA
    rest = await client.conversations_history(
        channel=channel, limit=2, cursor=page["response_metadata"]["next_cursor"]
    )
    assert [message["text"] for message in rest["messages"]] == ["one"]
    assert "metadata" not in rest["messages"][0]
    assert rest["has_more"] is False


async def test_text_alone_takes_blocks_away_in_an_update(slack: PretendSlack, client: AsyncWebClient) -> None:
    channel = await dm(client)
    ts = (await client.chat_postMessage(channel=channel, text="Hi", blocks=[button("open")]))["ts"]
    changed = {"channel": channel, "ts": ts, "blocks": [button("open", "Close")]}
    await client.api_call("chat.update", json=changed)
    assert slack.messages(channel)[0]["text"] == "Hi"
    await client.chat_update(channel=channel, ts=ts, text="Done")
    assert slack.said_to("UGRACE") == ["Done"]
    assert "blocks" not in slack.messages(channel)[0]


async def test_a_message_can_be_deleted_once(slack: PretendSlack, client: AsyncWebClient) -> None:
    channel = await dm(client)
    ts = (await client.chat_postMessage(channel=channel, text="Oops"))["ts"]
    await client.chat_delete(channel=channel, ts=ts)
    assert slack.said_to("UGRACE") == []
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_delete(channel=channel, ts=ts)


async def test_somebody_elses_message_cannot_be_changed(slack: PretendSlack, client: AsyncWebClient) -> None:
    said = await slack.says("mine", by="UADA", channel="CKUDOS")
    with pytest.raises(SlackApiError, match="cant_update_message"):
        await client.chat_update(channel="CKUDOS", ts=said["ts"], text="yours")


async def test_an_ephemeral_message_is_for_one_person(slack: PretendSlack, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel="CKUDOS", user="UADA", text="Psst")
    assert slack.ephemerals("UADA") == ["Psst"]
    assert slack.said_in("CKUDOS") == []
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        await client.chat_postEphemeral(channel="CKUDOS", user="UGONE", text="Psst")


async def test_a_click_carries_the_message_and_opens_a_modal(
    slack: PretendSlack, bot: ToyBot, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="CKUDOS", text="Hi", blocks=[button("open", value="v1")])
    await slack.clicks("open", by="UADA", value="v1")
    body = bot.heard[0]
    assert body["message"]["text"] == "Hi"
    assert body["actions"][0]["value"] == "v1"
    assert body["container"]["is_ephemeral"] is False
    assert slack.modal("UADA")


async def test_a_click_in_an_ephemeral_message_carries_no_message(
    slack: PretendSlack, bot: ToyBot, client: AsyncWebClient
) -> None:
    await client.chat_postEphemeral(channel="CKUDOS", user="UADA", text="Psst", blocks=[button("tell")])
    assert await slack.clicks("tell", by="UADA") == "You clicked."
    assert "message" not in bot.heard[0]
    assert bot.heard[0]["container"]["is_ephemeral"] is True


async def test_a_response_url_answers_five_times(
    slack: PretendSlack, bot: ToyBot, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="CKUDOS", text="Hi", blocks=[button("tell")])
    await slack.clicks("tell", by="UADA")
    hook = AsyncWebhookClient(bot.heard[0]["response_url"])
    await hook.send(text="For all", response_type="in_channel")
    await hook.send(text="Replaced", replace_original=True)
    assert slack.said_in("CKUDOS") == ["Replaced", "For all"]
    await hook.send(delete_original=True)
    assert slack.said_in("CKUDOS") == ["For all"]
    assert (await hook.send(text="5")).status_code == 200
    sixth = await hook.send(text="6")
    assert (sixth.status_code, json.loads(sixth.body)["error"]) == (404, "used_url")


async def test_a_response_url_ends_after_thirty_minutes(slack: PretendSlack, clock: MovableClock) -> None:
    hook = AsyncWebhookClient(slack.payloads.response_url("UADA", "CKUDOS"))
    clock.move_to(clock.now() + timedelta(minutes=31))
    late = await hook.send(text="Late")
    assert (late.status_code, json.loads(late.body)["error"]) == (404, "expired_url")


async def test_a_cut_after_the_post_posts_twice_with_the_default_retries(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    slack.fail("chat.postMessage", close="after")
    at_once = FixedValueRetryIntervalCalculator(fixed_internal=0)
    client.retry_handlers = [AsyncConnectionErrorRetryHandler(interval_calculator=at_once)]
    await client.chat_postMessage(channel="CKUDOS", text="Once?")
    assert slack.said_in("CKUDOS") == ["Once?", "Once?"]
    assert [call.status for call in slack.calls_to("chat.postMessage")] == [0, 200]


async def test_messages_shortcuts_carry_the_message(slack: PretendSlack, bot: ToyBot) -> None:
    said = await slack.says("I fixed it", by="UGRACE", channel="CGENERAL")
    await slack.uses_message_shortcut("give", by="UADA", message=said)
    assert bot.heard[0]["message"]["user"] == "UGRACE"
    assert slack.modal("UADA")
    await slack.uses_shortcut("wave", by="UGRACE")
    assert slack.modal("UGRACE")
