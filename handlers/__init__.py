"""Slack's side of each feature: read, call one service, answer. One file per feature."""

from handlers import (
    agreement,
    blocker,
    cairn,
    checkin,
    feedback,
    goal,
    goal_view,
    kudos,
    people,
    setting,
    talent,
)

FEATURES = (kudos, goal, goal_view, agreement, checkin, blocker, talent, feedback, setting, people, cairn)
