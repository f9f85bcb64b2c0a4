"""Slack's side of each feature: read, call one service, answer. One file per feature."""

from handlers import cairn, checkin, goal, kudos, people

FEATURES = (kudos, goal, checkin, people, cairn)
