"""Cards: publishing a person's own, showing them, and what is said to them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.language import _
from bot.rules import card as rules
from bot.rules.card import Line
from bot.rules.consent import WATCH_CUES
from bot.rules.refusal import Refusal
from bot.rules.signal import WATCH
from bot.rules.visibility import Item, may_see, relations
from bot.services import evidence, growth
from bot.services import person as directory
from bot.services.setting import chosen
from bot.views.card import Shown, Words
from models import card, consent, delivery
from models.card import OPEN, WITHDRAWN, Card, CardReply
from models.person import Person
from models.signal import SignalCue

KIND, SUMMARY = "own_card", "summary"
GROWTH = "growth"
COPIED = ("signal", "as_of", "band", "confidence", "window", "formula", "evidence")


def publish(
    session: Session, *, who: Person, month: str, cues: Sequence[SignalCue], now: datetime
) -> list[Card]:
    """Keep a person's cards for a month: of `cues`, those of the newest day that were raised since the
    last card. A signal whose contest waits for the manager is not published again. Twice changes nothing."""
    can_be_shown = _shown_here(session, who.workspace_id, [who.id])
    cues = [cue for cue in cues if can_be_shown(cue)]
    if cues:
        frozen = {row.signal for row in card.contested(session, who.workspace_id, [who.id])}
        shown_before = card.last_shown(session, who.workspace_id, who.id)
        whose = {"workspace_id": who.workspace_id, "person_id": who.id, "month": month}
        card.publish(
            session,
            [
                {**whose, **cue, "published_at": now, "state": OPEN}
                for cue in _raised(cues, shown_before)
                if cue["signal"] not in frozen
            ],
        )
    return _cards(session, who.workspace_id, [who.id], month)


def _cards(session: Session, workspace_id: int, people: Collection[int], month: str) -> list[Card]:
    """A month's cards of these people, as far as they may be shown."""
    can_be_shown = _shown_here(session, workspace_id, people)
    return [row for row in card.of_people(session, workspace_id, people, month) if can_be_shown(row)]


def _shown_here(
    session: Session, workspace_id: int, people: Collection[int]
) -> Callable[[Card | SignalCue], bool]:
    """Whether a signal is switched on, and its person has not opted out of it. That holds at once, also of
    what was computed before."""
    off = chosen(session, workspace_id=workspace_id).signals_off
    choices = consent.of_people(session, workspace_id, people, WATCH_CUES)
    out = {who for who, choice in choices.items() if choice.value == "no"}
    return lambda row: row.signal not in off and not (row.signal in WATCH and row.person_id in out)


def _raised(cues: Sequence[SignalCue], shown_before: Mapping[str, date]) -> list[dict[str, Any]]:
    """What is seen on the newest day and was raised since it was shown last, as it stands now."""
    newest = max(row.as_of for row in cues)
    found = []
    for row in cues:
        after = shown_before.get(row.signal, date.min)
        raised = [each for each in cues if each.signal == row.signal and each.raised and each.as_of > after]
        if row.as_of == newest and raised:
            copied = {name: getattr(row, name) for name in COPIED}
            found.append(copied | {"to_manager": any(each.to_manager for each in raised)})
    return found


@dataclass(frozen=True)
class Mine:
    """Somebody's own cards of the latest month; the month is empty where there has been none."""

    month: str
    cards: Sequence[Shown]

    @property
    def first_day(self) -> date | None:
        """The first day of the month that the cards are of, which is the one before the summary."""
        return rules.covered(self.month) if self.month else None


def mine(session: Session, *, workspace_id: int, slack_user_id: str) -> Mine:
    """One's own cards of the latest month."""
    me = directory.asker(session, workspace_id, slack_user_id)
    month = card.newest_month(session, workspace_id, me.id) or ""
    return Mine(month, shown(session, me, _cards(session, workspace_id, [me.id], month)))


