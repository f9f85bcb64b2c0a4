"""Lines of evidence: what was seen, in words, without mood, workload or anybody's own words.

A manager reads the same lines: of check-in answers only that they have changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.language import later
from bot.signals.constants import Constants
from bot.signals.finding import Evidence, Fact
from bot.signals.items import Item
from bot.signals.judged import Judged
from bot.signals.slate import Slates

Facts = dict[str, Fact]
CHECKINS = {"answered", "mood", "energy", "blockers"}
CHANGED = later("Check-in answers have changed.")
# What each part of the evidence says, of which family it is, and which facts it is about.
SAID: Mapping[str, tuple[str, str, str]] = {
    "mood": ("answers", "checkins", CHANGED),
    "energy": ("answers", "checkins", CHANGED),
    "answered": (
        "answering",
        "checkins",
        later("{now} of {seen} check-ins answered; usual are about {before}."),
    ),
    "updated": ("goals", "goals", later("Goals updated in {now} of {seen} weeks; usual are about {before}.")),
    "pace": (
        "goals",
        "goals",
        later("Progress is at {now} % of the time gone; before, it was at {before} %."),
    ),
    "given": ("giving", "given", later("Thanked others {now} times; usual are about {before}.")),
    "received": (
        "kudos",
        "received",
        later("Thanked more than usual: {now} thanks that count, usual are {before}."),
    ),
    "first": (
        "new_thanks",
        "received",
        later("{now} people gave thanks for the first time; usual are {before}."),
    ),
    "learned": ("learning", "learned", later("{now} learning acts completed; usual are {before}.")),
    "speed": (
        "speed",
        "updates",
        later("Progress made is {now} % of a whole goal; planned were {before} %."),
    ),
    "blockers": ("blockers", "checkins", later("Something was in the way {now} times; usual are {before}.")),
    "goals": ("goals", "goals", later("{now} goals open at once; usual are {before}.")),
}
# Where a signal groups the same parts otherwise.
FAMILIES: Mapping[str, Mapping[str, str]] = {
    "goal_momentum": {"updated": "updates", "pace": "pace"},
    "overload_watch": {"energy": "energy", "mood": "mood"},
    "growth": {"received": "received", "first": "first", "learned": "learned"},
}
LOAD = later("Load looks above usual.")
SHARES = {"pace", "speed"}
RATES = {"answered", "updated"}


@dataclass(frozen=True)
class Person:
    """One person's row of everything that a line may say."""

    signal: str
    judged: Judged
    slates: Slates
    items: Mapping[str, list[Item]]
    as_of: date
    constants: Constants


def lines(person: Person) -> tuple[Evidence, ...]:
    """What speaks for the cue, the strongest first."""
    if person.judged.level is not None:
        return tuple(LEVELS[person.signal](person))
    parts = [(float(term[0]), name) for name, term in person.judged.parts.items()]
    told: list[Evidence] = []
    for term, name in sorted(parts, key=lambda part: (-part[0], part[1])):
        if term <= 0:
            continue
        line = _line(person, name)
        if not any(one.family == line.family and one.said == line.said for one in told):
            told.append(line)
    if person.signal == "stay_conversation" and float(person.judged.facts["level"][0]) > 0:
        said = later("Answers, answering and thanks of the last weeks are below what is usual around here.")
        told.append(_evidence(person, "level", "checkins", said, {}))
    return tuple(told)


def families(signal: str, judged: Judged, constants: Constants) -> tuple[str, ...]:
    """The families that speak for the cue."""
    if judged.level is not None:
        return ()
    return tuple(
        sorted(name for name, value in judged.families.items() if value[0] >= constants.family_least)
    )


def _line(person: Person, name: str) -> Evidence:
    family, kind, said = SAID[name]
    family = FAMILIES.get(person.signal, {}).get(name, family)
    if person.signal == "overload_watch" and name == "energy":
        said = LOAD
    facts = person.judged.facts
    now, before, seen = (float(facts[f"{name}_{what}"][0]) for what in ("now", "before", "seen"))
    if name in ("mood", "energy"):
        return _evidence(person, family, kind, said, {})
    if name in SHARES:
        return _evidence(person, family, kind, said, {"now": round(now * 100), "before": round(before * 100)})
    if name in RATES:
        told: Facts = {"now": round(now), "seen": round(seen), "before": round(before * seen)}
        return _evidence(person, family, kind, said, told)
    return _evidence(person, family, kind, said, {"now": _short(now), "before": _short(before)})


def _evidence(person: Person, family: str, kind: str, said: str, facts: Facts) -> Evidence:
    """A line with the facts of its kind in the window, the newest first."""
    items = person.items.get(kind, [])
    first = person.as_of.toordinal() - 7 * int(person.judged.window[0])
    near = [item for item in items if item[2] and date.fromisoformat(item[2]).toordinal() > first]
    newest = next(iter(near or items), None)
    return Evidence(
        family=family,
        ref=newest[1] if newest else "",
        at=date.fromisoformat(newest[2]) if newest and newest[2] else person.as_of,
        said=said,
        facts=facts,
        kind=KINDS[kind],
        ids=tuple(item[0] for item in near),
    )


KINDS = {
    "checkins": "checkin",
    "goals": "goal",
    "closings": "goal",
    "updates": "update",
    "received": "kudos",
    "given": "kudos",
    "learned": "learning",
}


def _short(number: float) -> Fact:
    """At most one decimal, none where it is whole."""
    rounded = round(number, 1)
    return int(rounded) if rounded.is_integer() else rounded


def _reliability(person: Person) -> list[Evidence]:
    low = int(person.judged.level[0]) < 0 if person.judged.level is not None else False
    fewer = later("Of {number} commitments fewer landed on time than is usual among peers.")
    more = later("Of {number} commitments more landed on time than is usual among peers.")
    number: Facts = {"number": int(person.slates.levels.closings[0])}
    return [_evidence(person, "delivery", "closings", fewer if low else more, number)]


def _breadth(person: Person) -> list[Evidence]:
    levels = person.slates.levels
    facts: Facts = {"givers": int(levels.givers[0]), "kudos": int(levels.kudos[0])}
    said = later("Thanked {kudos} times by {givers} people; what is returned in kind weighs less.")
    return [_evidence(person, "recognition", "received", said, facts)]


def _given(person: Person) -> list[Evidence]:
    levels = person.slates.levels
    facts: Facts = {"people": int(levels.thanked[0]), "teams": int(levels.teams_thanked[0])}
    said = later("Thanked {people} people in {teams} teams.")
    lines_ = [_evidence(person, "giving", "given", said, facts)]
    if levels.thanked[0] > 0:
        named: Facts = {"share": round(float(levels.named[0]) * 100)}
        lines_.append(
            _evidence(person, "giving", "given", later("{share} % of it names a value or a skill."), named)
        )
    return lines_


def _unseen(person: Person) -> list[Evidence]:
    landed = later("Confirmed commitments landed on time more often than is usual among peers.")
    little = later("Little recognition recorded; is it deserved?")
    return [
        _evidence(person, "delivery", "closings", landed, {}),
        _evidence(person, "recognition", "received", little, {}),
    ]


LEVELS: Mapping[str, Callable[[Person], list[Evidence]]] = {
    "delivery_reliability": _reliability,
    "recognition_breadth": _breadth,
    "recognition_given": _given,
    "unseen_contribution": _unseen,
}
