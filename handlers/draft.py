"""Drafts: what is typed into a form survives closing it."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import draft
from bot.tools import Tools
from bot.views import draft as views
from handlers import forms

T = TypeVar("T")
ANYTHING = re.compile(".*")
# Names are at most as long as this.
LONGEST = 200


def form_of(kind: str, *about: str | None) -> str:
    """The name of one form, by its kind and by what it is about."""
    return ":".join([kind, *(each or "" for each in about)])[:LONGEST]


async def drafted(tools: Tools, workspace_id: int, who: str, view: dict[str, Any]) -> dict[str, Any]:
    """A modal with what its person had typed into it and not sent; its memory names the form (`draft`)."""
    form = forms.remembered(view).get("draft", "")
    typed = await tools.read(draft.found, workspace_id=workspace_id, slack_user_id=who, form=form)
    return views.drafted(view, typed)


async def latest(
    tools: Tools, workspace_id: int, who: str, kind: str, about: str
) -> tuple[str, Mapping[str, Any]]:
    """The name of a form and what had been typed into it; where it is about nothing yet, of the last one
    of its kind."""
    form = form_of(kind, about)
    if about:
        return form, await tools.read(draft.found, workspace_id=workspace_id, slack_user_id=who, form=form)
    name, typed = await tools.read(draft.latest, workspace_id=workspace_id, slack_user_id=who, kind=kind)
    return name or form, typed


async def send(
    tools: Tools,
    body: dict[str, Any],
    view: dict[str, Any],
    service: Callable[..., T],
    *,
    workspace_id: int,
    **arguments: Any,
) -> T:
    """Run the service of a form that was sent, and let go of its draft in the same transaction."""
    return await tools.transact(
        draft.send,
        workspace_id=workspace_id,
        sender=body["user"]["id"],
        form=forms.remembered(view).get("draft", ""),
        view=forms.act_of_view(view),
        doing=service,
        arguments=arguments,
        now=tools.clock(),
    )


async def typed(ack: AsyncAck, body: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """A form is closed, or somebody types into it: what stands in it is kept"""
    await keep(tools, body, workspace_id)
    await ack()


async def keep(tools: Tools, body: dict[str, Any], workspace_id: int) -> None:
    """Keep what stands in the form that a payload shows, where it is one that has drafts."""
    view: dict[str, Any] = body.get("view") or {}
    fields, form = forms.inputs(view), forms.remembered(view).get("draft", "")
    if form and fields:
        await tools.transact(
            draft.keep,
            workspace_id=workspace_id,
            slack_user_id=body["user"]["id"],
            form=form,
            view=forms.act_of_view(view),
            fields={**forms.remembered(view).get("hidden", {}), **fields},
            offered=views.offered(view),
            now=tools.clock(),
        )


def register(app: AsyncApp) -> None:
    """After all others: what somebody types is told under the names of the fields."""
    app.view_closed(ANYTHING)(typed)
    app.action(ANYTHING)(typed)
