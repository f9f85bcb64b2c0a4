"""The front door: Slack's deliveries in, answers out, refusals answered in one place."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import loading
from bot.database import DatabaseAway
from bot.language import SOURCE, _, speak
from bot.refusals import refusal
from bot.rules.refusal import Refusal
from bot.tools import Tools
from bot.views import cairn as views
from bot.views.blocks import Message
from handlers import FEATURES, forms

log = structlog.get_logger()
ANYTHING = re.compile(".*")
# What Slack says of somebody who is not there, or whom it does not show.
NOBODY = ("user_not_found", "user_not_visible", "users_not_found")
# What reading a payload raises where it is not shaped as Slack shapes it.
MALFORMED = (LookupError, TypeError, AttributeError, ValueError)


class Door(AsyncApp):
    """Bolt's app, for both transports; whoever has acted is shown what came of it on their Home."""

    def __init__(self, tools: Tools, **options: Any) -> None:
        super().__init__(**options)
        self._tools = tools

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        with loading.answering() as place:
            answer = await super().async_dispatch(req)
            await place.leave()
        workspace_id, user = req.context.get("workspace_id"), req.context.user_id
        if workspace_id is not None and user:
            self._tools.onlookers.touch(workspace_id, user)
        return answer


def build_app(tools: Tools) -> AsyncApp:
    """The Bolt app with every listener. It trusts its requests: `server.py` has verified them.

    An ack is a receipt: listeners run to their end before the answer leaves.
    """
    app = Door(
        tools,
        # Else Bolt reads the source of everything loaded to find the name of the file that is calling.
        name="cairn",
        process_before_response=True,
        request_verification_enabled=False,
        attaching_function_token_enabled=False,
        authorize=_authorize(tools),
        # Without a token of its own: each request gets its workspace's from `authorize`.
        client=AsyncWebClient(base_url=tools.settings.slack_api_url, retry_handlers=[]),
    )
    app.use(_bringing(tools))
    for feature in FEATURES:
        feature.register(app)
    # What we do not handle is acknowledged, or Slack would send it again.
    app.event(ANYTHING)(_nothing)
    app.action(ANYTHING)(_nothing)
    app.error(_answering(tools))
    return app


def _authorize(tools: Tools) -> Callable[..., Awaitable[Any]]:
    """Know the workspace from what is stored: asking Slack here would drop deliveries while it is ill."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        tenant = tools.tenants.get(team_id or "")
        if tenant is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=tenant.bot_user_id,
            bot_id=tenant.bot_id,
            bot_token=tools.settings.slack_bot_token,
        )

    return authorize


def _bringing(tools: Tools) -> Callable[..., Awaitable[None]]:
    async def bring(context: AsyncBoltContext, next: Callable[[], Awaitable[None]]) -> None:
        """Give every listener its tools and the workspace it acts in."""
        workspace_id = tools.tenants[context.team_id or ""].workspace
        context["tools"] = tools
        context["workspace_id"] = workspace_id
        speak(await tools.languages.of(workspace_id, context.user_id) if context.user_id else SOURCE)
        await next()

    return bring


async def _nothing() -> None:
    """Acknowledge."""


def _answering(tools: Tools) -> Callable[..., Awaitable[BoltResponse]]:
    async def answer(error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Say what to do instead, and give the person's words back."""
        _record(error, body)
        if "event" in body:
            return _event_answer(error)
        if body.get("type") == "view_submission":
            return _field_error(error, body["view"])
        words = f"{body['command']} {forms.typed(body)}".strip() if "command" in body else ""
        message = _sentence(error, words)
        tools.clear_modal(message["text"])
        if words:
            return _json(200, {"response_type": "ephemeral", **message})
        tools.confirm(body.get("response_url"), {"response_type": "ephemeral", **message})
        return BoltResponse(status=200, body="")

    return answer


def _record(error: Exception, body: dict[str, Any]) -> None:
    """Ids go into the log; words that people wrote never do."""
    ids = {
        "type": body.get("type") or body.get("command"),
        "user": body.get("user_id") or (body.get("user") or {}).get("id"),
        "event_id": body.get("event_id"),
    }
    if isinstance(error, Refusal):
        log.info("refused", **ids)
    elif isinstance(error, DatabaseAway):
        log.error("database_away", unsure=error.unsure, **ids)
    elif isinstance(error, SlackApiError | TimeoutError):
        code = refusal(error).code if isinstance(error, SlackApiError) else "timeout"
        log.warning("slack_did_not_help", error=code, **ids)
    else:
        log.error("listener_failed", **ids, exc_info=error)


def _event_answer(error: Exception) -> BoltResponse:
    """An event that cannot be kept now is not acknowledged, so that Slack sends it again."""
    if isinstance(error, Refusal):
        return BoltResponse(status=200, body="")
    if isinstance(error, MALFORMED) or _names_nobody(error):
        # The same bytes would fail again.
        return BoltResponse(status=400, body="", headers={"x-slack-no-retry": "1"})
    return BoltResponse(status=503 if isinstance(error, DatabaseAway) else 500, body="")


def _names_nobody(error: Exception) -> bool:
    """Whether Slack knows nobody of that id, or shows them to nobody here."""
    return isinstance(error, SlackApiError) and refusal(error).code in NOBODY


def _sentence(error: Exception, words: str) -> Message:
    if isinstance(error, Refusal):
        return views.refused(str(error), words)
    if isinstance(error, DatabaseAway):
        return views.unsure(words) if error.unsure else views.away(words)
    if _names_nobody(error):
        return views.nobody(words)
    if isinstance(error, SlackApiError | TimeoutError):
        return views.slack_away(words)
    return views.apology(words)


def _field_error(error: Exception, view: dict[str, Any]) -> BoltResponse:
    """The modal stays open with everything typed, and the sentence at its field."""
    names = [block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"]
    names = names or list(forms.inputs(view)) or ["form"]
    field = getattr(error, "field", "")
    said = _plain(str(error)) if isinstance(error, Refusal) else _sentence(error, "")["text"]
    if isinstance(error, DatabaseAway) and error.unsure:
        said = views.unsure_in_form()["text"]
    errors = {field if field in names else names[0]: said}
    return _json(200, {"response_action": "errors", "errors": errors})


def _plain(sentence: str) -> str:
    """A refusal as a modal shows it: errors at a field know no mentions."""
    spoken = re.sub(r"<@[^>]+>", _("that person"), sentence).replace("`", "")
    return spoken[:1].upper() + spoken[1:]


def _json(status: int, body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=status, body=body, headers={"content-type": "application/json"})
