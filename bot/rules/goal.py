"""Goals: how a line about one is read, what a value means, how far along it is."""

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.refusal import Refusal

CONFIDENCES = ("on_track", "at_risk", "off_track")
STATUSES = ("draft", "proposed", "agreed", "done", "dropped")
ENDED = ("done", "dropped")
LONGEST_TITLE = 150
LONGEST_NOTE = 2000
# A goal without an update for this long counts as stale.
STALE_AFTER = timedelta(weeks=3)

_CONFIDENCE = re.compile(r"(on|at|off)[\s_-]*(track|risk)\b[:,.]*\s*", re.IGNORECASE)
_AMOUNT = re.compile(
    r"""(?:(?:eur|usd|gbp|chf|€|\$|£)\s*)? (?P<sign>[+−-]?) (?:(?:€|\$|£)\s*)?
    (?P<whole> [1-9]\d{0,2} (?P<mark>[,'’\u202f\u00a0\ ]) (?:\d{2,3}(?P=mark))* \d{3}  # 12,000 or 1,20,000
      | [1-9]\d{0,2} \. (?:\d{2,3}\.)+ \d{3}  # 1.234.567
      | [1-9]\d{0,2} \. \d{3} (?=,)           # 1.234,5
      | \d+ )
    (?: (?P<point>[.,]) (?P<fraction>\d*) )?
    \s* (?:%|eur|usd|gbp|chf|€|\$|£)? (?=\s|;|$)""",
    re.IGNORECASE | re.VERBOSE,
)
HOW = "Write it like this: /goal G12 60 on-track note"


@dataclass(frozen=True)
class GoalCommand:
    """What `/goal …` asks for: `verb` is list, new, update, done, team or help; `rest` what follows it."""

    verb: str
    ref: str = ""
    rest: str = ""


@dataclass(frozen=True)
class GoalDraft:
    """What the SMART modal holds; only the title is needed to begin."""

    title: str
    measure: str = ""
    unit: str = ""
    start: str = ""
    target: str = ""
    relevance: str = ""
    parent: str = ""
    due: date | None = None


@dataclass(frozen=True)
class Report:
    """What an update says: `value` as typed (None: left as it was), confidence and note."""

    value: str | None
    confidence: str
    note: str


def parse(text: str) -> GoalCommand:
    """Read what follows `/goal`. The first word is a verb, or else the goal that is meant."""
    head, rest = [*text.split(None, 1), "", ""][:2]
    word = head.lower()
    if word in ("", "list"):
        return GoalCommand("list")
    if word in ("new", "team", "help"):
        return GoalCommand(word, rest=rest.strip())
    if rest.strip().lower() == "done":
        return GoalCommand("done", ref=head)
    return GoalCommand("update", ref=head, rest=rest.strip())


def parse_report(text: str) -> Report:
    """Read `60 on-track note`: a value, then confidence and note, both optional.

    A line without a value may say the confidence alone. Raises Refusal where it begins with neither.
    """
    value: str | None = None
    rest = text.strip()
    if not rest:
        raise Refusal(f"What is the news? {HOW}")
    if not _CONFIDENCE.match(rest):
        amount = _AMOUNT.match(rest)
        head = amount[0] if amount else rest.split(None, 1)[0]
        number(head)
        value, rest = head.strip(), rest[len(head) :].strip()
    found = _CONFIDENCE.match(rest)
    confidence = f"{found[1]}_{found[2]}".lower() if found else ""
    if confidence and confidence not in CONFIDENCES:
        raise Refusal("Confidence is one of on-track, at-risk and off-track.")
    return Report(value, confidence, rest[found.end() :].strip() if found else rest)


def number(text: str, *, field: str = "") -> float:
    """The number that a text means: 60, 60%, 1,5 or 1.5, 12 000, EUR 5.

    Raises Refusal where it is none. The last comma or point is the decimal mark, unless it stands
    more than once, or is a comma before exactly three digits: those group thousands.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or (found["point"] and found["point"] in found["whole"]):
        hint = "Write it like 60, 60% or 1.5" if field else HOW
        raise Refusal(f"“{text.strip()}” is no number. {hint}", field=field)
    whole = re.sub(r"\D", "", found["whole"])
    value = float(f"{found['sign'].replace('−', '-')}{whole}.{found['fraction'] or 0}")
    if not math.isfinite(value) or abs(value) > 1e15:
        raise Refusal(f"“{text.strip()}” is too large a number.", field=field)
    return value


def value_in_unit(text: str, *, unit: str, start: float | None, target: float | None) -> float:
    """What a typed value means for a goal: `60%` is the value where the unit is %, else that share
    of the way from start to target. Raises Refusal."""
    value = number(text, field="value")
    if not text.strip().endswith("%") or unit.strip() == "%":
        return value
    if target is None:
        raise Refusal("This goal has no target yet, so a percentage says nothing. Give the value itself.")
    begin = start or 0.0
    return begin + (target - begin) * value / 100


def progress(value: float | None, *, start: float | None, target: float | None) -> float | None:
    """The share of the way done, 0 to 1; None where it cannot be told. A falling target works the same."""
    if value is None or target is None:
        return None
    begin = start or 0.0
    if target == begin:
        return 1.0 if value == target else 0.0
    return min(1.0, max(0.0, (value - begin) / (target - begin)))


def check_note(note: str) -> str:
    """Raises Refusal where a note is over the limit."""
    if len(note) > LONGEST_NOTE:
        raise Refusal(
            f"That note has {len(note)} characters; up to {LONGEST_NOTE} fit. Say it shorter.", field="note"
        )
    return note


def check_draft(draft: GoalDraft, *, today: date) -> None:
    """Raise Refusal, naming the field, where a goal cannot be kept like this."""
    if not draft.title.strip():
        raise Refusal("Give it a title: what will be true when it is reached?", field="title")
    if len(draft.title) > LONGEST_TITLE:
        raise Refusal(
            f"That title has {len(draft.title)} characters; up to {LONGEST_TITLE} fit. "
            "The rest can go into the measure or the reason.",
            field="title",
        )
    if draft.due is not None and draft.due < today:
        raise Refusal("That day is over. Pick today or a day to come.", field="due")
    for field in ("start", "target"):
        if getattr(draft, field).strip():
            number(getattr(draft, field), field=field)
    if draft.target.strip() and number(draft.target) == number(draft.start.strip() or "0"):
        raise Refusal("Start and target are the same, so there is nothing to move.", field="target")


def check_open(status: str, ref: str) -> None:
    """Raise Refusal where a goal has ended."""
    if status in ENDED:
        raise Refusal(f"{ref} is {status}, so it takes no updates. Start a new one with /goal new")


def next_ref(existing: int) -> str:
    """The name of the goal after so many."""
    return f"G{existing + 1}"


def highest(refs: list[str]) -> int:
    """The highest number among names like G12; others do not count."""
    return max((int(ref[1:]) for ref in refs if re.fullmatch(r"G\d{1,9}", ref)), default=0)
