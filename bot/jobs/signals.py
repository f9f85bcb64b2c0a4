"""Once a week, when a week is over in UTC: compute the talent signals and keep them."""

import asyncio
from datetime import date, datetime
from typing import Any

import structlog

from bot.database import DatabaseAway
from bot.rules.signal import Overtaken, last_whole_week
from bot.services import retention
from bot.tools import Tools
from models import signal, workspace

log = structlog.get_logger()
# Cues written in one transaction; on SQLite nobody else writes meanwhile.
BATCH = 200


async def compute_weekly(tools: Tools, *, now: datetime) -> None:
    """Compute what is not done yet as of the last Sunday. Done again, or begun again half-way, it changes
    nothing more: the numbers come from what was known on that day."""
    as_of = last_whole_week(now)
    for workspace_id in await tools.read(workspace.active_ids):
        if await tools.read(signal.is_done, workspace=workspace_id, as_of=as_of):
            continue
        try:
            await _compute(tools, workspace_id, as_of, now)
        except DatabaseAway:
            raise
        except Overtaken:
            # The next round computes them anew.
            log.info("signals_overtaken", workspace_id=workspace_id)
        except Exception:
            # Prompts and read-outs do not wait for signals; the next round tries again.
            log.exception("signals_failed", workspace_id=workspace_id)


async def _compute(tools: Tools, workspace_id: int, as_of: date, now: datetime) -> None:
    # NumPy takes a tenth of a second to arrive and stays; who computes nothing need not have it.
    from bot.services import signals
    from bot.signals.engine import run
    from bot.signals.totals import circles, totals

    facts = await tools.read(signals.known, workspace_id=workspace_id, as_of=as_of)
    # Outside any transaction: PostgreSQL ends one in which nothing is asked for some seconds.
    found = await asyncio.to_thread(run, facts.record, as_of=as_of)
    batches, cues = signals.batches(facts, found, BATCH), 0
    whole: dict[str, Any] = {"workspace_id": workspace_id, "erased": facts.erased}
    while rows := await asyncio.to_thread(next, batches, None):
        await tools.transact_long(signals.keep, **whole, rows=rows)
        cues += len(rows)
    people = len(found.people)
    counts = {"people": people, "cues": cues, "totals": totals(found), "circles": circles(found)}
    await tools.transact_long(signals.finish, **whole, as_of=as_of, counts=counts, now=now)
    log.info("signals_computed", people=people, cues=cues)
    await _forget(tools, workspace_id, now)


async def _forget(tools: Tools, workspace_id: int, now: datetime) -> None:
    """Once a week, what is older than it is kept goes, some of it at a time."""
    gone = 0
    while some := await tools.transact_long(retention.forget_checkins, workspace_id=workspace_id, now=now):
        gone += some
    if gone:
        log.info("checkins_forgotten", workspace_id=workspace_id, amount=gone)
