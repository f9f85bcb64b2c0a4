"""The directory: what Slack says is taken in once, in whatever order it says it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.refusal import Refusal
from bot.services import person
from bot.services.person import Synced
from models.appointment import AT_ONCE, Appointment
from models.person import Person
from tests.services.conftest import House
from tests.support import rows
from tests.support.cast import START, TEAM_ID


def _user(slack_id: str = "UNEW", *, email: str = "", updated: int = 100, **more: Any) -> dict[str, Any]:
    profile = {"real_name": f"Name {updated}", "title": "Engineer", **({"email": email} if email else {})}
    return {
        "id": slack_id,
        "team_id": TEAM_ID,
        "tz": "Europe/Berlin",
        "updated": updated,
        "profile": profile,
        **more,
    }


def _learn(house: House, *users: dict[str, Any], joined: date | None = None) -> Synced:
    return house.do(person.learn, team_id=TEAM_ID, users=list(users), joined=joined)


def test_a_newcomer_is_taken_in_once(house: House) -> None:
    assert _learn(house, _user(email="New@Example.com"), joined=date(2026, 11, 18)) == Synced(added=1)
    before = len(house.all(Person))

    assert _learn(house, _user(email="New@Example.com")) == Synced()

    new = house.person("UNEW")
    assert len(house.all(Person)) == before
    assert (new.email, new.name, new.start_date) == ("new@example.com", "Name 100", date(2026, 11, 18))


def test_the_same_person_twice_in_one_page_is_one(house: House) -> None:
    assert _learn(house, _user(), _user(updated=101)).added == 1
    assert house.person("UNEW").name == "Name 101"


def test_apps_are_known_and_not_counted(house: House) -> None:
    apps = [_user("USLACKBOT"), _user("UAPP", is_bot=True)]
    assert _learn(house, *apps, _user(), _user("UGUEST", is_restricted=True)) == Synced(added=2)
    renamed = [_user("UAPP", updated=101, is_bot=True), _user(updated=101)]
    assert _learn(house, *renamed) == Synced(changed=1)
    assert house.person("UAPP").name == "Name 101"


def test_the_same_newcomer_from_many_deliveries_at_once_is_one(house: House) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: _learn(house, _user(email="new@example.com", updated=n)), range(100, 112)))

    assert [row.name for row in house.all(Person) if row.slack_user_id == "UNEW"] == ["Name 111"]


def test_in_whatever_order_changes_arrive_the_newest_stands(house: House) -> None:
    serial = iter(range(10_000))

    def deliver(session: Any, *, workspace_id: int, slack_id: str, order: Sequence[int]) -> str:
        for updated in order:
            users = [_user(slack_id, updated=updated)]
            person.learn(session, workspace_id=workspace_id, team_id=TEAM_ID, users=users)
        return rows.person(session, workspace_id=workspace_id, slack_id=slack_id).name

    @settings(max_examples=20)
    @given(st.permutations(range(1, 6)).flatmap(lambda order: st.just([*order, order[0]])))
    def check(order: list[int]) -> None:
        found = house.do(deliver, slack_id=f"UORDER{next(serial)}", order=order)
        assert found == "Name 5"

    check()


@pytest.mark.parametrize(
    ("user", "outsider"),
    [
        (_user(is_bot=True), "bot"),
        (_user("USLACKBOT"), "bot"),
        (_user(is_restricted=True), "guest"),
        (_user(is_ultra_restricted=True), "guest"),
        (_user(is_stranger=True), "external"),
        ({**_user(), "team_id": "T9"}, "external"),
        (_user(), ""),
    ],
)
def test_who_is_no_colleague(house: House, user: dict[str, Any], outsider: str) -> None:
    _learn(house, user)

    assert house.person(user["id"]).outsider == outsider
    if outsider:
        with pytest.raises(Refusal, match="members"):
            house.ask(person.require_member, slack_user_id=user["id"])


def test_what_the_csv_says_stands_and_slack_has_the_name_and_zone(house: House) -> None:
    house.do(rows.change_person, slack_id="UADA", in_csv=True, title="Countess", team="Platform")
    ada = _user("UADA", updated=2_000_000_000, tz="Asia/Tokyo")

    _learn(house, ada)
    house.do(person.manage, slack_user_id="UADA", manager_slack_id="UMALLORY")

    kept = house.person("UADA")
    assert (kept.title, kept.team, kept.timezone) == ("Countess", "Platform", "Asia/Tokyo")
    assert kept.manager_id == house.person("UGRACE").id


def test_somebody_the_csv_named_is_recognised_by_their_address(house: House) -> None:
    house.do(_csv_only)
    before = len(house.all(Person))

    _learn(house, _user("ULIN", email="Lin@Example.com"))

    assert len(house.all(Person)) == before
    assert (house.person("ULIN").team, house.person("ULIN").email) == ("Sales", "lin@example.com")


def _csv_only(session: Any, *, workspace_id: int) -> None:
    session.add(
        Person(
            workspace_id=workspace_id,
            name="Lin",
            email="lin@example.com",
            team="Sales",
            in_csv=True,
            working_days=[],
            roles=[],
        )
    )


def test_an_account_made_anew_is_the_same_person(house: House) -> None:
    ada = house.person("UADA").id
    _learn(house, {**_user("UADA", updated=2_000_000_000), "deleted": True})

    _learn(house, _user("UADA2", email="ada@example.com", updated=2_000_000_001))

    assert house.person("UADA2").id == ada
    assert not house.person("UADA2").deactivated


def test_two_accounts_with_one_address_do_not_stop_the_sync(house: House) -> None:
    first = _user("UFIRST", email="shared@example.com")
    second = _user("USECOND", email="shared@example.com")

    for _ in range(2):
        _learn(house, first, second, _user("UTHIRD", email="third@example.com"))

    assert house.person("UFIRST").email == "shared@example.com"
    assert house.person("USECOND").email is None
    assert house.person("UTHIRD").email == "third@example.com"


def test_a_new_zone_has_the_calendar_looked_at_again_and_counts_as_a_change(house: House) -> None:
    def book(session: Any, *, workspace_id: int) -> None:
        for slack_id in ("UADA", "UGRACE"):
            who = rows.person(session, workspace_id=workspace_id, slack_id=slack_id).id
            for kind in ("checkin_prompt", "summary"):
                session.add(
                    Appointment(
                        workspace_id=workspace_id, kind=kind, subject_id=who, period="p", due_at=START
                    )
                )

    house.do(book)
    same = _user("UGRACE", updated=2_000_000_000)
    moved = _user("UADA", updated=2_000_000_000, tz="Asia/Tokyo")
    assert _learn(house, moved, same).changed == 2

    awake = {row.subject_id for row in house.all(Appointment) if row.due_at == AT_ONCE}
    assert awake == {house.person("UADA").id}
    assert len([row for row in house.all(Appointment) if row.due_at == AT_ONCE]) == 2


def test_a_manager_from_slack_closes_no_circle(house: House) -> None:
    house.do(person.manage, slack_user_id="UHEDY", manager_slack_id="UADA")
    house.do(person.manage, slack_user_id="UHEDY", manager_slack_id="UHEDY")
    house.do(person.manage, slack_user_id="UHEDY", manager_slack_id="UNOBODY")
    assert house.person("UHEDY").manager_id is None

    house.do(person.manage, slack_user_id="UMALLORY", manager_slack_id="UADA")
    assert house.person("UMALLORY").manager_id == house.person("UADA").id


def test_a_circle_that_is_there_already_ends_every_walk_up_the_line(house: House) -> None:
    ada, grace, hedy = (house.person(slack_id).id for slack_id in ("UADA", "UGRACE", "UHEDY"))
    house.do(rows.change_person, slack_id="UHEDY", manager_id=ada)

    def line(session: Any, *, workspace_id: int) -> list[int]:
        who = rows.person(session, workspace_id=workspace_id, slack_id="UADA")
        return person.line_above(session, workspace_id, who)

    assert house.ask(line) == [grace, hedy]
