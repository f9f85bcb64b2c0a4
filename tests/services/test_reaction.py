"""Kudos by reaction: whatever order Slack's deliveries come in, the newest act counts."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bot.services import person, reaction
from bot.services.reaction import Reaction
from models import kudos
from models.appointment import Appointment
from models.kudos import Kudos, KudosReceiver
from tests.services.conftest import House
from tests.support import rows
from tests.support.cast import START, TEAM_ID

Act = tuple[bool, int]


def _reaction(added_at: int = 1, **more: str) -> Reaction:
    facts = {
        "giver": "UADA",
        "receiver": "UGRACE",
        "name": "rock",
        "channel": "CGENERAL",
        "message_ts": "1763456000.000100",
        **more,
    }
    return Reaction(**facts, event_ts=f"17634567{added_at:02}.000200")


def _standing(house: House) -> list[Kudos]:
    return [row for row in house.all(Kudos) if row.voided_at is None]


def test_a_reaction_counts_once_however_often_it_is_delivered(house: House) -> None:
    for _ in range(3):
        house.do(reaction.add, reaction=_reaction(), now=START)

    kept = house.all(Kudos)
    assert [(row.source, row.reaction, row.told_at) for row in kept] == [("reaction", "rock", None)]
    assert len(house.all(KudosReceiver)) == 1
    assert [row.kind for row in house.all(Appointment)] == ["kudos_reactions"]
    assert house.deliveries() == [], "reactions are told once a day"


def test_a_reaction_taken_back_does_not_stand(house: House) -> None:
    house.do(reaction.add, reaction=_reaction(1), now=START)
    house.do(reaction.take_back, reaction=_reaction(2), now=START)

    assert _standing(house) == []


def test_given_again_it_stands_again(house: House) -> None:
    for n, act in enumerate([reaction.add, reaction.take_back, reaction.add], start=1):
        house.do(act, reaction=_reaction(n), now=START)

    assert len(_standing(house)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "smile"},
        {"receiver": "UADA"},
        {"receiver": "UROBOT"},
        {"receiver": "UGONE"},
        {"giver": "UGUEST"},
    ],
    ids=["another emoji", "on one's own message", "on a bot's", "on that of one who left", "by a guest"],
)
def test_a_reaction_that_is_no_kudos_leaves_no_trace(house: House, changes: dict[str, str]) -> None:
    house.do(
        person.learn,
        team_id=TEAM_ID,
        users=[
            {"id": "UROBOT", "name": "robot", "is_bot": True, "team_id": TEAM_ID},
            {"id": "UGUEST", "name": "guest", "is_restricted": True, "team_id": TEAM_ID},
            {"id": "UGONE", "name": "gone", "deleted": True, "team_id": TEAM_ID},
        ],
    )

    house.do(reaction.add, reaction=_reaction(1, **changes), now=START)
    house.do(reaction.take_back, reaction=_reaction(2, **changes), now=START)

    assert house.all(Kudos) == []


def test_a_skin_tone_makes_no_difference(house: House) -> None:
    house.set("reactions", "clap")

    house.do(reaction.add, reaction=_reaction(name="clap::skin-tone-4"), now=START)

    assert len(_standing(house)) == 1


def test_whatever_the_order_and_the_repetitions_the_newest_act_counts(house: House) -> None:
    """Somebody adds and takes away in turn; Slack delivers that in any order, each any number of times."""
    serial = iter(range(10_000))

    def deliver(session: Session, *, workspace_id: int, acts: Sequence[Act], message_ts: str) -> bool:
        for added, at in acts:
            act = reaction.add if added else reaction.take_back
            act(
                session,
                workspace_id=workspace_id,
                reaction=_reaction(at, message_ts=message_ts),
                now=START + timedelta(seconds=at),
            )
            session.flush()
        found = kudos.by_act(session, workspace_id, _reaction(message_ts=message_ts).act)
        return found is not None and found.voided_at is None

    @st.composite
    def deliveries(draw: st.DrawFn) -> tuple[list[Act], bool]:
        acts = [(n % 2 == 0, n) for n in range(draw(st.integers(1, 6)))]
        repeated = acts + draw(st.lists(st.sampled_from(acts), max_size=4))
        return draw(st.permutations(repeated)), acts[-1][0]

    @settings(max_examples=40)
    @given(deliveries())
    def check(case: tuple[list[Act], bool]) -> None:
        acts, stands = case
        ts = f"1763456000.{next(serial):06}"
        assert house.do(deliver, acts=acts, message_ts=ts) is stands

    check()


def test_the_bundle_is_booked_for_the_receivers_afternoon(house: House) -> None:
    house.do(rows.change_person, slack_id="UGRACE", timezone="Asia/Tokyo")

    # Ten in the morning in Berlin is six in the evening in Tokyo: tomorrow afternoon there.
    house.do(reaction.add, reaction=_reaction(), now=START)

    booked = house.all(Appointment)
    assert [row.due_at.isoformat() for row in booked] == ["2026-11-19T07:00:00+00:00"]
