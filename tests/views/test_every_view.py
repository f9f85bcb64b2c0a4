"""Every public view, fed names, texts and counts of every size and script, emits what Slack takes."""

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rules.cascade import Rolled
from bot.rules.checkin import Answers
from bot.rules.question import Question
from bot.views import (
    blocker,
    cairn,
    cascade,
    checkin,
    circle,
    digest,
    draft,
    feedback,
    goal_form,
    goal_list,
    home,
    introduction,
    kudos,
    loading,
    readout,
    reply,
    summary,
)
from bot.views.blocker import Blocker
from bot.views.cascade import Card
from bot.views.digest import FEW, MANY, ONE, Digest, Flow
from bot.views.goal import Goal
from bot.views.kudos import Line, Thanks
from bot.views.readout import Answered, Readout
from tests.views import (
    card_tried,
    drafts_tried,
    feedback_tried,
    goals_tried,
    growth_tried,
    one_on_ones_tried,
    people_tried,
    setting_tried,
)
from tests.views.checking import check, check_modal, links, mentions, said, texts, words
from tests.views.goals_tried import goals, many

zones = st.sampled_from(("Europe/Berlin", "America/New_York", "Asia/Kolkata")).map(ZoneInfo)
moments = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
days = st.dates(date(2000, 1, 1), date(2099, 1, 1))
weeks = days.map(lambda day: day.strftime("%G-W%V"))
counts = st.integers(0, 10**9)
hidden = st.none() | counts
numbers = st.none() | st.floats(-1e15, 1e15)
moods = st.none() | st.integers(1, 5)
memories = st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore").decode())


thanks = st.builds(
    Thanks,
    giver=mentions,
    giver_id=st.sampled_from(("UADA", "")),
    receivers=st.lists(mentions, min_size=1, max_size=20),
    message=words,
    values=many(said, 10),
    private=st.booleans(),
    link=links,
    announced_in=st.sampled_from(("", "C1")),
    held=st.sampled_from(("", "not launched")),
)
kudos_lines = st.builds(
    Line, given=st.booleans(), other=mentions, message=words, at=moments, private=st.booleans()
)
reactions = many(st.tuples(mentions, links)).filter(bool)
questions = st.builds(
    Question,
    text=said.map(lambda text: text[:150]).filter(str.strip),
    kind=st.sampled_from(("text", "scale")),
) | st.builds(
    Question,
    text=said.map(lambda text: text[:150]).filter(str.strip),
    kind=st.just("choice"),
    options=st.lists(
        said.map(lambda text: text[:75]).filter(str.strip), min_size=2, max_size=10, unique=True
    ).map(tuple),
)
# A line may be longer than an option of a form.
lines = said.map(lambda text: text[:120]).filter(str.strip)
asked = st.builds(
    checkin.Asked,
    planned=st.lists(lines, max_size=12, unique=True),
    stuck=st.lists(lines, max_size=12).map(lambda texts: [(f"b{n}", text) for n, text in enumerate(texts)]),
    questions=st.lists(questions, max_size=5, unique_by=lambda question: question.key),
    has_goals=st.booleans(),
)
answers = st.builds(
    Answers,
    progress=words,
    plans=words,
    blockers=words,
    mood=moods,
    workload=moods,
    share=st.booleans(),
    owner=st.sampled_from(("", "UADA")),
    cleared=st.lists(st.sampled_from(("b0", "b1"))),
)
answered = st.builds(
    Answered,
    who=mentions,
    progress=words,
    plans=words,
    mood=moods,
    workload=moods,
    late=st.booleans(),
    own=many(st.tuples(said, words), 5),
    ref=st.sampled_from(("", "2026-W47:1")),
)
blockers = st.builds(
    Blocker,
    ref=st.sampled_from(("", "0123456789abcdef")),
    who=mentions,
    text=words,
    since=days,
    owner=mentions | st.just(""),
    acknowledged_by=mentions | st.just(""),
    resolved_by=mentions | st.just(""),
)
readouts = st.builds(
    Readout,
    week=weeks,
    answered=many(answered),
    silent=many(mentions),
    excused=many(mentions),
    goals_at_risk=many(goals),
    blockers=many(blockers),
    goals_waiting=many(goals),
)
flows = many(st.builds(Flow, giver=words, receiver=words, kudos=counts))
digests = st.builds(
    Digest,
    first=days,
    people=counts,
    thanked=hidden,
    givers=hidden,
    week=st.just("") | weeks,
    kudos=hidden,
    breadth=st.dictionaries(st.sampled_from((ONE, FEW, MANY)), hidden),
    named=hidden,
    across_teams=hidden,
    across_sites=hidden,
    flows=flows,
    site_flows=flows,
    values=many(st.tuples(said, counts)),
    skills=many(st.tuples(said, counts)),
    asked=st.just("") | weeks,
    answered=counts,
    due=counts,
    with_goals=counts,
    goals_moved=counts,
    levels=st.dictionaries(
        st.sampled_from(("delivery_reliability", "recognition_breadth")),
        st.dictionaries(st.sampled_from(("high", "usual", "low")), counts),
    ),
)

