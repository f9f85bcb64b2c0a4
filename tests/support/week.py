"""A company's week: everything that asks its database something, stage by stage."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import rounds
from bot.readiness import measure_outbox
from bot.rules.checkin import Answers
from bot.rules.goal import Ending, GoalDraft
from bot.rules.kudos import KudosRequest
from bot.services import (
    agreement,
    cascade,
    checkin,
    completion,
    delivery,
    dnd,
    goal,
    kudos,
    ledger,
    person,
    reaction,
    readout,
    story,
)
from bot.services.delivery import Letter, Outcome
from bot.services.pacing import outlook, waits
from bot.services.reaction import Reaction
from bot.tools import Tools
from models import delivery as deliveries
from models import together
from models.base import add_once
from models.channel import Channel
from models.delivery import FAILED, SENT, WAITING
from models.person import without_dm
from tests.benchmarks import companies
from tests.benchmarks.companies import BEGINS
from tests.support import between, cast

# Each at an hour at which it is half past nine somewhere, and has been elsewhere.
PROMPTS, REMINDERS, SUMMARIES, CLOSES, READOUTS, DIGESTS = (
    datetime(2026, month, day, hour, 30, tzinfo=UTC)
    for month, day, hour in ((11, 27, 9), (11, 30, 9), (12, 1, 9), (12, 2, 9), (12, 3, 9), (12, 7, 20))
)


class Week:
    """The first workspace of a filled database, from a Wednesday on."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.database = tools.database
        self.letters: list[Letter] = []

    async def stages(self) -> AsyncIterator[str]:
        """The name of each stage, before it is lived."""
        self.do(_settle_in)
        yield "booking"
        await rounds.run_all(self.tools, now=BEGINS)
        yield "prompts"
        await rounds.run_all(self.tools, now=PROMPTS)
        for name, act in (
            ("a bell", self._bell),
            ("sending", self._send),
            ("kudos", self._kudos),
            ("reactions", self._reactions),
            ("goals", self._goals),
            ("check-ins", self._checkins),
            ("between two", self._between),
        ):
            yield name
            act(PROMPTS)
        for name, now in (
            ("reminders", REMINDERS),
            ("summaries", SUMMARIES),
            ("closings", CLOSES),
            ("read-outs", READOUTS),
            ("digests", DIGESTS),
        ):
            yield name
            await rounds.run_all(self.tools, now=now)
            self._deliver(now)
        yield "a late answer"
        self._answer(self.letters[6], READOUTS)
        yield "upkeep"
        self.database.transact_now(together.forget_parts, workspace_id=1, before=DIGESTS)
        between.forget(self, DIGESTS)

    def do(self, work: Any, **arguments: Any) -> Any:
        return self.database.transact_now(work, workspace_id=1, **arguments)

    def read(self, work: Any, **arguments: Any) -> Any:
        return self.database.read_now(work, workspace_id=1, **arguments)

    def _bell(self, now: datetime) -> None:
        self.read(outlook, now=now, real_now=now)
        self.read(waits, real_now=now)
        self.database.read_now(measure_outbox, now=now)
        self.database.read_now(deliveries.unsettled, workspace=1, now=now)
        self.database.read_now(without_dm, workspace=1, teams=None, refused=())

    def _send(self, now: datetime) -> None:
        self.letters = self.do(delivery.claim, sender="s", now=now, real_now=now)
        first, second, third, fourth, *others = self.letters
        self.database.transact_now(delivery.begin_posting, letter=first, sender="s", real_now=now)
        self._settle(first, Outcome(SENT, channel="D1", ts="1.1"), now)
        self._settle(second, Outcome(WAITING, reason="unknown", wait=9, unsure=True), now)
        self._settle(third, Outcome(FAILED, reason="is_archived"), now)
        self.do(delivery.put_off, letters=[fourth], sender="s", now=now)
        asked = self.do(dnd.to_ask, letters=others, now=now)
        self.do(dnd.heed, asked=asked, said={}, letters=others, sender="s", now=now)
        for letter in others:
            self._settle(letter, Outcome(SENT, channel="D1", ts=str(letter.id)), now)
        self.read(story.tell, name=str(first.id), now=now, real_now=now)
        self.read(ledger.rows, since=PROMPTS, now=now)

    def _settle(self, letter: Letter, outcome: Outcome, now: datetime) -> None:
        around: dict[str, Any] = {"sender": "s", "now": now, "real_now": now}
        self.database.transact_now(delivery.settle, letter=letter, outcome=outcome, **around)

    def _deliver(self, now: datetime) -> None:
        for letter in self.do(delivery.claim, sender="s", now=now, real_now=now):
            self._settle(letter, Outcome(SENT, channel="D1", ts=str(letter.id)), now)

    def _kudos(self, now: datetime) -> None:
        request = KudosRequest(["U0000005", "U0000006"], "for the tidy migration")
        self.do(kudos.give, giver="U0000009", request=request, act="kudos", now=now)
        self.read(kudos.mine, slack_user_id="U0000005")

    def _reactions(self, now: datetime) -> None:
        acts = (
            (reaction.add, "1.1", "2.1"),
            (reaction.take_back, "1.1", "3.1"),
            (reaction.add, "1.2", "2.1"),
        )
        for act, message, event in acts:
            given = Reaction("U0000009", "U0000005", "rock", "C1", message, event)
            self.do(act, reaction=given, now=now)

    def _goals(self, now: datetime) -> None:
        letter = self.letters[4]
        who, ref, boss = letter.slack_user_id, f"G{letter.person_id}", self._boss(letter)
        for act in ("first", "second"):
            draft = GoalDraft("Answer within an hour", parent="g1")
            self.do(goal.propose, owner=who, draft=draft, act=act, now=now)
        self.do(goal.update, author=who, ref=ref, report="60 on-track", act="update", now=now)
        self.do(agreement.agree, by=boss, ref=ref, now=now)
        changed = GoalDraft("Answer within two hours", parent="g1")
        self.do(agreement.suggest, by=who, ref=ref, draft=changed, note="", act="change", now=now)
        self.do(agreement.answer, by=boss, change_id=1, accepts=True, now=now)
        ending = Ending("done", value="100", result="It is there.")
        self.do(completion.finish, author=who, ref=ref.lower(), ending=ending, act="end", now=now)
        self.do(completion.confirm, by=boss, ref=ref, now=now)
        self.read(goal.mine, slack_user_id=who, now=now)
        self.read(goal.team, slack_user_id="U0000005", now=now)
        self.read(goal.choices, slack_user_id=who)
        self.read(goal.of_person, slack_user_id="U0000005", other=who, now=now)
        self.read(cascade.tree, slack_user_id=who, now=now)
        self.read(cascade.card, slack_user_id=who, ref=ref, now=now)

    def _boss(self, letter: Letter) -> str:
        """The manager, as the company was filled."""
        number = int((letter.slack_user_id or "")[1:])
        return f"U{(number - 1) // companies.SPAN:07}"

    def _checkins(self, now: datetime) -> None:
        letter, skipping = self.letters[4:6]
        self.read(checkin.open_week, slack_user_id=letter.slack_user_id, now=now)
        self._answer(letter, now)
        asked = {"slack_user_id": skipping.slack_user_id, "week": skipping.period, "question": "1.1"}
        self.do(checkin.skip, **asked, now=now)
        self.read(readout.latest, slack_user_id="U0000005", now=now)
        self.do(person.pause, slack_user_id=letter.slack_user_id, until="2026-11-29", now=now)

    def _between(self, now: datetime) -> None:
        letter = self.letters[7]
        between.live(self, letter, self._boss(letter), now)

    def _answer(self, letter: Letter, now: datetime) -> None:
        asked = {"slack_user_id": letter.slack_user_id, "week": letter.period, "question": "1.1"}
        self.do(checkin.answer, **asked, answers=Answers("It is done."), act=f"view {letter.id}", now=now)


def _settle_in(session: Session, *, workspace_id: int) -> None:
    cast.change(session, workspace_id, "allowance", "9")
    add_once(session, Channel, workspace_id=workspace_id, slack_id="C1", public=True, asked_at=BEGINS)
