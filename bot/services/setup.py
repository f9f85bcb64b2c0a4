"""The first set-up: its steps saved one by one, so that it can be left and resumed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.language import _, language_of, speaking
from bot.rules import setting as setting_rules
from bot.rules import setup as rules
from bot.rules.admin import ROLE
from bot.rules.refusal import Refusal
from bot.services import admin, calendar, post, preview, setting
from bot.services import person as directory
from bot.services.setting import chosen
from bot.views import setup as views
from bot.views.blocks import Message
from bot.views.setup import Facts
from models import person, setup, workspace
from models.base import add_once
from models.person import Person
from models.setup import Setup

KIND = "setup"
ROLES = ("hr", "leadership", ROLE)


def page(session: Session, *, workspace_id: int, slack_user_id: str, now: datetime, step: str = "") -> Facts:
    """A step with what is known for it; without a name, the one at which it was left. Raises Refusal."""
    me = admin.required(session, workspace_id, slack_user_id)
    add_once(session, Setup, workspace_id=workspace_id, step=rules.STEPS[0], started_at=now, person_id=me.id)
    stands = setup.of_workspace(session, workspace_id)
    here = rules.known(step or (stands.step if stands else ""))
    return _facts(session, me, here, now)


def _facts(session: Session, me: Person, step: str, now: datetime) -> Facts:
    settings = chosen(session, workspace_id=me.workspace_id)
    everybody = [who for who in person.everybody(session, me.workspace_id) if not who.deactivated]
    return Facts(
        step=step,
        number=rules.STEPS.index(step) + 1,
        of=len(rules.STEPS),
        people=len(everybody),
        with_manager=sum(who.manager_id is not None for who in everybody),
        from_csv=sum(who.in_csv for who in everybody),
        teams=person.teams(session, me.workspace_id),
        roles={role: _holders(session, me, role) for role in ROLES},
        values={key: setting_rules.write(settings.get(key)) for key in setting_rules.KINDS},
        preview=preview.messages(me, settings, now) if step == "preview" else (),
    )


def _holders(session: Session, me: Person, role: str) -> list[str]:
    """The Slack ids of those who hold a role; whoever sets it up is an admin from the start."""
    found = [who.slack_user_id for who in person.with_role(session, me.workspace_id, role)]
    ids = [each for each in found if each]
    return ids or ([me.slack_user_id or ""] if role == ROLE else [])


def save(
    session: Session,
    *,
    workspace_id: int,
    slack_user_id: str,
    step: str,
    given: Mapping[str, Any],
    now: datetime,
) -> str:
    """Keep what one step was answered with; the name of the next step, empty after the last.

    Raises Refusal with the field, and then nothing of the step is kept; Stranger for somebody who
    is named and not known yet.
    """
    me = admin.required(session, workspace_id, slack_user_id)
    if step == "roles":
        _assign(session, me, given)
    elif step == "switch":
        _switch(session, me, given, now)
    else:
        _set(session, me, step, given, now)
    following = rules.after(step)
    row = setup.of_workspace(session, workspace_id)
    if row is not None:
        row.step = following or step
        if not following:
            row.finished_at = now
    session.flush()
    calendar.look_again(session, workspace_id=workspace_id)
    return following


def _set(session: Session, me: Person, step: str, given: Mapping[str, Any], now: datetime) -> None:
    for key in rules.SETTINGS.get(step, ()):
        if key not in given:
            continue
        team = given.get("team") or "" if key in rules.OF_TEAMS else ""
        _change(session, me, key, str(given[key] or ""), team, now)


def _change(session: Session, me: Person, key: str, text: str, team: str, now: datetime) -> None:
    """Set one value; what the field leaves empty has its default."""
    default = setting_rules.KINDS[key].default
    text = text.replace("\n", "|") if isinstance(default, list) else text
    if not text.strip() and default not in (None, "", []):
        text = setting_rules.write(default)
    settings = chosen(session, workspace_id=me.workspace_id)
    try:
        if setting_rules.read(key, text, team=team) == settings.get(key, team):
            return
        setting.change(
            session,
            workspace_id=me.workspace_id,
            key=key,
            text=text,
            team=team,
            person_id=me.id,
            now=now,
        )
    except Refusal as refusal:
        raise Refusal(str(refusal), field=key) from None
    session.flush()


def _assign(session: Session, me: Person, given: Mapping[str, Any]) -> None:
    """Give the roles to those who were chosen, and to nobody else. There is always an admin."""
    for role in ROLES:
        ids = list(given.get(role) or [])
        if role == ROLE and not ids:
            ids = [me.slack_user_id or ""]
        people = directory.known(session, me.workspace_id, ids)
        for who in people:
            if who.outsider or who.deactivated:
                raise Refusal(
                    _("{who} is not a member of this workspace. Choose somebody who is.", who=who.mention),
                    field=role,
                )
        _hold(session, me.workspace_id, role, {who.id: who for who in people})


def _hold(session: Session, workspace_id: int, role: str, people: Mapping[int, Person]) -> None:
    for who in person.with_role(session, workspace_id, role):
        if who.id not in people:
            who.roles = [each for each in who.roles if each != role]
    for who in people.values():
        if role not in who.roles:
            who.roles = [*who.roles, role]


def _switch(session: Session, me: Person, given: Mapping[str, Any], now: datetime) -> None:
    teams: Collection[str] = given.get("teams") or []
    choice = given.get("launch") or ""
    if choice == "pilot" and not teams:
        raise Refusal(_("Which teams begin? Choose at least one."), field="teams")
    launch = rules.launch(choice, teams)
    if launch:
        _change(session, me, "launch", launch, "", now)


def result(session: Session, *, workspace_id: int) -> Message:
    """What whoever finished reads: who hears from the bot now."""
    settings = chosen(session, workspace_id=workspace_id)
    return views.finished(settings.get("launch"), settings.get("recognition_channel"))


def greet(session: Session, *, workspace_id: int, slack_user_id: str, now: datetime) -> None:
    """Offer the set-up to somebody who may do it and has just come to see the bot: once for each
    person, and only until it is done."""
    if workspace.by_id(session, workspace_id).revoked_at is not None:
        return
    me = directory.known(session, workspace_id, [slack_user_id])[0]
    stands = setup.of_workspace(session, workspace_id)
    settings = chosen(session, workspace_id=workspace_id)
    if (stands and stands.finished_at) or settings.get("launch") != "nobody" or me.outsider:
        return
    if not admin.is_one(session, workspace_id, me):
        return
    with speaking(language_of(me, settings)):
        post.to_person(
            session,
            person=me,
            kind=KIND,
            about="offer",
            message=views.offer(),
            settings=settings,
            now=now,
            asked=True,
        )
