"""Goals: how a line about one is read, what a value means, how far along it is."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.language import _
from bot.rules import amount, mentions
from bot.rules.measure import chosen_kind, kind_of, reached, yes_or_no
from bot.rules.refusal import Refusal

CONFIDENCES = ("on_track", "at_risk", "off_track")
STATUSES = ("draft", "proposed", "agreed", "done", "dropped")
ENDED = ("done", "dropped")
LONGEST_TITLE = 150
LONGEST_NOTE = 2000
LONGEST_RESULT = 1000
# A goal without an update for this long counts as stale.
STALE_AFTER = timedelta(weeks=3)
# The share of the whole way beyond either end of it from which on a value looks like a slip.
FAR_OFF = 0.5

_CONFIDENCE = re.compile(r"(on|at|off)[\s_-]*(track|risk)\b[:,.]*\s*", re.IGNORECASE)
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
# What may stand alone after a goal's name.
ACTS = ("done", "dropped", "agree", "confirm", "edit", "propose", "reopen")


def how() -> str:
    """What a line about a goal looks like."""
    return _("Write it like this: /goal G12 60 on-track note")


@dataclass(frozen=True)
class GoalCommand:
    """What `/goal …` asks for: `verb` is list, new, team, tree, of, help, show, update or one of ACTS;
    `ref` the goal that is meant (of `new`: the Slack id of whom it is for, where one was named), `rest`
    what follows, or the Slack id of a person."""

    verb: str
    ref: str = ""
    rest: str = ""


@dataclass(frozen=True)
class GoalDraft:
    """What the SMART modal holds; only the title is needed to begin.

    `kind` says how it is measured (one of measure.KINDS; empty: the unit says it), `level` whose it is.
    """

    title: str
    measure: str = ""
    unit: str = ""
    start: str = ""
    target: str = ""
    relevance: str = ""
    parent: str = ""
    due: date | None = None
    kind: str = ""
    level: str = "individual"
    keep_draft: bool = False


@dataclass(frozen=True)
class Report:
    """What an update says: `value` as typed (None: left as it was), confidence and note."""

    value: str | None
    confidence: str
    note: str


@dataclass(frozen=True)
class Ending:
    """How a goal ends: `outcome` done or dropped, the last value as typed, what came of it, what was
    learned."""

    outcome: str
    value: str = ""
    result: str = ""
    lesson: str = ""


def parse(text: str) -> GoalCommand:
    """Read what follows `/goal`. The first word is a verb, or else the goal that is meant."""
    head, rest = [*text.split(None, 1), "", ""][:2]
    word = head.lower()
    if word in ("", "list"):
        return GoalCommand("list")
    if word == "new":
        return _new(rest.strip())
    if word in ("team", "help"):
        return GoalCommand(word, rest=rest.strip())
    if word == "tree" and len(rest.split()) < 2:
        return GoalCommand("tree", ref=rest.strip())
    mentions.check_plain(mentions.PLAIN_MENTION.match(head))
    if found := _PERSON.match(head):
        return GoalCommand("of", rest=found[1])
    if not rest.strip():
        return GoalCommand("show", ref=head)
    act = rest.strip().lower()
    return GoalCommand(act, ref=head) if act in ACTS else GoalCommand("update", ref=head, rest=rest.strip())


def _new(rest: str) -> GoalCommand:
    """A goal of one's own, or for the person whom the title begins with."""
    people, title = mentions.split(rest)
    if len(people) > 1:
        raise Refusal(_("A goal has one owner. Begin it for one person at a time."))
    mentions.check_plain(mentions.PLAIN_MENTION.match(rest))
    return GoalCommand("new", ref=people[0], rest=title) if people else GoalCommand("new", rest=rest)


def parse_report(text: str) -> Report:
    """Read `60 on-track note`: a value, then confidence and note, both optional.

    A line without a value may say the confidence alone. Raises Refusal where it begins with neither.
    """
    value: str | None = None
    rest = text.strip()
    if not rest:
        raise Refusal(no_news())
    if not _CONFIDENCE.match(rest):
        head = amount.leading(rest) or rest.split(None, 1)[0]
        if yes_or_no(head) is None:
            number(reached(head))
        value, rest = head.strip(), rest[len(head) :].strip()
    found = _CONFIDENCE.match(rest)
    confidence = f"{found[1]}_{found[2]}".lower() if found else ""
    if confidence and confidence not in CONFIDENCES:
        raise Refusal(_("Confidence is one of on-track, at-risk and off-track."))
    return Report(value, confidence, rest[found.end() :].strip() if found else rest)


