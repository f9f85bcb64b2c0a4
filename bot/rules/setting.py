"""What can be set, with its default, and what each value may be."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.language import LANGUAGES, _, later
from bot.rules import question
from bot.rules.cadence import WEEKDAYS, Hours, Rhythm
from bot.rules.refusal import Refusal
from bot.rules.signal import SIGNALS, WATCH


@dataclass(frozen=True)
class Kind:
    """One setting: its default, how its text is read, and whether a team may have its own.

    `parse` raises ValueError with what is possible. `effect` says what it changes and for whom.
    """

    default: Any
    parse: Callable[[str], Any]
    effect: str
    per_team: bool = False


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(_("one of {choices}", choices=", ".join(choices)))
        return text.lower()

    return parse


def _yes_or_no(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError(_("yes or no"))
    return text.lower() == "yes"


def _whole(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isdecimal() or not lowest <= int(text) <= highest:
            raise ValueError(_("a whole number from {lowest} to {highest}", lowest=lowest, highest=highest))
        return int(text)

    return parse


def _allowance(text: str) -> int | None:
    return _whole(1, 1000)(text) if text else None


def _clock(text: str) -> str:
    if not re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError(_("a time of day such as 09:30"))
    return text.zfill(5)


def _hours(text: str) -> str:
    start, dash, end = text.partition("-")
    try:
        start, end = _clock(start.strip()), _clock(end.strip())
    except ValueError:
        dash = ""
    if not dash or start >= end:
        raise ValueError(_("two times of day such as 08:00-18:00"))
    return f"{start}-{end}"


def _channel(text: str) -> str:
    """A channel's id, also from a mention as Slack writes it."""
    found = re.fullmatch(r"(?:<#)?([CG][A-Z0-9]+)(?:\|[^>]*)?>?", text)
    if text and not found:
        raise ValueError(_("a channel id such as C0123456789 (in the channel's details), or empty"))
    return found[1] if found else ""


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[|,\s]+", text.replace("#", "").replace(":", "")) if word]


def _tags(text: str) -> list[str]:
    return _names(text.replace("#", "").replace(",", "|"))


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split("|") if name.strip()]


def _launch(text: str) -> str:
    kind, colon, teams = text.partition(":")
    if text in ("nobody", "everyone"):
        return text
    if colon and kind == "pilot" and _names(teams):
        return "pilot:" + "|".join(_names(teams))
    raise ValueError(_("nobody, everyone, or pilot:TEAM|TEAM"))


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError(_("a time zone name such as Europe/Berlin"))
    return text


def _approved(text: str) -> str:
    """Off, or on with the record that notice was given and consultation done: by whom, and when."""
    found = re.fullmatch(r"on\s+(\S.*?)\s+(\d{4}-\d{2}-\d{2})", text, re.IGNORECASE)
    if found and _is_day(found[2]):
        return f"on {found[1]} {found[2]}"
    if text.lower() != "off":
        raise ValueError(_("off, or on with who approved it and when, such as: on Works council 2026-11-02"))
    return "off"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


KINDS: Mapping[str, Kind] = {
    "launch": Kind(
        "nobody", _launch, later("Who hears from Cairn unasked: nobody, pilot teams or everyone.")
    ),
    "recognition_channel": Kind(
        "", _channel, later("Where kudos are announced; empty: receivers get a DM only.")
    ),
    "hr_channel": Kind(
        "", _channel, later("Where HR's digest goes; empty: a DM to each person with the role hr.")
    ),
    "values": Kind([], _tags, later("The company's values; a #tag that names one counts as it.")),
    "reactions": Kind(["rock"], _words, later("The emoji that give kudos when added to a message.")),
    "allowance": Kind(
        None, _allowance, later("How many kudos a person can give in a week; empty: no limit.")
    ),
    "checkin_day": Kind("fri", _one_of(*WEEKDAYS), later("The day people are asked about their week."), True),
    "checkin_time": Kind("09:30", _clock, later("The hour of the prompt, on each person's own clock."), True),
    "reminder": Kind(True, _yes_or_no, later("Whether an unanswered check-in is mentioned once more."), True),
    "close_after_days": Kind(3, _whole(1, 5), later("How many working days a check-in stays open."), True),
    "questions": Kind(
        [],
        question.read_all,
        later(
            "The company's own questions in the check-in, separated by |. Each may end in (scale) or "
            "(choice: home, office)."
        ),
        True,
    ),
    "summary_time": Kind("09:00", _clock, later("The hour of monthly summaries and digests.")),
    "digest_day": Kind("mon", _one_of(*WEEKDAYS), later("The day of HR's weekly digest.")),
    "working_hours": Kind(
        "08:00-18:00", _hours, later("When something unasked may arrive, on the person's clock.")
    ),
    "timezone": Kind("UTC", _zone, later("The zone of channels, and of people whose own is unknown.")),
    "language": Kind(
        "en",
        _one_of(*LANGUAGES),
        later("The language of messages to channels, and to people whose own is not known."),
    ),
    "interruption_budget": Kind(
        3,
        _whole(1, 20),
        later("How many scheduled messages a person gets in a week, Monday to Sunday, at most."),
    ),
    "messages_per_minute": Kind(200, _whole(1, 1000), later("How fast the bot may post in this workspace.")),
    "manager_field": Kind("", str, later("The id of the Slack profile field that holds somebody's manager.")),
    "goals_visible_to_peers": Kind(True, _yes_or_no, later("Whether colleagues may see each other's goals.")),
    "watch_cues": Kind(
        "off",
        _approved,
        later("Whether cues about engagement, overload and staying are computed: off, or who approved it."),
    ),
    "retention.checkins": Kind(
        13, _whole(3, 120), later("For how many months check-ins are kept; imported ones from their import.")
    ),
    "retention.drafts": Kind(
        3, _whole(1, 24), later("For how many months what was typed into a form and never sent is kept.")
    ),
    "retention.signals": Kind(
        6, _whole(1, 24), later("For how many months signals, and the cards made of them, are kept.")
    ),
    **{
        f"signals.{name}": Kind("on", _one_of("on", "off"), later("Whether this signal is computed."))
        for name in SIGNALS
    },
}


