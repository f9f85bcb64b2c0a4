"""What the monthly digest tells of signals: how many, never who, and no group under five."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.rules import digest as rules
from bot.services import digest, signals
from bot.services.digest import month_before
from bot.signals.engine import run
from bot.signals.totals import COUNTED, totals
from bot.views.digest import Digest, aggregate
from bot.views.digest import digest as view
from bot.views.figures import sheets
from tests.services.conftest import House
from tests.support.organisation import AS_OF, Size, organisation

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
NOVEMBER = month_before(date(2026, 12, 1))
COUNTS = {"recognition_breadth": {"low": 5, "usual": 40, "high": 9}}


def kept(house: House, counts: dict[str, dict[str, int]]) -> Digest:
    about = {"people": 60, "cues": 3, "totals": counts}
    house.do(signals.finish, erased=None, as_of=date(2026, 11, 22), counts=about, now=NOW)
    return house.ask(digest.compiled, span=NOVEMBER, zone=ZoneInfo("UTC"))


def test_totals_count_everybody_of_whom_enough_is_known() -> None:
    found = run(organisation(2, Size(people=200, kudos_a_week=0.6)), as_of=AS_OF)
    counted = totals(found)
    assert set(counted) == set(COUNTED)
    for name in COUNTED:
        states = found.states(name)
        assert sum(counted[name].values()) == states.count("cue") + states.count("none") > 0
        assert counted[name]["low"] + counted[name]["high"] == states.count("cue")


def test_the_month_tells_of_the_last_run_in_it(house: House) -> None:
    assert kept(house, COUNTS).levels == COUNTS
    october = house.ask(digest.compiled, span=month_before(date(2026, 11, 1)), zone=ZoneInfo("UTC"))
    assert october.levels == {}


def test_a_small_group_is_left_out_with_what_would_give_it_away(house: House) -> None:
    counts = {"recognition_breadth": {"low": 2, "usual": 40, "high": 9}}
    assert kept(house, counts).levels == {"recognition_breadth": {"usual": 40}}


def test_it_is_said_to_hr_and_leadership_and_stands_in_the_spreadsheet() -> None:
    facts = Digest(date(2026, 11, 1), 60, 40, 30, levels=COUNTS)
    said = "Thanked by different people, people beside their peers: above 9, as usual 40, below 5."
    assert said in view(facts)["text"]
    assert said in aggregate(facts)["text"]
    rows = next(sheet.rows for sheet in sheets(facts) if sheet.name == "Signals")
    assert [row[1:] for row in rows] == [("above", 9), ("as usual", 40), ("below", 5)]


@given(st.dictionaries(st.sampled_from(["low", "usual", "high"]), st.integers(0, 12), min_size=1))
def test_no_difference_from_the_whole_tells_of_fewer_than_five(counts: dict[str, int]) -> None:
    shown = rules.safe_counts(counts)
    hidden = sum(counts.values()) - sum(shown.values())
    assert all(people >= rules.SMALLEST for people in shown.values())
    assert hidden == 0 or hidden >= rules.SMALLEST or not shown
