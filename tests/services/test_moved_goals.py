"""Goals that both sides moved, as the reliability of deliveries counts them."""

from datetime import date, datetime, timedelta

from bot.rules.goal import GoalDraft
from bot.services import agreement, goal
from bot.services import record as reading
from bot.signals.constants import DEFAULT
from bot.signals.delivery import closings
from bot.signals.frame import framed
from models.agreement import GoalChange
from tests.services.conftest import House
from tests.support.cast import START

DUE, MOVED = date(2026, 11, 30), date(2027, 2, 28)
LATER = date(2027, 5, 31)
AGREED = START + timedelta(days=20)


def _move(house: House, due: date, *, act: str, now: datetime) -> None:
    wanted = GoalDraft(title="Fewer pages", start="0", target="200", due=due)
    house.do(agreement.suggest, by="UADA", ref="G1", draft=wanted, note="", act=act, now=now)
    change = house.all(GoalChange)[-1].id
    house.do(agreement.answer, by="UGRACE", change_id=change, accepts=True, now=now)


def _agreed(house: House) -> None:
    wanted = GoalDraft(title="Fewer pages", start="0", target="200", due=DUE)
    house.do(goal.propose, owner="UADA", draft=wanted, act="begun", now=START)
    house.do(agreement.agree, by="UGRACE", ref="G1", seen="", now=START)


def _missed(house: House, day: date) -> bool:
    """Whether the goal counts as a commitment that did not land, as of a day."""
    record = house.ask(reading.read, as_of=day)
    found = closings(record, framed(record, day, DEFAULT), DEFAULT)
    assert not found.on_time.any()
    return len(found.goal) == 1


def test_a_goal_that_both_moved_counts_by_the_date_they_agreed_on(house: House) -> None:
    _agreed(house)
    assert _missed(house, DUE + timedelta(days=1))
    _move(house, MOVED, act="first", now=AGREED)
    assert not _missed(house, AGREED.date())
    assert not _missed(house, MOVED - timedelta(days=1))
    assert _missed(house, MOVED + timedelta(days=1))


def test_what_is_agreed_later_moves_nothing_on_an_earlier_day(house: House) -> None:
    _agreed(house)
    _move(house, MOVED, act="first", now=AGREED)
    _move(house, LATER, act="second", now=AGREED + timedelta(days=90))
    assert _missed(house, DUE + timedelta(days=1))
    assert not _missed(house, AGREED.date())
    assert _missed(house, MOVED + timedelta(days=1))
    assert not _missed(house, AGREED.date() + timedelta(days=90))


def test_a_move_that_is_only_asked_for_counts_for_nothing(house: House) -> None:
    _agreed(house)
    wanted = GoalDraft(title="Fewer pages", start="0", target="200", due=MOVED)
    house.do(agreement.suggest, by="UADA", ref="G1", draft=wanted, note="", act="asked", now=AGREED)
    assert _missed(house, AGREED.date() + timedelta(days=1))
