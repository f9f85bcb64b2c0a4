"""What the views of cards and of a manager's summary are fed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from bot.rules.card import CONTEST, LATER, NOTE, OUTCOMES, WRONG, Line
from bot.views import card, card_form, summary, talk
from bot.views.card import Shown, Words
from bot.views.signals import WORDINGS
from bot.views.summary import Report, Summary, Team
from tests.views.checking import links, mentions, said, words

days = st.dates(date(2000, 1, 1), date(2099, 1, 1))
counts = st.integers(0, 10**9)
memories = st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore").decode())
goal_lines = st.builds(
    Line,
    said=st.just("Goals updated in {now} of {seen} weeks; usual are about {before}."),
    facts=st.fixed_dictionaries({"now": counts, "seen": counts, "before": counts}),
    kind=st.sampled_from(("goal", "update")),
    ref=words,
    at=days.map(str),
)
other_lines = st.builds(
    Line,
    said=st.just("Check-in answers have changed."),
    kind=st.sampled_from(("checkin", "kudos", "learning", "")),
    ref=st.just("2026-W47"),
    at=days.map(str),
    link=links,
)
shown = st.builds(
    Shown,
    ref=st.just("17"),
    signal=st.sampled_from(sorted(WORDINGS)),
    band=st.sampled_from(("person_only", "worth_a_conversation", "clear_change", "low", "usual", "high", "")),
    confidence=st.sampled_from(("low", "medium", "high", "")),
    window=st.just("2026-09-01/2026-11-23"),
    lines=st.lists(goal_lines | other_lines, max_size=6),
    formula=said,
    state=st.sampled_from(("open", "contested", "kept", "withdrawn")),
    words=st.lists(
        st.builds(Words, st.sampled_from((NOTE, WRONG, CONTEST)), said, st.none() | goal_lines | other_lines),
        max_size=4,
    ),
    answer=words,
)
cards = st.lists(shown, max_size=3) | shown.map(lambda one: [one] * 9)
teams = st.builds(
    Team,
    people=counts,
    goals_moved=counts,
    goals_open=counts,
    stale=st.lists(said, max_size=8),
    weeks_answered=counts,
    weeks_due=counts,
    kudos=counts,
    kudos_givers=counts,
)
reports = st.builds(
    Report,
    who=mentions,
    ref=st.just("17:2026-12"),
    cards=st.lists(shown, min_size=1, max_size=3),
    outcome=st.sampled_from(("", *OUTCOMES)),
)
few = st.lists(reports, max_size=3)
summaries = st.builds(
    Summary,
    month=days,
    team=teams,
    reports=few | few.map(lambda some: some * 20),
    unthanked=st.lists(mentions, max_size=3) | st.lists(mentions, max_size=3).map(lambda some: some * 20),
)
kinds = st.sampled_from((NOTE, WRONG, CONTEST))

MESSAGES: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    card.own: st.builds(card.own, days, cards.filter(bool)),
    card.mine: st.builds(card.mine, st.none() | days, cards),
    card.of_report: st.builds(card.of_report, mentions, st.none() | days, cards),
    card.contested: st.builds(card.contested, mentions, shown),
    card.answered: st.builds(card.answered, mentions, shown),
    card.replied: st.builds(card.replied, kinds | st.just(LATER)),
    card.settled: st.builds(card.settled, shown),
    card.talked: st.builds(card.talked, mentions),
    card.help_text: st.builds(card.help_text),
    summary.summary: st.builds(summary.summary, summaries),
}
FORMS: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    card_form.reply_form: st.builds(
        card_form.reply_form, kinds, lines=st.lists(goal_lines | other_lines, max_size=9), memory=memories
    ),
    card_form.keep_form: st.builds(card_form.keep_form, memory=memories),
    talk.form: st.builds(talk.form, memory=memories),
}
PARTS = {card.not_for, card.blocks, card.conversation, card.title, talk.outcomes}
ROOMS = (card, card_form, talk)


def full(long: str, amount: int) -> Summary:
    """The longest of everything at once."""
    line = Line("Goals updated in {now} of {seen} weeks.", {"now": 9, "seen": 9}, "goal", long, "2026-11-01")
    texts = [Words(NOTE, long, line)] * 3
    one = Shown("17", "growth", "clear_change", "high", long, [line] * 9, long, "contested", texts, long)
    report = Report(long, "17:2026-12", [one] * 9)
    return Summary(date(2026, 11, 1), Team(9, 9, 9, [long] * amount), [report] * amount, [long] * amount)
