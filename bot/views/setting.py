"""Settings: one's own, and the company's for its admins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.language import LANGUAGES, _, later, plural
from bot.rules.cadence import WEEKDAYS
from bot.rules.setting import KINDS
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    dated,
    field,
    message,
    modal,
    moment,
    name,
    option,
    picked,
    plain,
    section,
    text_input,
    words,
)

NAMES = {"en": "English", "de": "Deutsch"}
SLACKS = "slack"
YES_NO = {"yes": later("Yes"), "no": later("No")}
DAYS = {
    "mon": later("Monday"),
    "tue": later("Tuesday"),
    "wed": later("Wednesday"),
    "thu": later("Thursday"),
    "fri": later("Friday"),
    "sat": later("Saturday"),
    "sun": later("Sunday"),
}
LISTED = 90
RECORD = 5


@dataclass(frozen=True)
class Mine:
    """Somebody's own settings. `language` is empty where Slack's counts; `cues` and `reactions` say
    whether one gets them."""

    pause: date | None = None
    language: str = ""
    share_mood: bool = False
    cues: bool = True
    reactions: bool = True
    # May also change the company's.
    admin: bool = False


@dataclass(frozen=True)
class Changed:
    """One line of the record: `who` is a mention, or what acted."""

    team: str
    before: str
    after: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Setting:
    """One of the company's settings as it stands, and for which teams it differs."""

    key: str
    value: str
    teams: Sequence[tuple[str, str]] = ()
    changes: Sequence[Changed] = ()


def form(mine: Mine, *, memory: str = "") -> Block:
    """The modal `settings`: what one chooses for oneself."""
    pause: Block = {"type": "datepicker"} | ({"initial_date": mine.pause.isoformat()} if mine.pause else {})
    languages = [option(_("As in Slack"), SLACKS), *(option(NAMES[each], each) for each in LANGUAGES)]
    language = {"type": "static_select", "options": languages, **picked(languages, mine.language or SLACKS)}
    share = option(_("My manager may see my mood and workload"), "yes")
    cues = option(_("Reckon early-warning cues about me"), "yes")
    told = option(_("Tell me once a day of kudos by emoji"), "yes")
    blocks = [
        field(
            "pause",
            _("Time off from Cairn, up to and including"),
            pause,
            optional=True,
            hint=_("Until then you are not asked about your week, and the weeks count as excused."),
        ),
        field("language", _("Language"), language, hint=_("The language in which Cairn speaks to you.")),
        field(
            "share",
            _("Mood and workload"),
            _boxes(share, mine.share_mood),
            optional=True,
            hint=_("Your manager alone; everybody else sees totals of eight people or more."),
        ),
        field(
            "cues",
            _("Cues about engagement, overload and staying"),
            _boxes(cues, mine.cues),
            optional=True,
            hint=_(
                "You see them first, then your manager. Without them your manager reads “not enough "
                "evidence”, as for anybody."
            ),
        ),
        field("reactions", _("Kudos by emoji"), _boxes(told, mine.reactions), optional=True),
    ]
    if mine.admin:
        blocks.append(actions(button(_("The company's settings"), "company_open")))
    return modal("settings", _("Your settings"), _("Save"), blocks, memory=memory)


def _boxes(choice: Block, ticked: bool) -> Block:
    return {"type": "checkboxes", "options": [choice]} | ({"initial_options": [choice]} if ticked else {})


def saved(mine: Mine) -> Message:
    """What somebody reads after saving their own settings."""
    said = [_("Saved.")]
    if mine.pause:
        said.append(_("You are not asked about your week up to {day}.", day=dated(mine.pause)))
    if not mine.cues:
        said.append(_("No cues about you are reckoned."))
    return message(" ".join(said))


def company(settings: Sequence[Setting]) -> Block:
    """The company's settings, each with what it changes and for whom, and a button to change it."""
    blocks = [
        section(
            f"*{each.key}*: {_value(each.value)}{_teams(each)}\n{_(KINDS[each.key].effect)}",
            button=button(_("Change"), "setting_open", each.key),
        )
        for each in settings[:LISTED]
    ]
    view = modal("company", _("Company settings"), "x", blocks)
    del view["submit"]
    return view | {"close": plain(_("Close"), 24)}


