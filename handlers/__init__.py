"""Slack's side of each feature: read, call one service, answer. One file per feature."""

from handlers import (

FEATURES = (()
