"""The tables, one noun a file, each followed by the questions asked of it."""

from models import (
    absence,
    appointment,
    channel,
    checkin,
    consent,
    delivery,
    dnd,
    goal,
    kudos,
    pacing,
    person,
    workspace,
)
from models.base import Base

__all__ = [
    "Base",
    "absence",
    "appointment",
    "channel",
    "checkin",
    "consent",
    "delivery",
    "dnd",
    "goal",
    "kudos",
    "pacing",
    "person",
    "workspace",
]
