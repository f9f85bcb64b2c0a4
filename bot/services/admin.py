"""Whoever may change the company's settings."""

from sqlalchemy.orm import Session

from bot.rules import admin as rules
from bot.services import person as directory
from models import person
from models.person import Person


def required(session: Session, workspace_id: int, slack_user_id: str) -> Person:
    """The asker, who may change the company's settings. Raises Refusal with whom to ask instead."""
    me = directory.asker(session, workspace_id, slack_user_id)
    admins = [who.mention for who in person.with_role(session, workspace_id, rules.ROLE)]
    rules.require(me.roles, slack_admin=me.slack_admin, admins=admins)
    return me


def is_one(session: Session, workspace_id: int, who: Person) -> bool:
    """Whether somebody may change the company's settings."""
    any_admin = bool(person.with_role(session, workspace_id, rules.ROLE))
    return rules.may_configure(who.roles, slack_admin=who.slack_admin, any_admin=any_admin)
