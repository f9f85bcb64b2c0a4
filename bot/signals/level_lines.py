"""Lines of evidence of the signals that are levels: delivery, recognition received and given, unseen work."""

from collections.abc import Callable, Mapping, Sequence

from bot.language import later
from bot.signals.finding import Evidence
from bot.signals.row import Facts, Person, evidence


def level_lines(person: Person) -> Sequence[Evidence]:
    """What speaks for a level."""
    return LEVELS[person.signal](person)


def _reliability(person: Person) -> list[Evidence]:
    low = int(person.judged.level[0]) < 0 if person.judged.level is not None else False
    fewer = later("Of {number} commitments fewer landed on time than is usual among peers.")
    more = later("Of {number} commitments more landed on time than is usual among peers.")
    levels = person.slates.levels
    number: Facts = {"number": int(levels.closings[0])}
    told = [evidence(person, "delivery", "closings", fewer if low else more, number)]
    if len(levels.open_goals) and 0 < levels.open_goals[0] > levels.whole_goals[0]:
        told.append(_well_formed(person))
    return told


def _well_formed(person: Person) -> Evidence:
    """What the pair can mend: goals that do not say how they are measured, by when, or what for."""
    levels = person.slates.levels
    said = later(
        "{whole} of {open} open goals say what is measured, to which target, by when and what for: the rest "
        "is for both of you to mend."
    )
    counts: Facts = {"whole": int(levels.whole_goals[0]), "open": int(levels.open_goals[0])}
    return evidence(person, "delivery", "goals", said, counts)


def _breadth(person: Person) -> list[Evidence]:
    levels = person.slates.levels
    facts: Facts = {"givers": int(levels.givers[0]), "kudos": int(levels.kudos[0])}
    said = later("Thanked {kudos} times by {givers} people; what is returned in kind weighs less.")
    return [evidence(person, "recognition", "received", said, facts)]


def _given(person: Person) -> list[Evidence]:
    levels = person.slates.levels
    facts: Facts = {"people": int(levels.thanked[0]), "teams": int(levels.teams_thanked[0])}
    said = later("People thanked: {people}; their teams: {teams}.")
    lines_ = [evidence(person, "giving", "given", said, facts)]
    if levels.thanked[0] > 0:
        named: Facts = {"share": round(float(levels.named[0]) * 100)}
        lines_.append(
            evidence(person, "giving", "given", later("{share} % of it names a value or a skill."), named)
        )
    return lines_


def _unseen(person: Person) -> list[Evidence]:
    landed = later("Confirmed commitments landed on time more often than is usual among peers.")
    little = later("Little recognition is recorded.")
    return [
        evidence(person, "delivery", "closings", landed, {}),
        evidence(person, "recognition", "received", little, {}),
    ]


LEVELS: Mapping[str, Callable[[Person], list[Evidence]]] = {
    "delivery_reliability": _reliability,
    "recognition_breadth": _breadth,
    "recognition_given": _given,
    "unseen_contribution": _unseen,
}
