"""Whose token this is: asked of Slack once at the start, and remembered."""

import contextlib

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.refusals import refusal
from bot.services import workspace
from bot.services.delivery import TOKEN_ERRORS
from bot.services.workspace import Tenant
from bot.settings import SettingsError
from bot.tools import Tools
from models import workspace as table

log = structlog.get_logger()


async def identify(tools: Tools) -> Tenant | None:
    """Learn the token's workspace and bind this database to it; where Slack is away, the one seen last.

    None where neither is known yet. Raises SettingsError for a token that Slack refuses, or
    one of another workspace than the database's.
    """
    try:
        answer = await tools.slack().auth_test()
    except SlackApiError as error:
        code = refusal(error).code
        if code in TOKEN_ERRORS:
            raise SettingsError(
                f"Slack refuses SLACK_BOT_TOKEN ({code}). Copy it again from your app's page."
            ) from None
        return await _as_last_seen(tools, code)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return await _as_last_seen(tools, type(error).__name__)
    tenant = await tools.database.transact(
        workspace.adopt,
        team_id=answer["team_id"],
        name=answer.get("team") or "",
        url=answer.get("url") or "",
        bot_user_id=answer["user_id"],
        bot_id=answer.get("bot_id") or "",
        now=tools.clock(),
    )
    tools.tenants[tenant.team_id] = tenant
    return tenant


async def ask_again(tools: Tools) -> None:
    """Where Slack has refused the token: ask whether it takes it now.

    A notice that tokens were revoked may arrive, or be repeated, after a new one was given; and an
    account that was switched off may be switched on again.
    """
    served = {tenant.workspace for tenant in tools.tenants.values()}
    if not served <= set(await tools.database.read(table.active_ids)):
        with contextlib.suppress(SettingsError):
            await identify(tools)


async def _as_last_seen(tools: Tools, why: str) -> Tenant | None:
    tenant = await tools.read(workspace.known)
    log.warning("slack_not_asked", why=why, known=tenant is not None)
    if tenant is not None:
        tools.tenants[tenant.team_id] = tenant
    return tenant
