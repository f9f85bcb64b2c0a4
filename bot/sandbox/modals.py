"""Views: the modals a person has open, and their Home tab."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.refusals import SlackRefusesError

STACK = 3
TEXTS = ("title", "submit", "close")


@dataclass
class View:
    """One view and what its person has typed into it, by (block id, action id)."""

    id: str
    user: str
    body: dict[str, Any]
    hash: str
    root: str = ""
    previous: str | None = None
    typed: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def external_id(self) -> str:
        """The app's own name for the view, or ''."""
        return str(self.body.get("external_id") or "")

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Its blocks, with the block and action ids that Slack filled in."""
        blocks: list[dict[str, Any]] = self.body["blocks"]
        return blocks

    def replace(self, body: dict[str, Any], stamp: str) -> None:
        """Take a new body. What was typed stays where block and action ids are still there."""
        self.body, self.hash = body, stamp
        ids = {(block["block_id"], element.get("action_id")) for block, element in elements_of(self.blocks)}
        self.typed = {key: value for key, value in self.typed.items() if key in ids}


class Views:
    """All open modals, as a stack for each person, and all Home tabs."""

    def __init__(self) -> None:
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.closed: dict[str, View] = {}

    def push(self, view: View) -> View:
        """Lay a view on top of its person's stack, at most three deep."""
        stack = self.stacks.setdefault(view.user, [])
        if len(stack) >= STACK:
            raise SlackRefusesError("push_limit_reached")
        view.root = stack[0].id if stack else view.id
        view.previous = stack[-1].id if stack else None
        stack.append(view)
        return view

    def top(self, user: str) -> View | None:
        """The modal the person is looking at."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def pop(self, user: str) -> View:
        """Close the top modal."""
        view = self.stacks[user].pop()
        self.closed[view.id] = view
        return view

    def clear(self, user: str) -> list[View]:
        """Close all modals of a person, the top one first."""
        gone = list(reversed(self.stacks.pop(user, [])))
        self.closed |= {view.id: view for view in gone}
        return gone

    def find(self, view_id: str | None, external_id: str | None) -> View:
        """An open view by either id, or Slack's not_found."""
        for view in self.every():
            if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
                return view
        raise SlackRefusesError("not_found")

    def every(self) -> list[View]:
        """All views that exist: open modals and Home tabs."""
        return [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())


def elements_of(blocks: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every interactive element with its block, in reading order."""
    found = []
    for block in blocks:
        here = [block.get("element"), block.get("accessory")]
        if block["type"] == "actions":
            here += block["elements"]
        found += [(block, element) for element in here if element and element["type"] != "image"]
    return found