def own_lines(session: Session, *, workspace_id: int, slack_user_id: str, ref: str) -> list[Line]:
    """The lines of evidence of one's own card. Raises Refusal where it is not there, or not one's own."""
    me = directory.asker(session, workspace_id, slack_user_id)
    row = card.find(session, workspace_id, int(ref)) if ref.isdecimal() else None
    if row is None or row.person_id != me.id:
        raise Refusal(_("This card is no longer there. `/talent` shows your cards."))
    return evidence.lines(session, me, row.evidence, own=True)


def of_report(
    session: Session, *, workspace_id: int, slack_user_id: str, report: str, now: datetime
) -> tuple[str, Mine]:
    """A report's mention and cards as their direct manager may see them. Raises Refusal."""
    me = directory.asker(session, workspace_id, slack_user_id)
    them = directory.known(session, workspace_id, [report])[0]
    relation = relations(me.id, them.id, line=directory.direct_line(them), roles=me.roles)
    if not may_see(Item.SIGNAL, relation) or me.id == them.id:
        raise Refusal(_("Only somebody's direct manager sees their signals. `/talent` alone shows yours."))
    month = card.newest_month(session, workspace_id, them.id) or ""
    cards = for_manager(session, me, [them], month, now=now).get(them.id, [])
    return them.mention, Mine(month, cards)


def for_manager(
    session: Session, manager: Person, people: Sequence[Person], month: str, *, now: datetime
) -> dict[int, list[Shown]]:
    """What a manager may see of a month's cards, by person: what reached the person 48 hours ago."""
    seen = set()
    for who in people:
        relation = relations(manager.id, who.id, line=directory.direct_line(who), roles=())
        if may_see(Item.SIGNAL, relation) and may_see(Item.WATCH_CUE, relation):
            seen.add(who.id)
    rows = [row for row in _cards(session, manager.workspace_id, seen, month) if row.to_manager]
    told = delivery.settled(
        session, manager.workspace_id, people={row.person_id for row in rows}, kind=KIND, period=month
    )
    named = {who.id: who for who in people}
    found: dict[int, list[Shown]] = {}
    for row in rows:
        at = told.get(row.person_id)
        if at is not None and now - at >= rules.HEAD_START and row.state != WITHDRAWN:
            found.setdefault(row.person_id, []).extend(shown(session, named[row.person_id], [row], own=False))
    return found


def still_contested(
    session: Session, manager: Person, people: Sequence[Person], *, before: str
) -> dict[int, list[Shown]]:
    """Contested cards of earlier months that the manager has not answered, by person."""
    named = {who.id: who for who in people if who.manager_id == manager.id}
    can_be_shown = _shown_here(session, manager.workspace_id, named)
    found: dict[int, list[Shown]] = {}
    for row in card.contested(session, manager.workspace_id, named):
        if row.month < before and row.to_manager and can_be_shown(row):
            found.setdefault(row.person_id, []).extend(shown(session, named[row.person_id], [row], own=False))
    return found


def shown(session: Session, who: Person, rows: Sequence[Card], *, own: bool = True) -> list[Shown]:
    """Cards as views take them, with their links and what was said; the others' only what is shared."""
    said = card.replies(session, who.workspace_id, [row.id for row in rows])
    return [_shown(session, who, row, said.get(row.id, []), own=own) for row in rows]


def _shown(session: Session, who: Person, row: Card, said: Sequence[CardReply], *, own: bool) -> Shown:
    lines = evidence.lines(session, who, row.evidence, own=own)
    if row.signal == GROWTH:
        lines += growth.stretch(session, who)
    return Shown(
        ref=str(row.id),
        signal=row.signal,
        band=row.band,
        confidence=row.confidence,
        window=row.window,
        formula=row.formula,
        lines=lines,
        state=row.state,
        words=[Words(each.kind, each.text, _about(each, lines)) for each in said if each.text],
        answer=row.answer,
    )


def _about(said: CardReply, lines: Sequence[Line]) -> Line | None:
    """The line of evidence that somebody says is wrong."""
    return lines[said.line] if said.line is not None and said.line < len(lines) else None
