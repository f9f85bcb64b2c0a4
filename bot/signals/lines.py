"""Lines of evidence: what was seen, in words, without mood, workload or anybody's own words.

A manager reads the same lines: of check-in answers only that they have changed.
"""

from collections.abc import Mapping
from datetime import date

from bot.language import later
from bot.signals.constants import Constants
from bot.signals.finding import Evidence
from bot.signals.judged import Judged
from bot.signals.level_lines import level_lines
from bot.signals.row import Facts, Person, evidence, short
from bot.signals.stalled import stalled

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
    "given": ("giving", "given", later("Thanks given to others: {now}; usual are about {before}.")),
    "received": (
        "kudos",
        "received",
        later("Thanked more than usual: {now} thanks that count, usual are {before}."),
    ),
    "first": (
        "new_thanks",
        "received",
        later("People who gave thanks for the first time: {now}; usual are {before}."),
    ),
    "learned": ("learning", "learned", later("Steps of the growth plan done: {now}; usual are {before}.")),
    "speed": (
        "speed",
        "updates",
        later("Progress made is {now} % of a whole goal; planned were {before} %."),
    ),
    "blockers": (
        "blockers",
        "checkins",
        later("Weeks with something in the way: {now}; usual are {before}."),
    ),
    "goals": ("goals", "goals", later("Goals open at once: {now}; usual are {before}.")),
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
MOST_STALLED = 3


def lines(person: Person) -> tuple[Evidence, ...]:
    """What speaks for the cue, the strongest first."""
    if person.judged.level is not None:
        return tuple(level_lines(person))
    parts = [(float(term[0]), name) for name, term in person.judged.parts.items()]
    told: list[Evidence] = []
    for term, name in sorted(parts, key=lambda part: (-part[0], part[1])):
        # What hardly speaks for a change is no evidence of one.
        if term < person.constants.family_least:
            continue
        line = _line(person, name)
        if not any(one.family == line.family and one.said == line.said for one in told):
            told.append(line)
    if person.signal == "stay_conversation" and float(person.judged.facts["level"][0]) > 0:
        said = later("Answers, answering and thanks of the last weeks are below what is usual around here.")
        told.append(evidence(person, "level", "checkins", said, {}))
    if person.signal == "goal_momentum":
        told += _stuck(person)
    return tuple(told)


def _stuck(person: Person) -> list[Evidence]:
    """Where it is stuck: the goals without news for longest."""
    told = []
    for each in stalled(person.items, person.as_of, person.constants)[:MOST_STALLED]:
        goal_id, ref, day = each.goal
        said, facts = later("No news of this goal for {weeks} weeks."), Facts(weeks=each.weeks)
        if each.gap is not None:
            said = later("No news of this goal for {weeks} weeks; usual are {gap} between updates.")
            facts["gap"] = short(each.gap)
        at = date.fromisoformat(day)
        told.append(Evidence("updates", ref, at, said, facts, kind="goal", ids=(goal_id,)))
    return told


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
        return evidence(person, family, kind, said, {})
    if name in SHARES:
        return evidence(person, family, kind, said, {"now": round(now * 100), "before": round(before * 100)})
    if name in RATES:
        told: Facts = {"now": round(now), "seen": round(seen), "before": round(before * seen)}
        return evidence(person, family, kind, said, told)
    return evidence(person, family, kind, said, {"now": short(now), "before": short(before)})
