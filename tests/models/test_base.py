"""Instants, lists of words, and rows that are added once."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from bot.database import Database
from models.appointment import Appointment
from models.base import add_once
from models.channel import Channel
from models.kudos import Kudos
from models.person import Person
from tests.support import rows
from tests.support.cast import START

instants = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from(
        [UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata"), timezone(timedelta(hours=-9, minutes=30))]
    ),
)


def _keep(session: Session, *, workspace_id: int, instants: dict[str, datetime]) -> None:
    session.execute(delete(Channel).where(Channel.workspace_id == workspace_id))
    for slack_id, at in instants.items():
        session.add(Channel(workspace_id=workspace_id, slack_id=slack_id, public=True, asked_at=at))


def _kept(session: Session, *, workspace_id: int) -> dict[str, datetime]:
    found = rows.all_of(session, model=Channel, workspace_id=workspace_id)
    return {row.slack_id: row.asked_at for row in found}


def test_instants_come_back_the_same_and_in_utc(database: Database, workspace_id: int) -> None:
    @settings(max_examples=5)
    @given(st.lists(instants, min_size=30, max_size=60))
    def check(given_instants: list[datetime]) -> None:
        kept = {f"C{n}": at for n, at in enumerate(given_instants)}
        database.transact_now(_keep, workspace_id=workspace_id, instants=kept)

        found = database.read_now(_kept, workspace_id=workspace_id)

        # Compared in UTC: Python calls a local time that a clock change skips unequal to anything.
        assert found == {slack_id: at.astimezone(UTC) for slack_id, at in kept.items()}
        assert {at.tzinfo for at in found.values()} == {UTC}

    check()


def test_instants_of_any_zone_are_ordered_by_time(database: Database, workspace_id: int) -> None:
    def newest(session: Session) -> str:
        return (
            session.scalars(
                select(Channel.slack_id)
                .where(Channel.workspace_id == workspace_id)
                .order_by(Channel.asked_at.desc())
            ).first()
            or ""
        )

    nine_in_tokyo = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    three_in_berlin = datetime(2026, 11, 20, 3, tzinfo=ZoneInfo("Europe/Berlin"))
    database.transact_now(
        _keep, workspace_id=workspace_id, instants={"CBERLIN": three_in_berlin, "CTOKYO": nine_in_tokyo}
    )

    assert database.read_now(newest) == "CBERLIN"


def test_an_instant_without_a_zone_is_refused(database: Database, workspace_id: int) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        database.transact_now(
            _keep,
            workspace_id=workspace_id,
            instants={"C1": datetime(2026, 11, 20, 9)},  # noqa: DTZ001 - that is the point
        )
    assert not database.read_now(rows.all_of, model=Channel, workspace_id=workspace_id)


def test_a_question_with_an_instant_without_a_zone_is_refused(database: Database, workspace_id: int) -> None:
    naive = datetime(2026, 11, 20, 9)  # noqa: DTZ001 - that is the point

    def ask(session: Session) -> None:
        session.scalars(
            select(Channel).where(Channel.workspace_id == workspace_id, Channel.asked_at > naive)
        ).all()

    with pytest.raises(StatementError, match="without a time zone"):
        database.read_now(ask)


@pytest.mark.parametrize("kept", [[], ["hr"], ["hr", "leadership"], ["größe", "señal"]])
def test_a_list_of_words_comes_back_the_same(database: Database, workspace_id: int, kept: list[str]) -> None:
    database.transact_now(rows.change_person, workspace_id=workspace_id, slack_id="UADA", roles=kept)

    assert database.read_now(rows.person, workspace_id=workspace_id, slack_id="UADA").roles == kept


def test_a_row_is_added_once_for_each_unique_key(database: Database, workspace_id: int) -> None:
    def add(session: Session, *, act: str, ref: str) -> int | None:
        giver = rows.person(session, workspace_id=workspace_id, slack_id="UADA").id
        return add_once(
            session,
            Kudos,
            workspace_id=workspace_id,
            ref=ref,
            act_key=act,
            giver_id=giver,
            at=START,
            source="command",
        )

    first = database.transact_now(add, act="a", ref="K1")
    assert first is not None
    assert database.transact_now(add, act="a", ref="K1") is None
    assert database.transact_now(add, act="a", ref="K2") is None, "the same act under another name"
    assert database.transact_now(add, act="b", ref="K1") is None, "another act under the same name"
    assert database.transact_now(add, act="b", ref="K2") is not None
    kept = database.read_now(rows.all_of, model=Kudos, workspace_id=workspace_id)
    assert [row.act_key for row in kept] == ["a", "b"]
    assert kept[0].id == first
    assert kept[0].values == []
    assert kept[0].visibility == "public"


def test_the_same_key_in_another_workspace_is_another_row(database: Database, workspace_id: int) -> None:
    from models.workspace import Workspace

    def other(session: Session) -> int:
        place = Workspace(team_id="T2", created_at=START)
        session.add(place)
        session.flush()
        return place.id

    def add(session: Session, *, where: int) -> int | None:
        return add_once(
            session, Appointment, workspace_id=where, kind="k", subject_id=1, period="p", due_at=START
        )

    elsewhere = database.transact_now(other)
    assert database.transact_now(add, where=workspace_id) is not None
    assert database.transact_now(add, where=elsewhere) is not None
    assert database.transact_now(add, where=elsewhere) is None


def test_related_rows_are_asked_for_never_loaded_by_the_way() -> None:
    """Relationships would have to be lazy="raise"; there are none, so that each query can be read."""
    assert list(Person.__mapper__.relationships) == []