def _value(value: str) -> str:
    return f"`{words(value, 200)}`" if value else _("(empty)")


def _teams(each: Setting) -> str:
    """For which teams it differs."""
    if not each.teams:
        return ""
    shown = [
        _("{team}: {value}", team=words(team, 40), value=words(value, 60)) for team, value in each.teams[:5]
    ]
    if len(each.teams) > len(shown):
        shown.append(plural("{n} more team", "{n} more teams", len(each.teams) - len(shown)))
    return f" ({'; '.join(shown)})"


def setting_form(each: Setting, *, teams: Sequence[str] = (), zone: ZoneInfo, memory: str = "") -> Block:
    """The modal `setting`: one of the company's, with the record of who changed it."""
    blocks = [section(_(KINDS[each.key].effect)), field("value", each.key, _input(each), optional=True)]
    if KINDS[each.key].per_team and teams:
        choices = [option(team, team[:150]) for team in teams[:100]]
        element: Block = {"type": "static_select", "options": choices}
        label = _("For one team only")
        blocks.append(
            field("team", label, element, optional=True, hint=_("Leave it empty for the whole company."))
        )
    blocks += [context(line) for line in _record(each, zone)]
    return modal("setting", _("Change a setting"), _("Save"), blocks, memory=memory)


def _input(each: Setting) -> Block:
    """The field that suits the values a setting can have."""
    default = KINDS[each.key].default
    if isinstance(default, bool):
        return _select([(value, _(label)) for value, label in YES_NO.items()], each.value)
    if default in WEEKDAYS:
        return _select([(value, _(label)) for value, label in DAYS.items()], each.value)
    if each.key == "language":
        return _select([(value, NAMES[value]) for value in LANGUAGES], each.value)
    if each.key.endswith("_channel"):
        return conversation(each.value)
    return text_input(each.value, lines=isinstance(default, list))


def _select(pairs: Sequence[tuple[str, str]], value: str) -> Block:
    choices = [option(label, each) for each, label in pairs]
    return {"type": "static_select", "options": choices, **picked(choices, value)}


def conversation(value: str) -> Block:
    """A channel of this company alone."""
    element: Block = {
        "type": "conversations_select",
        "filter": {
            "include": ["public", "private"],
            "exclude_external_shared_channels": True,
            "exclude_bot_users": True,
        },
    }
    return element | ({"initial_conversation": value} if value else {})


def _record(each: Setting, zone: ZoneInfo) -> list[str]:
    return [
        _(
            "{when}: {who} changed it from {before} to {after}{team}",
            when=moment(change.at, zone),
            who=name(change.who) if change.who else _("somebody"),
            before=_value(change.before),
            after=_value(change.after),
            team=f" ({words(change.team, 60)})" if change.team else "",
        )
        for change in each.changes[:RECORD]
    ]


def shown(each: Setting, *, zone: ZoneInfo) -> Message:
    """One setting, as an answer to `/cairn settings KEY`."""
    said = _("{key} is {value}.", key=each.key, value=_value(each.value))
    return message(
        f"{said} {_(KINDS[each.key].effect)}",
        section(f"*{each.key}*: {_value(each.value)}{_teams(each)}\n{_(KINDS[each.key].effect)}"),
        *(context(line) for line in _record(each, zone)),
    )


def changed(key: str, value: str, *, team: str = "", doubts: Sequence[str] = ()) -> Message:
    """What an admin reads after a change."""
    if team:
        said = _(
            "Saved: {key} is {value} for the team {team}.",
            key=key,
            value=_value(value),
            team=words(team, 80),
        )
    else:
        said = _("Saved: {key} is {value}.", key=key, value=_value(value))
    lines = [words(doubt, 600) for doubt in doubts[:3]]
    return message(" ".join([said, *lines]), section(said), *(context(f"⚠️ {line}") for line in lines))


def help_text() -> Message:
    return message(
        _(
            "`/cairn settings` opens yours: time off, language, what your manager sees, what you are told. "
            "Admins find the company's there as well, or write `/cairn settings checkin_time 10:00`, and "
            "`/cairn settings checkin_time 10:00 for Platform` for one team; `default` as the value takes it "
            "back. `/cairn settings checkin_time` shows one, with what it changes and who changed it."
        )
    )
