"""Slack's side of each feature: read, call one service, answer. One file per feature."""

from handlers import cairn, checkin, feedback, goal, kudos, people

FEATURES = (kudos, goal, checkin, feedback, people, cairn)
