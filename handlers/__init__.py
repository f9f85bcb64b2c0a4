"""Slack's side of each feature: read, call one service, answer. One file per feature."""

from handlers import blocker, cairn, checkin, feedback, goal, kudos, people, talent

FEATURES = (kudos, goal, checkin, blocker, feedback, talent, people, cairn)