MESSAGES: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    cairn.help_text: st.builds(cairn.help_text),
    cairn.unknown: st.builds(cairn.unknown, words),
    cairn.apology: st.builds(cairn.apology, words),
    cairn.away: st.builds(cairn.away, words),
    cairn.unsure: st.builds(cairn.unsure, words),
    cairn.unsure_in_form: st.builds(cairn.unsure_in_form),
    cairn.nobody: st.builds(cairn.nobody, words),
    cairn.slack_away: st.builds(cairn.slack_away, words),
    cairn.refused: st.builds(cairn.refused, said, words),
    checkin.prompt: st.builds(checkin.prompt, weeks, closes_at=moments, zone=zones, goals=many(goals)),
    checkin.reminder: st.builds(checkin.reminder, weeks, closes_at=moments, zone=zones),
    checkin.skipped: st.builds(checkin.skipped),
    checkin.saved: st.builds(checkin.saved, weeks, late=st.booleans(), shared=st.booleans()),
    checkin.paused: st.builds(checkin.paused, days),
    checkin.resumed: st.builds(checkin.resumed),
    blocker.told_owner: st.builds(blocker.told_owner, blockers),
    blocker.told_manager: st.builds(blocker.told_manager, blockers),
    blocker.told_above: st.builds(blocker.told_above, blockers, mentions),
    blocker.over: st.builds(blocker.over),
    blocker.acknowledged: st.builds(blocker.acknowledged, blockers, mentions),
    blocker.help_offered: st.builds(blocker.help_offered, blockers, mentions),
    blocker.resolved: st.builds(blocker.resolved, blockers, mentions),
    blocker.noted: st.builds(blocker.noted, blockers),
    blocker.help_noted: st.builds(blocker.help_noted, blockers),
    blocker.resolution_noted: st.builds(blocker.resolution_noted, blockers),
    blocker.already: st.builds(blocker.already, blockers),
    reply.told: st.builds(reply.told, weeks, mentions, words.filter(str.strip)),
    reply.sent: st.builds(reply.sent, mentions),
    checkin.help_text: st.builds(checkin.help_text),
    circle.circles: st.builds(
        circle.circles, st.lists(st.lists(mentions, min_size=3, max_size=3), min_size=1, max_size=40)
    ),
    digest.digest: st.builds(digest.digest, digests),
    digest.aggregate: st.builds(digest.aggregate, digests),
    kudos.answer: st.builds(kudos.answer, thanks),
    kudos.announcement: st.builds(kudos.announcement, thanks),
    kudos.told: st.builds(kudos.told, thanks),
    kudos.reactions_told: st.builds(kudos.reactions_told, reactions),
    kudos.reactions_announced: st.builds(kudos.reactions_announced, mentions, reactions),
    kudos.mine: st.builds(kudos.mine, many(kudos_lines, 15), zone=zones),
    kudos.help_text: st.builds(kudos.help_text),
    readout.readout: st.builds(readout.readout, readouts),
    **card_tried.MESSAGES,
    **feedback_tried.MESSAGES,
    **setting_tried.MESSAGES,
    **people_tried.MESSAGES,
    **one_on_ones_tried.MESSAGES,
    **growth_tried.MESSAGES,
    **goals_tried.MESSAGES,
}
FORMS: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    checkin.form: st.builds(checkin.form, weeks, answers, asked, memory=memories),
    reply.form: st.builds(reply.form, weeks, mentions, words, memory=memories),
    kudos.form: st.builds(
        kudos.form,
        values=many(said),
        receivers=st.lists(st.sampled_from(("UADA", "UGRACE")), max_size=2, unique=True),
        reason=words,
        link=links,
        memory=memories,
        private=st.booleans(),
    ),
    draft.drafted: drafts_tried.drafted,
    loading.loading: st.builds(loading.loading),
    loading.instead: st.builds(cairn.refused, said, words).map(lambda each: loading.instead(each["text"])),
    **card_tried.FORMS,
    **feedback_tried.FORMS,
    **setting_tried.FORMS,
    **people_tried.FORMS,
    **one_on_ones_tried.FORMS,
    **growth_tried.FORMS,
    **goals_tried.FORMS,
}
# Parts of messages, which are checked inside of them.
PARTS = {
    *card_tried.PARTS,
    *setting_tried.PARTS,
    *people_tried.PARTS,
    draft.offered,
    digest.title,
    digest.whole,
    digest.breadths,
    digest.counted,
    digest.levels,
    digest.group,
    checkin.moved,
    blocker.line,
    blocker.buttons,
    *goals_tried.PARTS,
    *(checkin.span, readout.suggestion, readout.waiting),
    *(introduction.introduced, introduction.introduces, introduction.passed_on),
    *one_on_ones_tried.PARTS,
    *growth_tried.PARTS,
}
# The Home tab is tried in `test_home.py`.
HOME = {home.home, home.pages}
ROOMS: tuple[ModuleType, ...] = (
    *one_on_ones_tried.ROOMS,
    *growth_tried.ROOMS,
    blocker,
    reply,
    cairn,
    checkin,
    circle,
    digest,
    draft,
    feedback,
    *goals_tried.ROOMS,
    home,
    introduction,
    kudos,
    loading,
    readout,
    summary,
    *card_tried.ROOMS,
    *people_tried.ROOMS,
)


