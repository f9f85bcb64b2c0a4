"""Slack's side of each feature: read, call one service, answer. One file per feature."""

from handlers import (
    agreement,
    blocker,
    cairn,
    checkin,
    draft,
    feedback,
    goal,
    goal_view,
    growth,
    home,
    kudos,
    one_on_one,
    people,
    privacy,
    setting,
    setup,
    talent,
    talk,
)

FEATURES = (
    *(kudos, goal, goal_view, agreement, checkin, blocker, one_on_one, feedback, talent, growth),
    *(setting, setup, privacy, people, home, cairn, talk),
    # It hears whatever no other one does.
    draft,
)
