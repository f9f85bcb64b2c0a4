"""The tables, one noun a file, each followed by the questions asked of it."""

from models import (
    absence,
    appointment,
    attachment,
    change,
    channel,
    checkin,
    consent,
    delivery,
    dnd,
    feedback,
    goal,
    kudos,
    pacing,
    person,
    receipt,
    setup,
    workspace,
)
from models.base import Base

__all__ = [
    "Base",
    "absence",
    "appointment",
    "attachment",
    "change",
    "channel",
    "checkin",
    "consent",
    "delivery",
    "dnd",
    "feedback",
    "goal",
    "kudos",
    "pacing",
    "person",
    "receipt",
    "setup",
    "workspace",
]
