"""1:1s: the page that two people share, its agenda, notes and actions."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import _
from bot.rules import one_on_one as rules
from bot.rules.attention import NEEDS_A_HAND, STALE
from bot.rules.one_on_one import Written
from bot.rules.refusal import Refusal
from bot.rules.visibility import Item, may_see, relations
from bot.services import blocker as blockers
from bot.services import goal as goals
from bot.services import person as directory
from bot.services import workdays
from bot.services.setting import chosen
from bot.views import one_on_one as views
from bot.views.blocks import Message
from bot.views.one_on_one import Page, Point
from models import blocker, one_on_one
from models import person as people
from models.base import add_all_once
from models.one_on_one import ACTION, AGENDA, NOTE, OneOnOne, OneOnOneItem
from models.person import Person


def open_page(session: Session, *, workspace_id: int, slack_user_id: str, other: str, now: datetime) -> Page:
    """The page that somebody shares with another, empty where there is none yet. Raises Refusal."""
    me, them = _two(session, workspace_id, slack_user_id, other)
    return _page(session, me, them, one_on_one.pair(session, workspace_id, me.id, them.id), now)


def pages(session: Session, *, workspace_id: int, slack_user_id: str, now: datetime) -> list[Page]:
    """Every page that somebody shares with a member of the workspace."""
    me = directory.asker(session, workspace_id, slack_user_id)
    found = one_on_one.of_person(session, workspace_id, me.id)
    others = people.by_ids(session, workspace_id, [pair.other(me.id) for pair in found])
    shared = [(pair, others[pair.other(me.id)]) for pair in found]
    return [_page(session, me, them, pair, now) for pair, them in shared if them.slack_user_id]


def save(
    session: Session,
    *,
    workspace_id: int,
    slack_user_id: str,
    other: str,
    written: Written,
    act: str,
    now: datetime,
) -> Message:
    """Write on the page; the same act again changes nothing more. Raises Refusal, naming the field."""
    me, them = _two(session, workspace_id, slack_user_id, other)
    rules.check_note(written.note)
    agenda = rules.points(written.agenda, field="agenda")
    actions = rules.points(written.actions, field="actions")
    pair = one_on_one.hold(session, workspace_id, me.id, them.id)
    standing = one_on_one.items(session, workspace_id, [pair.id])
    if not written.met or pair.met_act != act:
        agenda += [
            text for key, text in _suggestions(session, me, them, standing, now) if key in written.suggested
        ]
        _add(session, pair, me, AGENDA, agenda, act, now)
        _add(session, pair, me, NOTE, [written.note.strip()] if written.note.strip() else [], act, now)
        _add(session, pair, me, ACTION, actions, act, now, owner=me if written.mine else them)
        _tick(standing, {*written.talked, *written.done}, now)
    if written.met and pair.met_act != act:
        _close(one_on_one.items(session, workspace_id, [pair.id]), now)
        pair.met_at, pair.met_act = now, act
    return views.saved(Page(them.mention, other), met=written.met)


def add(
    session: Session, *, workspace_id: int, slack_user_id: str, about: str, act: str, now: datetime
) -> Message:
    """Put a blocker on the agenda of the 1:1 with whoever is stuck, once for each act. Raises Refusal."""
    me = directory.asker(session, workspace_id, slack_user_id)
    row = blocker.by_ref(session, workspace_id, about.removeprefix("blocker:"))
    reporter = people.by_id(session, workspace_id, row.person_id) if row else None
    if row is None or reporter is None or not blockers.visible(session, me, reporter, row):
        raise Refusal(_("This blocker was taken back, so there is nothing left to do."))
    _require_two(me, reporter)
    pair = one_on_one.hold(session, workspace_id, me.id, reporter.id)
    standing = one_on_one.items(session, workspace_id, [pair.id])
    if row.text not in {each.text for each in standing if each.kind == AGENDA}:
        _add(session, pair, me, AGENDA, [row.text], act, now)
    return views.added(reporter.mention)


def _two(session: Session, workspace_id: int, slack_user_id: str, other: str) -> tuple[Person, Person]:
    me = directory.asker(session, workspace_id, slack_user_id)
    if not other:
        raise Refusal(_("A 1:1 is with one person: `/cairn 1:1 @name`."))
    them = directory.known(session, workspace_id, [other])[0]
    _require_two(me, them)
    return me, them


def _require_two(me: Person, them: Person) -> None:
    if me.id == them.id:
        raise Refusal(_("A 1:1 takes two. Who is it with?"))
    if them.outsider:
        raise Refusal(_("A 1:1 page is for two members of this workspace."))
    # Whoever asks is one of the two: nobody else ever gets this far.
    if not may_see(Item.ONE_ON_ONE, relations(me.id, them.id, line=(), roles=me.roles, party=True)):
        raise Refusal(_("Only the two people of a 1:1 see its page."))


def _add(
    session: Session,
    pair: OneOnOne,
    author: Person,
    kind: str,
    texts: Iterable[str],
    act: str,
    now: datetime,
    *,
    owner: Person | None = None,
) -> None:
    rows = [
        {
            "workspace_id": pair.workspace_id,
            "pair_id": pair.id,
            "act_key": f"{act}:{kind}:{number}",
            "kind": kind,
            "text": text,
            "author_id": author.id,
            "owner_id": owner.id if owner else None,
            "created_at": now,
        }
        for number, text in enumerate(texts)
    ]
    add_all_once(session, OneOnOneItem, rows)


def _tick(standing: Sequence[OneOnOneItem], refs: set[str], now: datetime) -> None:
    for item in standing:
        if str(item.id) in refs:
            item.done_at = item.done_at or now


def _close(standing: Sequence[OneOnOneItem], now: datetime) -> None:
    """What is over belongs to this meeting; open points and actions stay for the next."""
    for item in standing:
        if item.kind == NOTE or item.done_at is not None:
            item.met_at = now


def _page(session: Session, me: Person, them: Person, pair: OneOnOne | None, now: datetime) -> Page:
    standing = one_on_one.items(session, me.workspace_id, [pair.id]) if pair else []
    both = {me.id: me, them.id: them}

    def points(kind: str, items: Sequence[OneOnOneItem]) -> list[Point]:
        return [
            Point(str(item.id), item.text, both[item.owner_id or item.author_id].mention)
            for item in items
            if item.kind == kind and (kind == NOTE or item.done_at is None)
        ]

    zone = workdays.zone_named(me.timezone) or chosen(session, workspace_id=me.workspace_id).zone
    return Page(
        other=them.mention,
        other_id=them.slack_user_id or "",
        agenda=points(AGENDA, standing),
        actions=points(ACTION, standing),
        notes=points(NOTE, standing),
        earlier=points(NOTE, one_on_one.last_notes(session, me.workspace_id, pair)) if pair else [],
        suggested=_suggestions(session, me, them, standing, now),
        met=pair.met_at.astimezone(zone).date() if pair and pair.met_at else None,
    )


def _suggestions(
    session: Session, me: Person, them: Person, standing: Sequence[OneOnOneItem], now: datetime
) -> list[tuple[str, str]]:
    """Open blockers and goals that need a hand, of whichever of the two reports to the other."""
    pairs = [(who, boss) for who, boss in ((me, them), (them, me)) if who.manager_id == boss.id]
    if not pairs:
        return []
    report, manager = pairs[0]
    stuck = blocker.standing(session, me.workspace_id, [report.id])
    found = [(f"blocker:{row.ref}", row.text) for row in stuck]
    shown = goals.of_reports(session, manager, [report], now=now)
    found += [
        (f"goal:{each.ref}"[:150], f"{each.ref} {each.title}")
        for each in shown
        if each.need in (*NEEDS_A_HAND, STALE)
    ]
    known = {item.text for item in standing if item.kind == AGENDA}
    return [(key, text) for key, text in found if text not in known]
