"""The rules that signals keep, R1 to R12, each by its number.

Some need the whole bot: R3 is in tests/jobs/test_cards.py and tests/stories/test_talent.py, R7 and R8 in
tests/services (test_retention.py, test_signals.py, test_signals_erased.py), R10 in test_signals.py too.
"""

import re
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import digest
from bot.rules.card import Line
from bot.rules.visibility import TABLE, Item, Relation, may_see, smallest_group
from bot.signals import record
from bot.signals.constants import DEFAULT, SIGNALS, WATCH
from bot.signals.engine import Run, run
from bot.signals.finding import Finding
from bot.signals.lines import CHANGED, LOAD
from bot.signals.record import NEVER, People, Record
from bot.simulate.replay import LEAST_GROUP
from bot.views import card, summary
from bot.views.card import Shown
from bot.views.summary import Report, Summary, Team
from tests.support.organisation import AS_OF, DAY, Size, organisation, with_checkins

SOME = settings(max_examples=6)
FORBIDDEN = re.compile(r"\b(mood|workload|energy|rank|percentile|score|potential|flight|risk)", re.IGNORECASE)
MONTH = date(2026, 11, 1)
NOT_FOR = "Not for decisions on pay, promotion or dismissal."
CHECKIN_LINES = {
    CHANGED,
    LOAD,
    "{now} of {seen} check-ins answered; usual are about {before}.",
    "Weeks with something in the way: {now}; usual are {before}.",
    "Answers, answering and thanks of the last weeks are below what is usual around here.",
}


def troubled(seed: int) -> Record:
    """An organisation in which a third answer low, and all work hard, of late."""
    found = organisation(seed, Size(people=80, weeks=60, kudos_a_week=0.6))
    rows, newest = found.checkins, AS_OF.toordinal() - 60
    late = rows.monday > newest
    workload = np.where(late & (rows.workload > 0), 5, rows.workload).astype(np.int8)
    mood = np.where(late & (rows.mood > 0) & (rows.person % 3 == 0), 1, rows.mood).astype(np.int8)
    return with_checkins(found, workload=workload, mood=mood)


def shown(finding: Finding) -> Shown:
    """A finding as a card shows it."""
    lines = [Line(e.said, dict(e.facts), e.kind, e.ref, e.at.isoformat(), e.ids) for e in finding.evidence]
    about = (finding.signal, finding.band or "", finding.confidence or "", finding.window)
    return Shown("1", *about, lines=lines, formula=finding.formula)


def told(found: Run) -> list[tuple[Finding, str]]:
    """Everything that managers read about their reports: `/talent @report`, the summary, a contest."""
    said = []
    for _, cue in found.cues():
        mine = shown(cue)
        report = Report("<@UADA>", "1:2026-12", [mine])
        views = (
            card.of_report("<@UADA>", MONTH, [mine]),
            summary.summary(Summary(MONTH, Team(8), [report])),
            card.contested("<@UADA>", replace(mine, state="contested")),
        )
        said += [(cue, str(view)) for view in views]
    return said


def test_r1_how_soon_somebody_answers_does_not_matter() -> None:
    found = organisation(5, Size(people=40, kudos_a_week=0.5))
    rows = found.checkins
    late = np.where(rows.answered_at == NEVER, NEVER, rows.answered_at + DAY)
    closed = np.where(rows.answered_at == NEVER, rows.closed_at, rows.closed_at + DAY)
    slower = replace(found, checkins=replace(rows, answered_at=late, closed_at=closed))
    before, after = run(found, as_of=AS_OF), run(slower, as_of=AS_OF)
    for name in SIGNALS:
        assert np.array_equal(before.scores(name), after.scores(name))


def test_r1_no_word_that_people_wrote_is_in_the_record() -> None:
    """Of texts there are names only: of people, places, goals, kudos and steps."""
    texts = {
        (type(part).__name__, each.name)
        for part in organisation().__dict__.values()
        if hasattr(part, "__dataclass_fields__")
        for each in fields(part)
        if np.asarray(getattr(part, each.name)).dtype.kind in "OSU"
    }
    names = {"email", "team", "title", "level", "location", "country"}
    facts = {("Goals", "ref"), ("Kudos", "ref"), ("Learning", "ref")}
    assert texts <= {("People", name) for name in names} | facts


