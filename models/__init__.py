"""The tables, one noun a file, each followed by the questions asked of it."""

from models import appointment, channel, checkin, delivery, goal, kudos, person, workspace
from models.base import Base

__all__ = ["Base", "appointment", "channel", "checkin", "delivery", "goal", "kudos", "person", "workspace"]
