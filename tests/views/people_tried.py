"""What the views of the set-up, of privacy and of messages are fed."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.rules.setup import STEPS
from bot.views import checkin, heard, kudos, privacy, setting, setup
from bot.views.introduction import introduced
from bot.views.kudos import Tag, Thanks
from bot.views.privacy import ROLES, TABLES, Held, Look
from bot.views.setup import Facts
from tests.views.checking import mentions, said, words
from tests.views.feedback_tried import memories, moments, zones
from tests.views.setting_tried import teams

ids = st.lists(st.from_regex(r"U[A-Z0-9]{8}", fullmatch=True), max_size=3)
looks = st.builds(
    Look,
    who=mentions | st.just(""),
    role=st.sampled_from((*ROLES, "")),
    item=words,
    at=moments,
    everybody=st.booleans(),
)
held = st.builds(
    Held,
    counts=st.lists(st.tuples(st.sampled_from((*TABLES, "other")), st.integers(1, 10**6)), max_size=30),
    looks=st.lists(looks, max_size=10),
    looked=st.integers(0, 10**6),
)
thanks = Thanks(giver="<@UADA>", giver_id="UADA", receivers=["<@UADA>"], message="the tidy handover")
prompt = checkin.prompt(
    "2026-W47", closes_at=datetime(2026, 11, 25, tzinfo=UTC), zone=ZoneInfo("Europe/Berlin")
)
facts = st.builds(
    Facts,
    step=st.sampled_from(STEPS),
    number=st.integers(1, 7),
    of=st.just(7),
    people=st.integers(0, 10**6),
    with_manager=st.integers(0, 10**6),
    from_csv=st.integers(0, 10**6),
    teams=teams.map(lambda some: [f"{n} {team}" for n in range(60) for team in some]),
    roles=st.fixed_dictionaries({"hr": ids, "leadership": ids, "admin": ids}),
    values=st.fixed_dictionaries(
        {
            "values": words,
            "reactions": words,
            "allowance": st.sampled_from(("", "5")),
            "manager_field": words,
            "questions": words,
            "timezone": words,
            "checkin_day": st.sampled_from(("fri", "mon", "")),
            "launch": st.sampled_from(("nobody", "everyone", "pilot:A|B")),
            "recognition_channel": st.sampled_from(("", "C012345")),
        }
    ),
    preview=st.just(
        [
            ("Everybody", introduced(prompt)),
            ("Whoever is thanked", kudos.told(thanks)),
            ("The channel", kudos.announcement(thanks)),
        ]
        * 9
    ),
)

MESSAGES: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    privacy.privacy: st.builds(privacy.privacy, held, zone=zones),
    privacy.exporting: st.builds(privacy.exporting),
    privacy.exported: st.builds(privacy.exported),
    privacy.help_text: st.builds(privacy.help_text),
    setup.offer: st.builds(setup.offer),
    setup.finished: st.builds(
        setup.finished,
        st.sampled_from(("nobody", "everyone")) | said.map(lambda team: f"pilot:{team}"),
        words,
    ),
    kudos.tags: st.builds(
        kudos.tags,
        st.lists(st.builds(Tag, word=said, times=st.integers(1, 10**6)), max_size=3).map(lambda n: n * 10),
    ),
    kudos.accepted: st.builds(kudos.accepted, said, st.lists(said, min_size=1, max_size=40)),
    heard.press: st.builds(heard.press, said),
}
FORMS: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    setup.page: st.builds(setup.page, facts, memory=memories),
}
PARTS = {privacy.title}
ROOMS = (privacy, setting, setup, heard)
