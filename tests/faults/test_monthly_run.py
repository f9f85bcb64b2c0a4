"""Kill -9 amid the monthly run of signals, cards and summaries: begun again, nothing is doubled or missed."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import String, cast, update
from sqlalchemy.orm import Session

from bot.database import Database
from bot.jobs import cards, round, seeding, signals, summaries
from bot.services import workspace
from bot.settings import Settings
from bot.tools import Tools
from models.card import Card
from models.delivery import SENT, Delivery
from models.person import Person
from models.signal import SignalCue, SignalRun
from tests.support import cast as settings
from tests.support import generated, rows
from tests.support.generated import AS_OF, NOW

T = TypeVar("T")
CARDS_AT = datetime(2025, 2, 27, 9, tzinfo=UTC)
SUMMARIES_AT = datetime(2025, 3, 3, 9, tzinfo=UTC)
# In which of these transactions a process dies: the second that does such a thing, or the only one.
DEATHS = {"keep": 2, "finish": 1, "own_card": 2, "summary": 2}


@dataclass(frozen=True)
class Orders:
    """Where to work; and to die before the commit of the `after`-th transaction of a name."""

    url: str
    step: str = ""
    after: int = 0


class DoomedTools(Tools):
    """Tools whose process may end without a word."""

    orders: Orders
    reached = 0

    async def transact_long(self, work: Callable[..., T], **arguments: Any) -> T:
        def doomed(session: Session, **inner: Any) -> T:
            result = work(session, **inner)
            if self.orders.step == inner.get("kind", work.__name__):
                self.reached += 1
                session.flush()
                if self.reached == self.orders.after:
                    os.kill(os.getpid(), signal.SIGKILL)
            return result

        return await super().transact_long(doomed, **arguments)


def live(orders: Orders) -> None:
    """The month, from its signals to its summaries, or until death."""
    signals.BATCH = round.BATCH = 3
    asyncio.run(_live(orders))


async def _live(orders: Orders) -> None:
    tools = DoomedTools(Database(orders.url), Settings())
    tools.orders = orders
    try:
        await signals.compute_weekly(tools, now=NOW)
        await cards.send_due_cards(tools, now=CARDS_AT)
        await tools.transact_long(_deliver)
        await summaries.send_due_summaries(tools, now=SUMMARIES_AT)
    finally:
        await tools.close()


def _deliver(session: Session) -> None:
    """Whoever has a card has read it."""
    gone: dict[str, Any] = {"state": SENT, "settled_at": Delivery.due_at}
    mine = Delivery.workspace_id == 1, Delivery.kind == cards.KIND
    session.execute(update(Delivery).where(*mine).values(gone))


@pytest.fixture
async def database(url: str, tmp_path: Path) -> Database:
    """A generated organisation whose people hear from the bot, and are booked."""
    found = Database(url)
    workspace_id = found.transact_now(workspace.ours, now=NOW)
    generated.bring_in(found, workspace_id, tmp_path)
    found.transact_now(settings.change, workspace_id=workspace_id, key="launch", text="everyone", now=NOW)
    found.transact_now(_in_slack)
    await seeding.book_newcomers(Tools(found, Settings()), now=NOW)
    return found


def _in_slack(session: Session) -> None:
    known = {"slack_user_id": "U" + cast(Person.id, String), "introduced_at": NOW}
    session.execute(update(Person).where(Person.workspace_id == 1).values(known))


async def _lived(nursery: ForkServerContext, orders: Orders) -> int | None:
    victim = nursery.Process(target=live, args=(orders,))
    victim.start()
    await asyncio.to_thread(victim.join, 120)
    return victim.exitcode


async def test_a_monthly_run_killed_half_way_and_begun_again_doubles_nothing_and_misses_nothing(
    database: Database, url: str, nursery: ForkServerContext
) -> None:
    for step, after in DEATHS.items():
        assert await _lived(nursery, Orders(url, step, after)) == -9, step
    for _ in range(2):
        assert await _lived(nursery, Orders(url)) == 0

    def all_of(model: type[Any]) -> list[Any]:
        return list(database.read_now(rows.all_of, model=model, workspace_id=1))

    found = generated.looked(database, 1)
    ids = found.record.people.id
    expected = [(int(ids[cue.person]), cue.signal, cue.band, cue.score) for _, cue in found.cues()]
    cues = all_of(SignalCue)
    assert len(expected) > 10
    assert Counter((cue.person_id, cue.signal, cue.band, cue.score) for cue in cues) == Counter(expected)
    assert [run.as_of for run in all_of(SignalRun)] == [AS_OF]
    shown = Counter((card.person_id, card.signal) for card in all_of(Card))
    assert shown == Counter((cue.person_id, cue.signal) for cue in cues if cue.raised)
    owed = Counter((row.kind, row.person_id) for row in all_of(Delivery))
    managers = {who.manager_id for who in all_of(Person) if who.manager_id and who.active_on(AS_OF)}
    wanted = {(cards.KIND, person) for person, _ in shown} | {(summaries.KIND, who) for who in managers}
    assert owed == Counter(wanted)
