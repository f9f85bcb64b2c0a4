"""Words that people tag thanks with and that are no value yet: offered to HR, who may take them as values."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.language import _
from bot.rules import admin as admins
from bot.rules.refusal import Refusal
from bot.services import person as directory
from bot.services import setting
from bot.services.setting import chosen
from bot.views.kudos import TAGS, Tag
from models import kudos
from models.person import Person

SINCE = timedelta(weeks=26)


def _reader(session: Session, workspace_id: int, slack_user_id: str) -> Person:
    """The asker, who is HR or an admin. Raises Refusal."""
    me = directory.asker(session, workspace_id, slack_user_id)
    if not {"hr", admins.ROLE} & set(me.roles):
        raise Refusal(_("HR looks after the company's values. `/kudos mine` lists your own kudos."))
    return me


def unknown(session: Session, *, workspace_id: int, slack_user_id: str, now: datetime) -> list[Tag]:
    """The words of public kudos that are no value, the most used first. Raises Refusal."""
    _reader(session, workspace_id, slack_user_id)
    values = {value.lower() for value in chosen(session, workspace_id=workspace_id).get("values")}
    counts: Counter[str] = Counter()
    for words in kudos.tagged(session, workspace_id, now - SINCE):
        counts.update({word.lower() for word in words})
    found = [(word, times) for word, times in counts.items() if word not in values]
    return [Tag(*each) for each in sorted(found, key=lambda pair: (-pair[1], pair[0]))[:TAGS]]


def accept(session: Session, *, workspace_id: int, slack_user_id: str, word: str, now: datetime) -> list[str]:
    """Take a word as a value; twice changes nothing more. The values as they are then. Raises Refusal."""
    me = _reader(session, workspace_id, slack_user_id)
    values: list[str] = list(chosen(session, workspace_id=workspace_id).get("values"))
    if not word.strip():
        raise Refusal(_("Which word? `/kudos tags` lists those that people use."))
    if word.lower() not in {value.lower() for value in values}:
        values.append(word)
        setting.change(
            session, workspace_id=workspace_id, key="values", text="|".join(values), person_id=me.id, now=now
        )
    return values
