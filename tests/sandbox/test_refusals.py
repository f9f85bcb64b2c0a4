"""What the Web API refuses, and how it fails when told to."""

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import PretendSlack


async def call(slack: PretendSlack, method: str, token: str | None = None, **more: Any) -> dict[str, Any]:
    """A bare call, without Slack's own client."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(slack.api_root + method, **more) as answer,
    ):
        body: dict[str, Any] = await answer.json()
        return body | {"headers": answer.headers}


async def test_tokens_are_checked(slack: PretendSlack) -> None:
    assert (await call(slack, "auth.test"))["error"] == "not_authed"
    assert (await call(slack, "auth.test", "xoxb-wrong"))["error"] == "invalid_auth"
    assert (await call(slack, "auth.test", slack.app_token))["error"] == "not_allowed_token_type"
    assert (await call(slack, "auth.test", slack.bot_token))["user_id"] == "UBOT"


async def test_the_token_may_stand_in_the_form(slack: PretendSlack) -> None:
    blocks = json.dumps([{"type": "divider"}])
    form = {"token": slack.bot_token, "channel": "CKUDOS", "text": "Hi", "blocks": blocks}
    assert (await call(slack, "chat.postMessage", data=form))["message"]["blocks"][0]["type"] == "divider"
    assert "token" not in slack.calls[-1].args


async def test_an_uninstalled_app_is_inactive(slack: PretendSlack, client: AsyncWebClient) -> None:
    await slack.uninstalls()
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()


async def test_a_missing_scope_names_what_is_needed(slack: PretendSlack) -> None:
    slack.workspace.scopes = {"commands"}
    answer = await call(slack, "chat.postMessage", slack.bot_token, json={"channel": "CKUDOS", "text": "Hi"})
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "chat:write",
        "commands",
    )
    assert answer["headers"]["x-oauth-scopes"] == "commands"
    assert answer["headers"]["x-accepted-oauth-scopes"] == "chat:write"


async def test_an_unknown_method_is_an_error(slack: PretendSlack, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        await client.api_call("chat.shout")


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("CNONE", "channel_not_found"),
        ("#kudos", "channel_not_found"),
        ("UADA", "channel_not_found"),
        ("CGENERAL", "not_in_channel"),
        ("CSECRET", "channel_not_found"),
        ("COLD", "is_archived"),
    ],
)
async def test_a_place_the_bot_cannot_write_into(
    slack: PretendSlack, client: AsyncWebClient, channel: str, error: str
) -> None:
    slack.add_channel("CSECRET", name="secret", private=True)
    slack.add_channel("COLD", name="old", bot=True, archived=True)
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel, text="Hi")
    assert refused.value.response["error"] == error


async def test_nothing_to_say_is_no_text(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="no_text"):
        await client.api_call("chat.postMessage", json={"channel": "CKUDOS", "text": ""})


async def test_channel_history_is_closed_to_the_bot(slack: PretendSlack, client: AsyncWebClient) -> None:
    slack.workspace.scopes -= {"channels:history"}
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.conversations_history(channel="CKUDOS")


@pytest.mark.parametrize(
    ("users", "error"),
    [([], "users_list_not_supplied"), (["UNOBODY"], "user_not_found"), (["UGONE"], "user_disabled")],
)
async def test_a_dm_that_cannot_be_opened(client: AsyncWebClient, users: list[str], error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        await client.conversations_open(users=users)


async def test_a_fault_with_a_status(slack: PretendSlack, client: AsyncWebClient) -> None:
    slack.fail("chat.postMessage", status=503)
    with pytest.raises(SlackApiError, match="503"):
        await client.chat_postMessage(channel="CKUDOS", text="Hi")
    await client.chat_postMessage(channel="CKUDOS", text="Hi again")
    assert slack.said_in("CKUDOS") == ["Hi again"]


async def test_a_fault_with_retry_after(slack: PretendSlack, client: AsyncWebClient) -> None:
    slack.fail("chat.postMessage", times=None, retry_after=7)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel="CKUDOS", text="Hi")
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "7"
    slack.mend()
    await client.chat_postMessage(channel="CKUDOS", text="Hi")


async def test_a_fault_after_the_thing_was_done(slack: PretendSlack, client: AsyncWebClient) -> None:
    slack.fail("chat.postMessage", error="internal_error", done=True)
    with pytest.raises(SlackApiError, match="internal_error"):
        await client.chat_postMessage(channel="CKUDOS", text="Hi")
    assert slack.said_in("CKUDOS") == ["Hi"]


async def test_a_cut_before_the_thing_was_done(slack: PretendSlack, client: AsyncWebClient) -> None:
    slack.fail("chat.postMessage", close="before")
    client.retry_handlers = []
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="CKUDOS", text="Hi")
    assert slack.said_in("CKUDOS") == []


async def test_a_slow_call_is_done_although_nobody_waits(slack: PretendSlack, client: AsyncWebClient) -> None:
    slack.fail("chat.postMessage", delay=0.1)
    client.timeout = 0.05  # type: ignore[assignment]
    client.retry_handlers = []
    with pytest.raises(TimeoutError):
        await client.chat_postMessage(channel="CKUDOS", text="Hi")
    await slack.until(lambda: slack.said_in("CKUDOS") == ["Hi"])


async def test_posts_are_limited_for_each_channel(slack: PretendSlack, client: AsyncWebClient) -> None:
    slack.rate_limits = True
    slack.add_channel("COTHER", name="other", bot=True)
    for _ in range(4):
        await client.chat_postMessage(channel="CKUDOS", text="Hi")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="CKUDOS", text="Hi")
    assert refused.value.response["error"] == "ratelimited"
    assert refused.value.response.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel="COTHER", text="Hi")


async def test_methods_are_limited_by_their_tier(slack: PretendSlack, client: AsyncWebClient) -> None:
    slack.rate_limits = True
    for _ in range(20):
        await client.users_list()
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.users_list()
    await client.users_info(user="UADA")
