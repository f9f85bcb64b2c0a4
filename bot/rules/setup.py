"""The steps of the first set-up, in their order."""

from collections.abc import Collection

STEPS = ("people", "roles", "channel", "values", "rhythm", "preview", "switch")
# The settings that a step sets, by the names of its fields.
SETTINGS = {
    "people": ("manager_field",),
    "channel": ("recognition_channel", "hr_channel"),
    "values": ("values", "reactions", "allowance"),
    "rhythm": ("checkin_day", "checkin_time", "reminder", "questions", "timezone", "language"),
}
OF_TEAMS = ("checkin_day", "checkin_time", "reminder", "questions")


def known(step: str) -> str:
    """The step of that name, else the first."""
    return step if step in STEPS else STEPS[0]


def after(step: str) -> str:
    """The next step; empty after the last."""
    place = STEPS.index(known(step)) + 1
    return STEPS[place] if place < len(STEPS) else ""


def before(step: str) -> str:
    """The step before; the first stays."""
    return STEPS[max(0, STEPS.index(known(step)) - 1)]


def launch(choice: str, teams: Collection[str]) -> str:
    """The setting `launch` that a choice of the last step means; empty where nothing was chosen."""
    if choice == "pilot":
        return "pilot:" + "|".join(sorted(teams))
    return choice if choice in ("everyone", "nobody") else ""
