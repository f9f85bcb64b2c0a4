"""What the views of settings are fed."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from bot.language import LANGUAGES
from bot.rules.setting import KINDS
from bot.views import setting
from bot.views.setting import Changed, Mine, Setting
from tests.views.checking import mentions, said, words
from tests.views.feedback_tried import memories, moments, zones

mine = st.builds(
    Mine,
    pause=st.none() | st.dates(),
    language=st.sampled_from(("", *LANGUAGES)),
    share_mood=st.booleans(),
    cues=st.booleans(),
    reactions=st.booleans(),
    admin=st.booleans(),
)
changes = st.builds(Changed, team=words, before=words, after=words, who=mentions | st.just(""), at=moments)
teams = st.lists(said.map(lambda team: team.strip()[:60]).filter(bool), max_size=3, unique=True)
one = st.builds(
    Setting,
    key=st.sampled_from(sorted(KINDS)),
    value=words,
    teams=st.lists(st.tuples(said, words), max_size=8),
    changes=st.lists(changes, max_size=8),
)

MESSAGES: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    setting.saved: st.builds(setting.saved, mine),
    setting.shown: st.builds(setting.shown, one, zone=zones),
    setting.changed: st.builds(
        setting.changed,
        st.sampled_from(sorted(KINDS)),
        words,
        team=words,
        doubts=st.lists(said, max_size=4),
    ),
    setting.help_text: st.builds(setting.help_text),
}
FORMS: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    setting.form: st.builds(setting.form, mine, memory=memories),
    setting.company: st.builds(setting.company, st.lists(one, min_size=1, max_size=2).map(lambda n: n * 50)),
    setting.setting_form: st.builds(
        setting.setting_form, one, teams=teams.map(lambda some: some * 50), zone=zones, memory=memories
    ),
}
PARTS = {setting.conversation}
