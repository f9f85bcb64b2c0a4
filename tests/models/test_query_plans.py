"""Every statement that the bot runs finds its rows by an index, on both engines."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import rounds
from bot.database import Database
from bot.readiness import _measure_outbox
from bot.rules.checkin import Answers
from bot.rules.goal import GoalDraft
from bot.rules.kudos import KudosRequest
from bot.services import checkin, delivery, dnd, goal, kudos, person, reaction, readout
from bot.services.delivery import Outcome
from bot.services.pacing import outlook
from bot.services.reaction import Reaction
from bot.settings import Settings
from bot.tools import Tools
from models import Base
from models.delivery import SENT, WAITING
from tests.benchmarks import companies, past
from tests.support import cast
from tests.support.plans import WATCHED, Plans, watched