def shown(text: str, most: int = 80) -> str:
    """What somebody typed, as a sentence about it may repeat it."""
    return text if len(text) <= most else f"{text[:most]}…"


def known(key: str) -> Kind:
    """The setting of that name. Refusal names what is possible."""
    kind = KINDS.get(key)
    if kind is None:
        raise Refusal(
            _(
                "There is no setting '{key}'. Possible are: {keys}.",
                key=shown(key),
                keys=", ".join(sorted(KINDS)),
            )
        )
    return kind


def takes_back(text: str) -> bool:
    """Whether a text asks for the value that counts where none is chosen: for a team the workspace's."""
    return text.strip().lower() == "default"


def kind_for(key: str, team: str) -> Kind:
    """The setting of that name, for a team or the workspace. Refusal names what is possible."""
    kind = known(key)
    if team and not kind.per_team:
        own = ", ".join(name for name, k in KINDS.items() if k.per_team)
        raise Refusal(
            _(
                "{key} is set for the whole workspace. A team can have its own: {own}.",
                key=key,
                own=own,
            )
        )
    return kind


def read(key: str, text: str, *, team: str = "") -> Any:
    """The value that a text means. Refusal names what is possible."""
    try:
        return kind_for(key, team).parse(text.strip())
    except ValueError as error:
        raise Refusal(
            _("{key} must be {possible}, not '{given}'.", key=key, possible=error, given=shown(text)),
            field="value",
        ) from None


def write(value: Any) -> str:
    """A value as it would be typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "|".join(value) if isinstance(value, list) else str(value)


def differing(settings: "Chosen", key: str) -> list[tuple[str, str]]:
    """The teams that have a value of their own, with it as typed."""
    return [(team, write(own[key])) for team, own in sorted(settings.teams.items()) if key in own]


@dataclass(frozen=True)
class Chosen:
    """All settings of a workspace at one moment: a team's own, else the workspace's, else the default."""

    workspace: Mapping[str, Any]
    teams: Mapping[str, Mapping[str, Any]]

    def get(self, key: str, team: str = "") -> Any:
        own = self.teams.get(team, {}) if team else {}
        return own.get(key, self.workspace.get(key, KINDS[key].default))

    def rhythm(self, team: str) -> Rhythm:
        return Rhythm(
            day=self.get("checkin_day", team),
            at=time.fromisoformat(self.get("checkin_time", team)),
            reminds=self.get("reminder", team),
            close_after=self.get("close_after_days", team),
        )

    @property
    def signals_off(self) -> frozenset[str]:
        """The talent signals that are not computed here."""
        off = {name for name in SIGNALS if self.get(f"signals.{name}") == "off"}
        return frozenset(off if self.get("watch_cues") != "off" else {*off, *WATCH})

    @property
    def hours(self) -> Hours:
        start, _, end = self.get("working_hours").partition("-")
        return Hours(time.fromisoformat(start), time.fromisoformat(end))

    @property
    def summary_time(self) -> time:
        return time.fromisoformat(self.get("summary_time"))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.get("timezone"))
