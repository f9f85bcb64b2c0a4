"""What can be done on the page, by verb."""

import base64
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.clock import MovableClock
from bot.sandbox.dates import next_first, next_friday
from bot.sandbox.escaping import completed
from bot.sandbox.filling import WHOLE
from bot.sandbox.modals import elements_of
from bot.sandbox.moves import Moves
from bot.sandbox.refusals import CannotActError
from bot.sandbox.slack import PretendSlack
from bot.sandbox.tour import Tour

Json = dict[str, Any]
# What comes later than this after the expected instant is not the same any more, but the next of its kind.
PUT_OFF = timedelta(days=2)


class PageActs:
    """Carries out what the browser sends, as the person it names."""

    def __init__(self, slack: PretendSlack, clock: MovableClock, moves: Moves, tour: Tour) -> None:
        self.slack = slack
        self.clock = clock
        self.moves = moves
        self.tour = tour
        self.verbs: dict[str, Callable[[str, str, Json], Awaitable[Json]]] = {
            "send": self.send,
            "click": self.click,
            "shortcut": self.shortcut,
            "react": self.react,
            "fill": self.fill,
            "submit": self.submit,
            "attach": self.attach,
            "close": self.close,
            "move": self.move,
            "rest": self.rest,
            "tour": self.turn,
            "limits": self.limit,
            "refresh": self.refresh,
        }

    async def do(self, verb: str, viewer: str, place: str, body: Json) -> Json:
        """Carry out one act; the answer may hold an `error` or the `errors` of fields."""
        act = self.verbs.get(verb)
        if act is None:
            raise CannotActError(f"Nobody can {verb} here.")
        return await act(viewer, place, body)

    async def send(self, viewer: str, place: str, body: Json) -> Json:
        """A command or a message."""
        text = completed(self.slack.workspace, str(body.get("text", "")).strip())
        channel = None if place == "home" else place
        if text.startswith("/"):
            if body.get("reply"):
                raise CannotActError("Slash commands cannot be used in threads.")
            reply = await self.slack.types(text, by=viewer, channel=channel)
            return {"error": reply.error}
        if text:
            thread = body.get("thread") if body.get("reply") else None
            await self.slack.says(text, by=viewer, channel=channel, thread=thread)
        return {}

    async def click(self, viewer: str, place: str, body: Json) -> Json:
        """A button or a menu, in a message or in a view."""
        if body.get("values") and self.slack.modal(viewer):
            await self.slack.fills(viewer, self._values(viewer, body["values"]))
        spot: Json = {"block_id": body["block"]}
        if body.get("view"):
            spot["view"] = {"id": body["view"]}
        else:
            spot["message"] = {"channel": place, "ts": body["ts"]}
        reply = await self.slack.clicks(body["action"], by=viewer, value=body.get("value"), **spot)
        return {"error": reply.error}

    async def shortcut(self, viewer: str, place: str, body: Json) -> Json:
        """A global shortcut, or with `ts` one in the menu of a message."""
        if not body.get("ts"):
            reply = await self.slack.uses_shortcut(body["callback"], by=viewer)
        else:
            message = {"channel": place, "ts": body["ts"]}
            reply = await self.slack.uses_message_shortcut(body["callback"], by=viewer, message=message)
        return {"error": reply.error}

    async def react(self, viewer: str, place: str, body: Json) -> Json:
        """Add a reaction, or take one's own away."""
        message = {"channel": place, "ts": body["ts"]}
        users = self.slack.workspace.message(place, body["ts"]).reactions.get(body["name"], [])
        act = self.slack.unreacts if viewer in users else self.slack.reacts
        await act(body["name"], message, by=viewer)
        return {}

    async def fill(self, viewer: str, place: str, body: Json) -> Json:
        """What was typed so far, for inputs that the bot follows."""
        await self.slack.fills(viewer, self._values(viewer, body["values"]))
        return {}

    async def submit(self, viewer: str, place: str, body: Json) -> Json:
        """The top modal."""
        errors = await self.slack.submits(viewer, self._values(viewer, body["values"]))
        return {"error": errors.pop(WHOLE, ""), "errors": errors}

    async def attach(self, viewer: str, place: str, body: Json) -> Json:
        """A file for a file input of the top modal, beside those that are there; `content` is in base64."""
        file = self.slack.has_file(viewer, str(body["name"]), base64.b64decode(body["content"]))
        field = str(body["field"])
        await self.slack.fills(viewer, self._values(viewer, {field: [*body["before"], file["id"]]}))
        return {}

    async def close(self, viewer: str, place: str, body: Json) -> Json:
        """The top modal, or all."""
        if self.slack.modal(viewer):
            await self.slack.closes(viewer, everything=bool(body.get("everything")))
        return {}

    async def move(self, viewer: str, place: str, body: Json) -> Json:
        """The clock, to what comes next for `who` (or the viewer), or to an instant on their wall clock."""
        who, to = str(body.get("who") or viewer), str(body.get("to"))
        await self.move_to(self._instant(to, who), lambda: self.moves.instant(to, who))
        return {}

    def _instant(self, to: str, viewer: str) -> datetime:
        zone = self.slack.workspace.members[viewer].tz or "UTC"
        presets = {"friday": next_friday, "first": next_first}
        if to in presets:
            return presets[to](self.clock.now(), zone)
        if to[:1].isdigit():
            return datetime.fromisoformat(to).replace(tzinfo=ZoneInfo(zone))
        found = self.moves.instant(to, viewer)
        if found is None:
            raise CannotActError("Nothing of that kind is in the calendar.")
        return found

    async def turn(self, viewer: str, place: str, body: Json) -> Json:
        """The tour: next, back, end or begin."""
        self.tour.turn(str(body.get("to")))
        self.slack.workspace.touch()
        return {}

    async def limit(self, viewer: str, place: str, body: Json) -> Json:
        """Slack's rate limits, on or off."""
        self.slack.rate_limits = bool(body.get("value"))
        self.slack.workspace.touch()
        return {}

    async def refresh(self, viewer: str, place: str, body: Json) -> Json:
        """Tell the bot's sockets to go, as Slack does every few hours; it comes back by itself."""
        await self.slack.disconnects()
        self.slack.workspace.touch()
        return {}

    async def rest(self, viewer: str, place: str, body: Json) -> Json:
        """Do Not Disturb for an hour, or its end."""
        if self.slack.workspace.members[viewer].rests_at(self.clock.now()):
            self.slack.wakes(viewer)
        else:
            self.slack.rests(viewer, self.clock.now() + timedelta(hours=1))
        return {}

    async def move_to(self, target: datetime, ask: Callable[[], datetime | None] = lambda: None) -> None:
        """Move forward to `target`, with the pauses on the way.

        At each of them `ask` says anew when it comes: nearer, perhaps, or put off for a little.
        """
        now = self.clock.now()
        if target < now:
            raise CannotActError("The clock only moves forward.")
        self.tour.move(on=True)
        try:
            while now < target:
                # The pauses are asked for one by one: what happens at one may cause the next.
                now = next(iter(self.moves.stops(now, target)), target)
                self.clock.reach(now)
                self.slack.workspace.touch()
                await self.moves.work(now)
                asked = ask()
                if asked and now < asked < target + PUT_OFF:
                    target = asked
        finally:
            self.tour.move(on=False)
            self.slack.workspace.touch()

    def _values(self, viewer: str, values: Json) -> Json:
        """Form values as the elements of the top modal take them."""
        view = self.slack.workspace.views.top(viewer)
        elements = (
            {f"{b['block_id']}/{e['action_id']}": e for b, e in elements_of(view.blocks)} if view else {}
        )
        return {
            name: self._value(viewer, elements[name], value)
            for name, value in values.items()
            if name in elements
        }

    def _value(self, viewer: str, element: Json, value: Any) -> Any:
        if element["type"] == "datetimepicker" and value:
            zone = ZoneInfo(self.slack.workspace.members[viewer].tz or "UTC")
            return int(datetime.fromisoformat(value).replace(tzinfo=zone).timestamp())
        if element["type"] == "rich_text_input" and value:
            section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
            return {"type": "rich_text", "elements": [section]}
        if element["type"] == "file_input":
            return [self.slack.workspace.files[file] for file in value]
        return value
