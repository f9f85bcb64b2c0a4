"""What was said in the invented company's channels before anybody looked."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from bot.sandbox.company import kudos
from bot.sandbox.company.colleagues import Colleague
from bot.sandbox.company.texts import table
from bot.sandbox.messages import Message
from bot.sandbox.slack import PretendSlack
from bot.views.kudos import Thanks, announcement

GENERAL = "CGENERAL"
# How many of the newest kudos stand in their channel.
SHOWN = 40
# Working days before now and the hour where its author is, who, what, who reacted and how; a dash for the day
# is a reply to the one above.
CHATTER = """
3 09:40 | U0INGRID  | Welcome to Amara, who joins Platform this month :wave: She sits with Tomas for the first days. | U0ADA tada, U0GRACE wave, U0TOMAS wave
-  | U0AMARA   | Thank you! Everybody has been very kind so far, and patient with my questions. | U0INGRID heart
2 18:10 | U0TAKUMI  | Good evening from Tokyo. The redrawn start page is in the test app; please break it while we sleep. | U0PRIYA eyes
-  | U0MALLORY | It survived my oldest phone. The button for later could be larger. |
1 08:50 | U0TOMAS   | The importer took four minutes last night instead of forty. Details in the ticket. | U0ADA tada, U0OSKAR rocket, U0PAVEL raised_hands
1 10:20 | U0ELENA   | I wrote down how to restore a backup, with screenshots. Please try it before you need it. | U0JONAS pray
1 08:30 | U0SAMUEL  | Care is two people short for two days. Please send only what cannot wait. | U0ROSA heart
1 15:10 | U0LUCA    | Two customers called only to say that the new search finds things now. | U0MALLORY tada, U0PRIYA heart
1 15:25 | U0ADA     | Moved the last database of the old machine this morning. Nobody noticed, which was the plan. | U0GRACE clap
"""  # noqa: E501


def fill(slack: PretendSlack, folder: Path, people: Sequence[Colleague], now: datetime) -> None:
    """Put the newest kudos of `folder` and some talk into the channels; the bot hears nothing of it."""
    for at, thanks in sorted(_kudos(folder, people), key=lambda one: one[0])[-SHOWN:]:
        said = announcement(thanks)
        place = slack.workspace.channels[kudos.CHANNEL]
        slack.workspace.post(place, slack.workspace.bot.id, said["text"], at=at, blocks=said["blocks"])
    here = {who.id: who for who in people}
    before: Message | None = None
    for when, who, text, reactions in table(CHATTER):
        if who not in here:
            continue
        if when:
            at, thread = _on_a_working_day(here[who], when, now), None
        elif before is not None:
            at, thread = at + timedelta(minutes=16), before.ts
        place = slack.workspace.channels[GENERAL]
        message = slack.workspace.post(place, who, text, at=at, thread_ts=thread)
        before = before if thread else message
        _react(message, reactions)


def _on_a_working_day(who: Colleague, when: str, now: datetime) -> datetime:
    """`2 09:40` is twenty to ten where somebody is, two working days before today."""
    back, clock = when.split()
    day, left = now.date(), int(back)
    while left:
        day -= timedelta(days=1)
        left -= day.weekday() < 5
    hour, minute = clock.split(":")
    return who.at(day, int(hour), int(minute))


def _react(message: Message, reactions: str) -> None:
    for pair in filter(None, reactions.split(", ")):
        who, name = pair.split()
        message.reactions.setdefault(name, []).append(who)


def _kudos(folder: Path, people: Sequence[Colleague]) -> Iterator[tuple[datetime, Thanks]]:
    ids = {who.email: who.id for who in people}
    with (folder / "kudos.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["visibility"] == "public"]
    for _, group in groupby(rows, key=lambda row: row["kudos_id"]):
        each = list(group)
        giver = ids[each[0]["giver_email"]]
        thanks = Thanks(
            giver=f"<@{giver}>",
            giver_id=giver,
            receivers=[f"<@{ids[row['receiver_email']]}>" for row in each],
            message=each[0]["message"],
            values=[each[0]["values"]],
            announced_in=kudos.CHANNEL,
        )
        yield datetime.fromisoformat(each[0]["at"]), thanks
