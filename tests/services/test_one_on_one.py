"""A 1:1's page: for two people alone, written once for each act, carried on to the next."""

from datetime import timedelta
from typing import Any

import pytest

from bot.rules.checkin import Answers
from bot.rules.one_on_one import Written
from bot.rules.refusal import Refusal
from bot.services import checkin, one_on_one
from bot.views.one_on_one import Page
from models.blocker import Blocker
from models.one_on_one import OneOnOne
from tests.services.conftest import House
from tests.support import rows
from tests.support.cast import START

DAY = timedelta(days=1)


def _page(house: House, by: str = "UADA", other: str = "UGRACE") -> Page:
    return house.ask(one_on_one.open_page, slack_user_id=by, other=other, now=START)


def _save(house: House, act: str, by: str = "UADA", other: str = "UGRACE", **written: Any) -> None:
    at = START + DAY * int(act[-1])
    house.do(one_on_one.save, slack_user_id=by, other=other, written=Written(**written), act=act, now=at)


def _texts(points: Any) -> list[str]:
    return [each.text for each in points]


def test_both_write_on_one_page(house: House) -> None:
    _save(house, "view-1", agenda="- The plan\n- Holidays", note="From Ada")
    _save(house, "view-2", "UGRACE", "UADA", agenda="Search", actions="Call legal", mine=False)

    for page in (_page(house), _page(house, "UGRACE", "UADA")):
        assert _texts(page.agenda) == ["The plan", "Holidays", "Search"]
        assert [(each.by, each.text) for each in page.notes] == [("<@UADA>", "From Ada")]
        assert [(each.by, each.text) for each in page.actions] == [("<@UADA>", "Call legal")]
    assert len(house.all(OneOnOne)) == 1


def test_the_same_act_again_writes_nothing_twice(house: House) -> None:
    for _ in range(2):
        _save(house, "view-1", agenda="The plan", note="n", actions="a")

    page = _page(house)
    assert [len(each) for each in (page.agenda, page.notes, page.actions)] == [1, 1, 1]


def test_what_is_open_goes_on_to_the_next_page_and_the_notes_stay_readable(house: House) -> None:
    _save(house, "view-1", agenda="The plan\nHolidays", note="Agreed", actions="Call legal\nBook a room")
    first = _page(house)
    ticked = {"talked": (first.agenda[0].ref,), "done": (first.actions[1].ref,)}

    _save(house, "view-2", "UGRACE", "UADA", met=True, note="Good talk", **ticked)

    page = _page(house)
    assert _texts(page.agenda) == ["Holidays"]
    assert _texts(page.actions) == ["Call legal"]
    assert (page.notes, _texts(page.earlier)) == ([], ["Agreed", "Good talk"])
    assert page.met == (START + 2 * DAY).date()


def test_a_meeting_that_is_delivered_again_does_not_close_the_next_page(house: House) -> None:
    _save(house, "view-1", met=True, note="first")
    _save(house, "view-2", note="second")
    _save(house, "view-1", met=True, note="first")

    page = _page(house)
    assert (_texts(page.notes), _texts(page.earlier)) == (["second"], ["first"])


def test_nobody_else_sees_or_changes_a_page(house: House) -> None:
    _save(house, "view-1", agenda="The plan", note="secret", actions="Call legal")
    ref = _page(house).actions[0].ref

    for other in ("UADA", "UGRACE"):
        for outsider in ("UMALLORY", "UHEDY", "UHANNA"):
            page = _page(house, outsider, other)
            assert [*page.agenda, *page.notes, *page.actions] == []
        _save(house, "view-5", "UMALLORY", other, done=(ref,), met=True)

    assert _texts(_page(house).actions) == ["Call legal"]
    assert [page.other for page in house.ask(one_on_one.pages, slack_user_id="UHANNA", now=START)] == []


def test_blockers_and_goals_in_trouble_are_suggested_to_both_and_added_by_a_tick(house: House) -> None:
    said = Answers("x", blockers="No staging")
    house.do(checkin.answer, slack_user_id="UADA", week="2026-W47", answers=said, act="v", now=START)
    ref = house.all(Blocker)[0].ref
    assert (
        _page(house).suggested
        == _page(house, "UGRACE", "UADA").suggested
        == [(f"blocker:{ref}", "No staging")]
    )
    assert _page(house, "UMALLORY", "UADA").suggested == []

    _save(house, "view-1", suggested=(f"blocker:{ref}", "blocker:unknown"))

    page = _page(house)
    assert (_texts(page.agenda), page.suggested) == (["No staging"], [])


def test_the_button_adds_a_blocker_once_and_only_for_those_who_see_it(house: House) -> None:
    said = Answers("x", blockers="No staging")
    house.do(checkin.answer, slack_user_id="UADA", week="2026-W47", answers=said, act="v", now=START)
    about = f"blocker:{house.all(Blocker)[0].ref}"
    for act in ("a", "a", "b"):
        house.do(one_on_one.add, slack_user_id="UGRACE", about=about, act=act, now=START)
    assert _texts(_page(house).agenda) == ["No staging"]

    for refused in ("UMALLORY", "UHEDY"):
        with pytest.raises(Refusal):
            house.do(one_on_one.add, slack_user_id=refused, about=about, act="c", now=START)
    with pytest.raises(Refusal, match="taken back"):
        house.do(one_on_one.add, slack_user_id="UGRACE", about="blocker:x", act="d", now=START)


@pytest.mark.parametrize(
    ("written", "field"),
    [({"agenda": "x" * 501}, "agenda"), ({"actions": "x" * 501}, "actions"), ({"note": "x" * 3001}, "note")],
)
def test_what_is_too_long_names_its_field(house: House, written: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        _save(house, "view-1", **written)
    assert refused.value.field == field


def test_a_page_takes_two_members(house: House) -> None:
    with pytest.raises(Refusal, match="takes two"):
        _page(house, "UADA", "UADA")
    house.do(rows.change_person, slack_id="UMALLORY", outsider="guest")
    with pytest.raises(Refusal, match="two members"):
        _page(house, "UADA", "UMALLORY")
