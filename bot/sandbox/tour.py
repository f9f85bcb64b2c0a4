"""The guided tour: eight steps through a week and a month, each done by doing it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from bot.sandbox.messages import Message
from bot.sandbox.slack import PretendSlack

EMPLOYEE, MANAGER = "U0ADA", "U0GRACE"
Read = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Step:
    """One step. `place` is a channel's id, `home`, or `app` for the messages with the app; `say` is put
    into the composer. `move` names where the clock can be moved from here."""

    title: str
    text: str
    done: Callable[["Witness"], bool]
    who: str = EMPLOYEE
    place: str = "app"
    say: str = ""
    label: str = ""
    move: str = ""
    move_label: str = ""


@dataclass
class Witness:
    """What has happened since a step began."""

    slack: PretendSlack
    read: Read
    delivered: int
    began: datetime
    # Whether the clock is on its way.
    moving: bool = False

    def has_sent(self, name: str, *, words: int = 0) -> bool:
        """Whether the bot took a submission of that modal, or a command with so many words."""
        for delivery in self.slack.deliveries[self.delivered :]:
            if delivery.name != name or not delivery.ok:
                continue
            if delivery.kind == "slash_commands":
                done = len(str(delivery.payload["text"]).split()) >= words
            else:
                done = delivery.payload.get("type") == "view_submission" and not _errors(delivery.response)
            if done:
                return True
        return False

    def has_moved(self, days: int) -> bool:
        """Whether the clock was moved at least so far, and has arrived."""
        return not self.moving and (self.slack.workspace.clock() - self.began).total_seconds() > days * 86_400

    def has_read(self, user: str, kind: str) -> bool:
        """Whether somebody has looked at a message of that kind from the bot."""
        place = self.slack.dm_of(user) or ""
        seen = float(self.read.get((user, place), "0"))
        return any(
            _holds(message, kind) and float(message.ts) <= seen
            for message in self.slack.workspace.messages.get(place, [])
        )


# How the header of what a manager reads ends.
HEADERS = {"readout": "Your team's week", "summary": ": your team"}
STEPS = (
    Step(
        "Give kudos",
        "As Ada, an engineer, thank somebody: the button puts words into the message box, change them "
        "as you like, and press Enter. The bot announces it in #kudos and tells the receiver.",
        lambda seen: seen.has_sent("kudos") or seen.has_sent("/kudos", words=2),
        place="CKUDOS",
        say="/kudos @elena.petrova for finding out why Tuesdays were slow #craft",
        label="Write it for me",
    ),
    Step(
        "Update a goal",
        "Type /goal for your goals, and press Update beside one. What you say is on the record; "
        "nobody is asked for a report.",
        lambda seen: seen.has_sent("goal_update") or seen.has_sent("/goal", words=2),
        say="/goal",
        label="Show Ada's goals",
    ),
    Step(
        "Answer a check-in",
        "Two minutes about the week: /checkin opens it whenever you like. Mood and workload stay with you "
        "unless you share them.",
        lambda seen: seen.has_sent("checkin"),
        say="/checkin",
        label="Write it for me",
    ),
    Step(
        "Move to Friday",
        "On Friday at 09:30 of their own clock everybody is asked about their week, from Tokyo to New York. "
        "Whoever has answered already is left alone. Move the clock: the real scheduler and the real outbox "
        "run at every stop on the way.",
        lambda seen: seen.has_moved(1),
        move="prompt",
        move_label="Move to Ada's next prompt",
    ),
    Step(
        "Read the team read-out",
        "A week closes on each person's third working day after the question. When the last of her team "
        "has closed, Grace, who leads Platform, gets one message at her next 09:30. Move on, then read it.",
        lambda seen: seen.has_read(MANAGER, "readout"),
        who=MANAGER,
        label="Be Grace",
        move="readout",
        move_label="Move to the read-out",
    ),
    Step(
        "Move to the first of the month",
        "Once a month the record of half a year is looked at. People see their own signals first, two days "
        "before their manager does.",
        lambda seen: seen.has_moved(1),
        who=MANAGER,
        move="summary",
        move_label="Move to the first of the month",
    ),
    Step(
        "See your own signals",
        "Back as Ada: /talent shows what the record says about her, with the evidence for each line. She can "
        "contest it, and the contest travels with it.",
        lambda seen: seen.has_read(EMPLOYEE, "own_card") or seen.has_sent("/talent"),
        say="/talent",
        label="Be Ada",
    ),
    Step(
        "Read the manager's summary",
        "And what Grace gets: facts and cues with their evidence, and a suggested conversation. Never a "
        "score or a rank. In a full week it waits for the week's next message: move on if it is not there.",
        lambda seen: seen.has_read(MANAGER, "summary"),
        who=MANAGER,
        label="Be Grace",
        move="prompt",
        move_label="Move on",
    ),
)


class Tour:
    """Where the tour stands; None before it begins and after it ends."""

    def __init__(self, slack: PretendSlack, read: Read, *, on: bool = False) -> None:
        self.slack, self.read = slack, read
        self._done: set[int] = set()
        self._go(0 if on else None)

    def turn(self, to: str) -> None:
        """`next`, `back`, `end`, or `begin` again."""
        if to == "begin":
            self._done.clear()
            self._go(0)
        elif self.at is not None:
            place = {"next": self.at + 1, "back": self.at - 1}.get(to, len(STEPS))
            self._go(max(0, place) if place < len(STEPS) else None)

    def shown(self) -> dict[str, Any] | None:
        """The step as the page shows it."""
        if self.at is None:
            return None
        step = STEPS[self.at]
        if step.done(self._seen):
            self._done.add(self.at)
        return {
            "number": self.at + 1,
            "total": len(STEPS),
            "title": step.title,
            "text": step.text,
            "done": self.at in self._done,
            "go": self._address(step) if step.label else "",
            "go_label": step.label,
            "who": step.who,
            "move": step.move,
            "move_label": step.move_label,
        }

    def move(self, *, on: bool) -> None:
        """The clock sets out, or has arrived."""
        self._seen.moving = on

    def _go(self, at: int | None) -> None:
        self.at = at
        now = self.slack.workspace.clock()
        self._seen = Witness(self.slack, self.read, len(self.slack.deliveries), now)

    def _address(self, step: Step) -> str:
        place = step.place
        if place == "app":
            place = self.slack.workspace.open_dm([step.who, self.slack.workspace.bot.id])[0].id
        return "/?" + urlencode({"as": step.who, "at": place} | ({"say": step.say} if step.say else {}))

    @property
    def viewer(self) -> str:
        """Who the current step is about."""
        return STEPS[self.at].who if self.at is not None else EMPLOYEE


def _holds(message: Message, kind: str) -> bool:
    """Whether a message is of this kind, or holds it beside what else came on that day."""
    payload = (message.metadata or {}).get("event_payload") or {}
    headers = (block["text"]["text"] for block in message.blocks if block["type"] == "header")
    return payload.get("kind") == kind or any(text.endswith(HEADERS[kind]) for text in headers)


def _errors(response: Any) -> bool:
    return isinstance(response, dict) and response.get("response_action") == "errors"