def number(text: str, *, field: str = "") -> float:
    """The number that a text means, as `amount.number`. Raises Refusal, naming the field."""
    try:
        return amount.number(text, hint=_("Write it like 60, 60% or 1.5") if field else how())
    except Refusal as refusal:
        raise Refusal(str(refusal), field=field) from None


def value_in_unit(text: str, *, unit: str, start: float | None, target: float | None) -> float:
    """What a typed value means for a goal: `60%` is the value where the unit is %, else that share
    of the way from start to target; yes is 1 and no is 0; `3/5` are three milestones. Raises Refusal."""
    if text.strip().startswith("+"):
        raise Refusal(
            _("Give the new value itself: “{text}” is not added to the last one.", text=text.strip()),
            field="value",
        )
    kind = kind_of(unit)
    said = yes_or_no(text) if kind == "yes_no" else None
    if said is not None:
        return said
    value = number(reached(text) if kind == "milestones" else text, field="value")
    if not text.strip().endswith("%") or kind == "percent":
        return value
    if kind == "yes_no":
        start, target = 0.0, 1.0
    if target is None:
        raise Refusal(
            _("This goal has no target yet, so a percentage says nothing. Give the value itself."),
            field="value",
        )
    begin = start or 0.0
    return begin + (target - begin) * value / 100


def progress(value: float | None, *, start: float | None, target: float | None) -> float | None:
    """The share of the way done, 0 to 1; None where it cannot be told. A falling target works the same."""
    come = _come(value, start=start, target=target)
    return None if come is None else min(1.0, max(0.0, come))


def looks_slipped(value: float | None, *, start: float | None, target: float | None) -> bool:
    """Whether a value lies so far past the target, or so far back behind the start, that a digit may have
    slipped: more than half of the whole way."""
    come = _come(value, start=start, target=target)
    return come is not None and not -FAR_OFF <= come <= 1 + FAR_OFF


def _come(value: float | None, *, start: float | None, target: float | None) -> float | None:
    if value is None or target is None:
        return None
    begin = start or 0.0
    if target == begin:
        return 1.0 if value == target else 0.0
    return (value - begin) / (target - begin)


def check_note(note: str) -> str:
    """Raises Refusal where a note is over the limit."""
    if len(note) > LONGEST_NOTE:
        raise Refusal(_too_long(note, LONGEST_NOTE), field="note")
    return note


def check_draft(draft: GoalDraft, *, today: date) -> None:
    """Raise Refusal, naming the field, where a goal cannot be kept like this."""
    if not draft.title.strip():
        raise Refusal(_("Give it a title: what will be true when it is reached?"), field="title")
    check_length(draft.title)
    if draft.due is not None and draft.due < today:
        raise Refusal(_("That day is over. Pick today or a day to come."), field="due")
    if chosen_kind(draft.kind, draft.unit) == "yes_no":
        return
    start, target = amount_of(draft.start, "start"), amount_of(draft.target, "target")
    if target is not None and target == (start or 0.0):
        raise Refusal(_("Start and target are the same, so there is nothing to move."), field="target")


def check_length(title: str) -> None:
    """Raise Refusal where a title is over the limit."""
    if len(title) > LONGEST_TITLE:
        raise Refusal(
            _(
                "That title has {n} characters; up to {most} fit. "
                "The rest can go into the measure or the reason.",
                n=len(title),
                most=LONGEST_TITLE,
            ),
            field="title",
        )


def check_ending(ending: Ending) -> None:
    """Raise Refusal, naming the field, where the words about an end are over the limit."""
    for field in ("result", "lesson"):
        if len(getattr(ending, field)) > LONGEST_RESULT:
            raise Refusal(_too_long(getattr(ending, field), LONGEST_RESULT), field=field)


def amount_of(text: str, field: str) -> float | None:
    """The number in a field; None where it is empty. Raises Refusal."""
    return number(text, field=field) if text.strip() else None


def check_open(status: str, ref: str) -> None:
    """Raise Refusal where a goal has ended."""
    if status in ENDED:
        said = {
            "done": _("{ref} is done, so it takes no updates. Start a new one with /goal new", ref=ref),
            "dropped": _("{ref} is dropped, so it takes no updates. Start a new one with /goal new", ref=ref),
        }
        raise Refusal(said[status])


def no_news() -> str:
    """What is said to an update without anything in it."""
    return _("What is the news? {hint}", hint=how())


def _too_long(text: str, most: int) -> str:
    return _("That note has {n} characters; up to {most} fit. Say it shorter.", n=len(text), most=most)


def next_ref(existing: int) -> str:
    """The name of the goal after so many."""
    return f"G{existing + 1}"


def highest(refs: list[str]) -> int:
    """The highest number among names like G12; others do not count."""
    return max((int(ref[1:]) for ref in refs if re.fullmatch(r"G\d{1,9}", ref)), default=0)
