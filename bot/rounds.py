"""One look at the whole calendar: what `run` does at every bell, and `tick` once."""

from datetime import datetime

from bot.jobs import blockers, bundles, cards, digests, prompts, readouts, seeding, signals, summaries
from bot.tools import Tools


async def run_all(tools: Tools, *, now: datetime) -> int:
    """Do everything due as of an instant; returns how many appointments were looked at.

    Doing it again for the same instant does nothing more. Closings come before the read-outs
    that they book; what yields first in a full week comes last, so that it knows of the others.
    """
    await seeding.book_newcomers(tools, now=now)
    await bundles.ask_about_channels(tools, now=now)
    await signals.compute_weekly(tools, now=now)
    rounds = (
        prompts.prompt_due_people,
        prompts.close_due_weeks,
        readouts.send_due_readouts,
        blockers.escalate_due_blockers,
        cards.send_due_cards,
        summaries.send_due_summaries,
        digests.send_due_digests,
        prompts.remind_due_people,
        bundles.tell_of_reactions,
    )
    return sum([await work(tools, now=now) for work in rounds])
