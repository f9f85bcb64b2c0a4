"""People in modals: filling in, submitting, closing."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.clicking import Found, action_of
from bot.sandbox.desk import Desk
from bot.sandbox.forms import complaints, fill, names_of
from bot.sandbox.limits import checked_view
from bot.sandbox.modals import View, elements_of
from bot.sandbox.records import Delivery
from bot.sandbox.refusals import CannotActError, SlackRefusesError
from bot.sandbox.view_shapes import view_shape

# The key under which trouble that belongs to no field is told.
WHOLE = "*"
TROUBLE = {WHOLE: "We had some trouble connecting. Try again?"}


class Filling(Desk):
    """What people do in modals."""

    def modal(self, user: str) -> dict[str, Any] | None:
        """The modal this person is looking at, or None."""
        view = self.workspace.views.top(user)
        return view_shape(self.workspace, view) if view else None

    def modals(self, user: str) -> list[dict[str, Any]]:
        """Their whole stack, the top one last."""
        return [view_shape(self.workspace, view) for view in self.workspace.views.stacks.get(user, [])]

    def home(self, user: str) -> dict[str, Any] | None:
        """Their Home tab, or None before the bot has published one."""
        view = self.workspace.views.homes.get(user)
        return view_shape(self.workspace, view) if view else None

    async def fills(self, user: str, values: Mapping[str, Any]) -> None:
        """Type values into the top modal without submitting; inputs with dispatch_action tell the bot."""
        view = self._top(user)
        fill(view, values)
        self.workspace.touch()
        for name, value in values.items():
            for block, element in elements_of(view.blocks):
                if block.get("dispatch_action") and name in names_of(block, element):
                    action = action_of(Found(block, element, view), value, self.workspace.now_ts())
                    await self._interact(element["action_id"], self.payloads.view_action(view, action))

    async def submits(self, user: str, values: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Fill in values by action id and submit the top modal.

        {} where it was accepted, else the errors by block id: those of Slack's own client, of which
        the bot hears nothing, or the bot's. Trouble with no field comes under "*". CannotActError
        for an unknown field or an option that is not offered.
        """
        view = self._top(user)
        if not view.body.get("submit"):
            raise CannotActError("This modal has nothing to submit.")
        fill(view, values or {})
        self.workspace.touch()
        errors = complaints(view)
        if errors:
            return errors
        delivery = await self._interact(view.body.get("callback_id", ""), self.payloads.submission(view))
        return self._after(view, delivery)

    async def closes(self, user: str, *, everything: bool = False) -> None:
        """Close the top modal, or all; the bot hears of it where a view says notify_on_close."""
        everything = everything or self._top(user).body.get("clear_on_close", False)
        gone = self.workspace.views.clear(user) if everything else [self.workspace.views.pop(user)]
        self.workspace.touch()
        for view in gone:
            if view.body.get("notify_on_close"):
                payload = self.payloads.closing(view, cleared=everything)
                await self._interact(view.body.get("callback_id", ""), payload)

    def _top(self, user: str) -> View:
        view = self.workspace.views.top(self._person(user))
        if view is None:
            raise CannotActError(f"{user} has no modal open.")
        return view

    def _after(self, view: View, delivery: Delivery) -> dict[str, str]:
        """Do what the answer to a submission says."""
        if not delivery.ok:
            return dict(TROUBLE)
        answer = delivery.response if isinstance(delivery.response, dict) else {}
        try:
            return self._obey(view, answer)
        except SlackRefusesError as refusal:
            delivery.problem = "; ".join([refusal.error, *refusal.messages])
            return dict(TROUBLE)
        finally:
            self.workspace.touch()

    def _obey(self, view: View, answer: dict[str, Any]) -> dict[str, str]:
        views, action = self.workspace.views, answer.get("response_action")
        if action == "errors":
            return _errors(view, answer.get("errors"))
        if action == "clear":
            views.clear(view.user)
        elif action == "update":
            body = checked_view(answer.get("view"), "modal", files=self.workspace.files)
            view.replace(self.workspace.view_body(body), self.workspace.view_hash())
        elif action == "push":
            body = checked_view(answer.get("view"), "modal", files=self.workspace.files)
            views.push(self.workspace.new_view(view.user, body))
        elif action is None:
            self._leave(view)
        else:
            raise SlackRefusesError("invalid_response_action")
        return {}

    def _leave(self, view: View) -> None:
        """Close a submitted view, unless the bot has closed it meanwhile."""
        if self.workspace.views.top(view.user) is view:
            self.workspace.views.pop(view.user)


def _errors(view: View, errors: Any) -> dict[str, str]:
    """Errors by block id. Slack gives up on errors for blocks that are no inputs."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - inputs:
        raise SlackRefusesError("invalid_errors", messages=[f"[ERROR] the inputs are: {sorted(inputs)}"])
    return {str(key): str(value) for key, value in errors.items()}
