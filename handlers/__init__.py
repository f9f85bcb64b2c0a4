"""Slack's side of each feature: read, call one service, answer. One file per feature."""

from handlers import (
    blocker,
    cairn,
    checkin,
    feedback,
    goal,
    kudos,
    people,
    privacy,
    setting,
    setup,
    talent,
    talk,
)

FEATURES = (
    *(kudos, goal, checkin, blocker, feedback, talent),
    *(setting, setup, privacy, people, cairn, talk),
)
