"""What the views of feedback are fed."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.views import feedback
from bot.views.feedback import Given, Request, Round
from tests.views.checking import mentions, said, words

moments = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
zones = st.sampled_from(("Europe/Berlin", "Asia/Kolkata")).map(ZoneInfo)
refs = st.from_regex(r"F[0-9a-f]{14}", fullmatch=True)
memories = st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore").decode())
people = st.lists(mentions, min_size=1, max_size=10)
given = st.builds(
    Given,
    ref=refs,
    giver=mentions,
    giver_id=st.sampled_from(("UADA", "")),
    text=said,
    at=moments,
    topic=words,
    shared=st.booleans(),
    has_manager=st.booleans(),
    receiver=mentions,
)
rounds = st.builds(Round, topic=said, asked=st.integers(0, 10), answered=st.integers(0, 10))
few = st.lists(given, max_size=3) | st.lists(given, min_size=1, max_size=2).map(lambda some: some * 10)

MESSAGES: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    feedback.told: st.builds(feedback.told, given),
    feedback.sent: st.builds(feedback.sent, people, held=st.booleans()),
    feedback.asked: st.builds(feedback.asked, people, said, held=st.booleans()),
    feedback.request: st.builds(feedback.request, st.builds(Request, ref=refs, asker=mentions, topic=said)),
    feedback.declined: st.builds(feedback.declined),
    feedback.replied: st.builds(feedback.replied, mentions, said),
    feedback.shared_with_you: st.builds(feedback.shared_with_you, mentions, refs),
    feedback.mine: st.builds(
        feedback.mine, few, st.lists(rounds, max_size=3).map(lambda some: some * 7), zone=zones
    ),
    feedback.team: st.builds(feedback.team, few, zone=zones),
    feedback.help_text: st.builds(feedback.help_text),
}
FORMS: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    feedback.form: st.builds(
        feedback.form,
        receivers=st.lists(st.sampled_from(("UADA", "UGRACE")), max_size=2, unique=True),
        text=words,
        topic=words,
        memory=memories,
    ),
}
