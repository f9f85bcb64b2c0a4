"""How a goal is measured: by a number, a percentage, money, yes or no, or milestones. Its unit says which."""

from dataclasses import dataclass

PERCENT, YES_NO, MILESTONES = "%", "yes/no", "milestones"
KINDS = ("number", "percent", "currency", "yes_no", "milestones")
CURRENCIES = frozenset(
    ("EUR", "USD", "GBP", "CHF", "JPY", "CNY", "INR", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "AUD")
) | {"€", "$", "£", "¥", "₹"}
_YES_NO = ("yes/no", "yes / no", "yes or no", "ja/nein", "ja / nein")
_MILESTONES = ("milestones", "milestone", "meilensteine", "meilenstein")
_YES = ("yes", "y", "ja", "j")
_NO = ("no", "n", "nein")


@dataclass(frozen=True)
class Measure:
    """A unit with the values at the start and at the target, where they are known."""

    unit: str
    start: float | None
    target: float | None


def kind_of(unit: str) -> str:
    """One of KINDS; a unit that is nothing special counts something."""
    word = unit.strip().lower()
    if word in (PERCENT, "percent", "prozent"):
        return "percent"
    if word in _YES_NO:
        return "yes_no"
    if word in _MILESTONES:
        return "milestones"
    return "currency" if word.upper() in CURRENCIES else "number"


def chosen_kind(kind: str, unit: str) -> str:
    """The kind that was chosen; a plain number says less than a unit that somebody wrote."""
    return kind if kind in KINDS and kind != "number" else kind_of(unit)


def measured(kind: str, *, unit: str, measure: str, start: float | None, target: float | None) -> Measure:
    """What is kept of a measure by its kind (empty or a number: the unit's own).

    Yes or no goes from 0 to 1. Milestones go from 0 to as many as `measure` lists, one a line;
    where it lists fewer than two, to the target.
    """
    kind = chosen_kind(kind, unit)
    if kind == "yes_no":
        return Measure(YES_NO, 0.0, 1.0)
    if kind == "milestones":
        listed = len(milestones(measure))
        return Measure(MILESTONES, 0.0, float(listed) if listed > 1 else target)
    if kind == "percent":
        return Measure(PERCENT, start, target)
    return Measure(unit.strip(), start, target)


def milestones(measure: str) -> list[str]:
    """The milestones that a measure lists, one a line."""
    return [line.strip(" -•*\t") for line in measure.splitlines() if line.strip(" -•*\t")]


def yes_or_no(text: str) -> float | None:
    """1 for yes, 0 for no, in the languages spoken here; None for anything else."""
    word = text.strip().strip(".!").lower()
    return 1.0 if word in _YES else 0.0 if word in _NO else None


def reached(text: str) -> str:
    """How many milestones, where somebody wrote `3/5`; else the text as it is."""
    number, slash, rest = text.partition("/")
    counts = slash and number.strip().isdecimal() and rest.strip().isdecimal()
    return number.strip() if counts else text