def named(views: dict[Callable[..., Any], st.SearchStrategy[Any]]) -> list[Any]:
    return [pytest.param(view, id=f"{view.__module__.rsplit('.', 1)[1]}.{view.__name__}") for view in views]


def test_every_public_view_is_tried_here() -> None:
    public: set[Callable[..., Any]] = {
        thing
        for room in ROOMS
        for name, thing in vars(room).items()
        if inspect.isfunction(thing) and thing.__module__ == room.__name__ and not name.startswith("_")
    }
    assert public == {*MESSAGES, *FORMS, *PARTS, *HOME}


@pytest.mark.long
@pytest.mark.parametrize("view", named(MESSAGES))
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_message_is_within_all_limits_and_harmless(view: Callable[..., Any], data: st.DataObject) -> None:
    check(data.draw(MESSAGES[view]))


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.long
@pytest.mark.parametrize("view", named(FORMS))
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_modal_is_within_all_limits_and_has_its_fixed_fields(
    view: Callable[..., Any], data: st.DataObject
) -> None:
    check_modal(data.draw(FORMS[view]))


def full_goal(long: str) -> Goal:
    return Goal(
        *(long[:150], long, long, "proposed", long, long),
        *(-999_999_999_999_999.11, 999_999_999_999_999.11, 88_888_888_888_888.88),
        *("off_track", date(2026, 12, 31), date(2026, 11, 18)),
        level="team",
        team=long,
        relevance=long,
        parent=long[:150],
        parent_title=long,
        need="unanswered",
        overdue=True,
        silent=300,
        changing=True,
        stamp="0a1b2c",
        result=long,
        lesson=long,
    )


@pytest.mark.long
@pytest.mark.parametrize("amount", [1, 5, 17, 21, 41, 1000])
@pytest.mark.parametrize(
    "long",
    [
        pytest.param("x" * 10_000, id="letters"),
        pytest.param("&<>" * 3_000, id="characters that grow when escaped"),
        pytest.param("word and\n" * 1_000, id="many lines"),
    ],
)
def test_the_longest_of_everything_at_once_still_arrives(amount: int, long: str) -> None:
    everybody = ["<@U0123456789>"] * amount
    goals_at_risk = [full_goal(long)] * amount
    own = [("x" * 150, long)] * 5
    full = Answered("<@U0123456789>", long, long, 5, 5, late=True, own=own, ref="2026-W47:1")
    stuck = [
        Blocker("0123456789abcdef", "<@U0123456789>", long, date(2026, 11, 18), "<@U1>", "<@U2>")
    ] * amount
    everything = Readout("2026-W47", [full] * amount, everybody, everybody, goals_at_risk, stuck)
    check(readout.readout(everything))
    children = [(full_goal(long), Rolled(0.25, told=1, under=99))] * amount
    terms = {"title": long, "relevance": long, "measure": long}
    moved: list[Any] = [(date(2026, 12, 31), terms, {})] * amount
    check(readout.readout(Readout("2026-W47", [full] * amount)))
    check(goal_list.listing(goals_at_risk))
    check(goal_list.team(goals_at_risk))
    check_modal(goal_form.updates_form(goals_at_risk[:1]))
    check(cascade.card(Card(full_goal(long), "manager", Rolled(0.5, told=3, under=9), children, moved=moved)))
    check(summary.summary(card_tried.full(long, amount)))
    given = [(f"<@U{n}>", f"https://cairn.example/{n}") for n in range(amount)]
    check(kudos.reactions_announced(long, given))


@pytest.mark.parametrize("amount", [1, 17, 50])
def test_a_large_team_of_few_words_still_gets_its_readout(amount: int) -> None:
    short, goals = Answered("<@U0123456789>", "x", ref="2026-W47:1"), [full_goal("x" * 400)] * amount
    stuck = [Blocker("0123456789abcdef", "<@U0123456789>", "y", date(2026, 11, 18))] * amount
    check(readout.readout(Readout("2026-W47", [short] * amount, goals_at_risk=goals, blockers=stuck)))


def test_what_is_left_out_of_a_readout_is_counted() -> None:
    short = Answered("<@U0123456789>", "x")
    message = readout.readout(Readout("2026-W47", [short] * 20))
    assert "And 4 more, which did not fit here." in [part["text"] for part in texts(message)]
