"""Keeping the directory fresh from Slack, everybody by `users.list`, managers by their profile; forgetting
what has served."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot.refusals import refusal
from bot.services import person as directory
from bot.services import retention, setting
from bot.services.person import Synced
from bot.services.workspace import Tenant
from bot.tools import Tools
from models import attachment, person, together

log = structlog.get_logger()
PAGE = 200
# A late answer changes a read-out until the next check-in is asked about.
MAY_CHANGE = timedelta(weeks=3)
ATTEMPTS = 5


async def sync_directory(tools: Tools, tenant: Tenant) -> Synced:
    """Read all members of the workspace, page by page, and their managers where a field is named.

    Idempotent. Raises SlackApiError for what Slack refuses for good.
    """
    total, cursor = Synced(), ""
    while True:
        answer = await _patiently(
            tools.slack().users_list, limit=PAGE, cursor=cursor or None, include_locale=True
        )
        total = total.plus(
            await tools.transact_long(
                directory.learn,
                workspace_id=tenant.workspace,
                team_id=tenant.team_id,
                users=answer["members"],
            )
        )
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    await _sync_managers(tools, tenant)
    log.info("directory_synced", added=total.added, changed=total.changed)
    return total


async def forget(tools: Tools, tenant: Tenant) -> None:
    """Forget words and files that were kept only because a sent message might still change, and forms that
    were sent or left long ago."""
    before = tools.clock() - MAY_CHANGE
    await tools.transact_long(together.forget_parts, workspace_id=tenant.workspace, before=before)
    await tools.transact_long(attachment.forget, workspace_id=tenant.workspace, before=before)
    await tools.transact_long(retention.forget_drafts, workspace_id=tenant.workspace, now=tools.clock())


async def _sync_managers(tools: Tools, tenant: Tenant) -> None:
    """One profile a person, where the company has named the field that holds the manager."""
    settings = await tools.read(setting.chosen, workspace_id=tenant.workspace)
    manager_field = settings.get("manager_field")
    if not manager_field:
        return
    for slack_id in await tools.read(_without_csv, workspace_id=tenant.workspace):
        answer = await _patiently(tools.slack().users_profile_get, user=slack_id)
        fields = answer["profile"].get("fields") or {}
        manager = (fields.get(manager_field) or {}).get("value")
        if manager:
            await tools.transact_long(
                directory.manage,
                workspace_id=tenant.workspace,
                slack_user_id=slack_id,
                manager_slack_id=manager,
            )


async def _patiently(call: Callable[..., Awaitable[Any]], **arguments: Any) -> Any:
    """A call that waits as long as Slack asks, a few times."""
    for _ in range(ATTEMPTS):
        try:
            return await call(**arguments)
        except SlackApiError as error:
            if not refusal(error).is_rate_limit:
                raise
            await asyncio.sleep(refusal(error).retry_after)
    return await call(**arguments)


def _without_csv(session: Session, *, workspace_id: int) -> list[str]:
    return [
        who.slack_user_id
        for who in person.everybody(session, workspace_id)
        if who.slack_user_id and not who.in_csv and not who.deactivated
    ]
