"""views.*: modals and the Home tab."""

from typing import Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.limits import checked_view
from bot.sandbox.modals import View
from bot.sandbox.refusals import SlackRefusesError
from bot.sandbox.view_shapes import view_shape
from bot.sandbox.workspace import Workspace


def open_view(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """views.open: a new modal for whoever acted; it replaces modals that are still open."""
    body = _body(workspace, args, "modal")
    trigger = workspace.tickets.redeem(args.required("trigger_id"))
    workspace.views.clear(trigger.user)
    return _lay(workspace, trigger.user, body)


def push(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """views.push: one more modal on the stack of whoever acted in the one below."""
    body = _body(workspace, args, "modal")
    trigger = workspace.tickets.redeem(args.required("trigger_id"))
    below = workspace.views.top(trigger.user)
    if trigger.view is None or below is None:
        raise SlackRefusesError("not_found")
    return _lay(workspace, trigger.user, body)


def update(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """views.update: by view id or external id, and with `hash` only if nobody was faster."""
    view = workspace.views.find(args.text("view_id"), args.text("external_id"))
    body = _body(workspace, args, view.body["type"], instead_of=view)
    return _replace(workspace, view, body, args)


def publish(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """views.publish: somebody's Home tab."""
    user = workspace.member(args.text("user_id")).id
    home = workspace.views.homes.get(user)
    body = _body(workspace, args, "home", instead_of=home)
    if home is None:
        home = workspace.views.homes[user] = workspace.new_view(user, body)
        workspace.touch()
        return {"view": view_shape(workspace, home)}
    return _replace(workspace, home, body, args)


def _replace(workspace: Workspace, view: View, body: dict[str, Any], args: Arguments) -> dict[str, Any]:
    given = args.text("hash")
    if given and given != view.hash:
        raise SlackRefusesError("hash_conflict")
    view.replace(workspace.view_body(body), workspace.view_hash())
    workspace.touch()
    return {"view": view_shape(workspace, view)}


def _lay(workspace: Workspace, user: str, body: dict[str, Any]) -> dict[str, Any]:
    view = workspace.views.push(workspace.new_view(user, body))
    workspace.touch()
    return {"view": view_shape(workspace, view)}


def _body(
    workspace: Workspace, args: Arguments, kind: str, *, instead_of: View | None = None
) -> dict[str, Any]:
    body = checked_view(args.json("view"), kind, files=workspace.files)
    others = [view for view in workspace.views.every() if view is not instead_of]
    if body.get("external_id") and body["external_id"] in {view.external_id for view in others}:
        raise SlackRefusesError("duplicate_external_id")
    return body