def test_r2_no_strength_and_no_order_reaches_a_person() -> None:
    for view in (Shown, Report, Summary):
        assert not {each.name for each in fields(view)} & {"score", "rank", "strength", "percentile", "order"}
    seen = told(run(troubled(1), as_of=AS_OF))
    for cue, text in seen:
        assert f"{cue.score:.2f}" not in text or abs(cue.score) < 1e-9


@SOME
@given(st.integers(0, 10_000))
def test_r4_no_manager_reads_mood_workload_or_what_is_behind_them(seed: int) -> None:
    """Of check-in answers a manager reads that they have changed, and no number of theirs."""
    seen = told(run(troubled(seed), as_of=AS_OF))
    assert any(cue.signal in WATCH for cue, _ in seen)
    for cue, text in seen:
        assert not FORBIDDEN.search(text), text
        for line in cue.evidence:
            assert line.kind != "checkin" or line.said in CHECKIN_LINES
            assert line.said not in (CHANGED, LOAD) or not line.facts


def test_r5_watch_cues_are_seen_by_the_person_and_the_direct_manager_only() -> None:
    seeing = {relation for relation in Relation if may_see(Item.WATCH_CUE, {relation}, people=1000)}
    assert seeing == {Relation.SELF, Relation.DIRECT_MANAGER}
    assert all(not TABLE[Item.SIGNAL][relation].allowed for relation in (Relation.HR, Relation.LEADERSHIP))


def test_r6_an_aggregate_has_five_people_behind_it_and_eight_where_it_is_about_moods() -> None:
    for relation in (Relation.HR, Relation.LEADERSHIP):
        assert smallest_group(Item.SIGNAL_AGGREGATE, relation) == 5
        assert smallest_group(Item.MOOD_AGGREGATE, relation) == 8
    # The rest, too, is a group: what is hidden has five behind it, or more is hidden.
    assert digest.safe_cells({"a": set(range(9)), "b": set(range(9, 12))}) == []
    assert digest.shown_with_rest(9, 12) is None


def test_r7_what_happened_on_another_day_of_the_week_does_not_matter() -> None:
    """A week is the finest grain: kudos two days earlier in the same week are the same kudos."""
    found = organisation(5, Size(people=40, kudos_a_week=0.5))
    begins = (record.end_of(AS_OF) - 1 - found.kudos.at) // record.WEEK
    monday = record.end_of(AS_OF) - (begins + 1) * record.WEEK
    earlier = replace(found, kudos=replace(found.kudos, at=np.maximum(monday, found.kudos.at - 2 * DAY)))
    before, after = run(found, as_of=AS_OF), run(earlier, as_of=AS_OF)
    for name in ("engagement_trend", "recognition_breadth", "recognition_given", "stay_conversation"):
        assert after.scores(name) == pytest.approx(before.scores(name), abs=1e-9)


def test_r9_the_first_line_says_what_it_is_not_for() -> None:
    for _, text in told(run(troubled(1), as_of=AS_OF)):
        assert NOT_FOR in text or "contested" in text
    quiet = summary.summary(Summary(MONTH, Team(8)))
    assert NOT_FOR in quiet["text"]
    assert summary.summary(Summary(MONTH, Team(8), unthanked=["<@UADA>"]))["text"].find(NOT_FOR) < 60


def test_r11_protected_attributes_are_no_input_and_ratios_need_thirty() -> None:
    known = {each.name for each in fields(People)}
    assert known == {
        *("id", "email", "manager", "team", "title", "level", "location", "country", "start", "end", "here")
    }
    assert LEAST_GROUP == 30


def test_r12_who_opts_out_cannot_be_told_from_somebody_of_whom_little_is_known() -> None:
    found = troubled(1)
    cue = next(cue for _, cue in run(found, as_of=AS_OF).cues() if cue.signal in WATCH)
    out = np.zeros(len(found.people), bool)
    out[cue.person] = True
    hidden = run(replace(found, opted_out=out), as_of=AS_OF, constants=DEFAULT)
    for name in WATCH:
        told_of = hidden.finding(hidden.people.tolist().index(cue.person), name)
        assert (told_of.state, told_of.band, told_of.confidence) == ("not_enough_evidence", None, None)
        assert (told_of.score, told_of.evidence, told_of.families) == (0.0, (), ())
