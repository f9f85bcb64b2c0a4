"""The first set-up: one modal, a step at a time, and the messages around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.language import LANGUAGES, _, plural
from bot.rules import launch
from bot.rules.cadence import WEEKDAYS
from bot.views import blocks as bricks
from bot.views.blocks import (
    Block,
    Message,
    actions,
    bold,
    button,
    context,
    divider,
    message,
    modal,
    option,
    picked,
    section,
    text_input,
    words,
)
from bot.views.setting import DAYS, NAMES, YES_NO, conversation

# A modal holds a hundred blocks; the preview gets most of them.
SHOWN = 90
# What a message may hold and a form may not; its words stand in the sections.
ONLY_IN_MESSAGES = ("table", "data_visualization")


@dataclass(frozen=True)
class Facts:
    """A step, and what is known for it: settings as typed, who holds which role (Slack ids)."""

    step: str
    number: int
    of: int
    people: int = 0
    with_manager: int = 0
    from_csv: int = 0
    teams: Sequence[str] = ()
    roles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    # For whom each message is, and the message.
    preview: Sequence[tuple[str, Message]] = ()


def page(facts: Facts, *, memory: str = "") -> Block:
    """The modal `setup` at one step."""
    build = {
        "people": _people,
        "roles": _roles,
        "channel": _channel,
        "values": _values,
        "rhythm": _rhythm,
        "preview": _preview,
        "switch": _switch,
    }[facts.step]
    said = _(
        "Step {number} of {of}. Each step is kept as you go on; `/cairn setup` comes back to where you left.",
        number=facts.number,
        of=facts.of,
    )
    inner = [context(f"{said} {_reach(facts)}"), *build(facts)]
    if facts.number > 1:
        inner.append(actions(button(_("Back"), "setup_back", facts.step)))
    submit = _("Finish") if facts.number == facts.of else _("Next")
    return modal("setup", _("Set up Cairn"), submit, inner, memory=memory)


def _people(facts: Facts) -> list[Block]:
    known = plural("{n} person is in the directory", "{n} people are in the directory", facts.people)
    text = _(
        "{known}, {managers} of them with a manager, {csv} from people.csv. People come from Slack by "
        "themselves. Managers come from a field of Slack's profiles, or with teams, titles and countries "
        "from a file: `cairn people import people.csv`. Where both speak, the file counts.",
        known=known,
        managers=facts.with_manager,
        csv=facts.from_csv,
    )
    return [
        section(bold(_("People and their managers")) + f"\n{text}"),
        bricks.field(
            "manager_field",
            _("The id of the profile field that holds the manager"),
            text_input(facts.values.get("manager_field", ""), most=100, placeholder="Xf0123456789"),
            optional=True,
            hint=_("Leave it empty where a file names the managers. The next sync reads it."),
        ),
    ]


def _roles(facts: Facts) -> list[Block]:
    labels = {
        "hr": (_("Who is HR?"), _("They get the recognition digest: totals of five people or more.")),
        "leadership": (_("Who is leadership?"), _("They get totals, never one person's answers.")),
        "admin": (_("Who may change Cairn's settings?"), _("Admins see no more of people than others do.")),
    }
    return [section(bold(_("Roles")))] + [
        bricks.field(role, label, _people_input(facts.roles.get(role, ())), optional=True, hint=hint)
        for role, (label, hint) in labels.items()
    ]


def _people_input(ids: Sequence[str]) -> Block:
    element: Block = {"type": "multi_users_select"}
    return element | ({"initial_users": list(ids)[:100]} if ids else {})


def _channel(facts: Facts) -> list[Block]:
    return [
        section(
            bold(_("Where thanks are announced"))
            + "\n"
            + _("Invite the bot to the channel, or it cannot write there. Without one, receivers get a DM.")
        ),
        bricks.field(
            "recognition_channel",
            _("Recognition channel"),
            conversation(facts.values.get("recognition_channel", "")),
            optional=True,
        ),
        bricks.field(
            "hr_channel",
            _("Channel for HR's digest"),
            conversation(facts.values.get("hr_channel", "")),
            optional=True,
            hint=_("Without one, each person with the role hr gets it as a DM."),
        ),
    ]


def _values(facts: Facts) -> list[Block]:
    lines = facts.values.get("values", "").replace("|", "\n")
    return [
        section(bold(_("What you thank for"))),
        bricks.field(
            "values",
            _("The company's values, one a line"),
            text_input(lines, lines=True, most=1500),
            optional=True,
            hint=_("People tag thanks with them: #teamwork."),
        ),
        bricks.field(
            "reactions",
            _("Emoji that give kudos"),
            text_input(facts.values.get("reactions", ""), most=300),
            optional=True,
            hint=_("Names without colons: rock, clap."),
        ),
        bricks.field(
            "allowance",
            _("How many kudos a person can give in a week"),
            text_input(facts.values.get("allowance", ""), most=10),
            optional=True,
            hint=_("Empty: no limit."),
        ),
    ]


def _select(pairs: Sequence[tuple[str, str]], value: str) -> Block:
    choices = [option(label, each) for each, label in pairs]
    return {"type": "static_select", "options": choices, **picked(choices, value)}


def _rhythm(facts: Facts) -> list[Block]:
    values = facts.values
    questions = values.get("questions", "").replace("|", "\n")
    days = [(each, _(DAYS[each])) for each in WEEKDAYS]
    yes_no = [(each, _(label)) for each, label in YES_NO.items()]
    fields = [
        section(
            bold(_("The rhythm of the week"))
            + "\n"
            + _("Two minutes a week, on each person's own clock, never on their holidays.")
        ),
        bricks.field("checkin_day", _("Day of the check-in"), _select(days, values.get("checkin_day", ""))),
        bricks.field("checkin_time", _("Hour"), text_input(values.get("checkin_time", ""), most=10)),
        bricks.field("reminder", _("One reminder"), _select(yes_no, values.get("reminder", ""))),
        bricks.field(
            "questions",
            _("Your own questions, one a line"),
            text_input(questions, lines=True, most=2000),
            optional=True,
        ),
    ]
    if facts.teams:
        teams = [(team[:150], team) for team in facts.teams[:100]]
        fields.append(
            bricks.field(
                "team",
                _("For one team only"),
                _select(teams, ""),
                optional=True,
                hint=_("Day, hour, reminder and questions. Leave it empty for everybody."),
            )
        )
    languages = [(each, NAMES[each]) for each in LANGUAGES]
    return [
        *fields,
        bricks.field("timezone", _("Time zone of channels"), text_input(values.get("timezone", ""), most=60)),
        bricks.field("language", _("Language of channels"), _select(languages, values.get("language", ""))),
    ]


def _preview(facts: Facts) -> list[Block]:
    """The messages as they are; their buttons are named, and do nothing here."""
    inner: list[Block] = [
        section(bold(_("This is what people get, word for word"))),
        context(_("The people and figures below are invented; your own record is not looked at.")),
    ]
    for whom, each in facts.preview:
        shown = [_still(block) for block in each["blocks"] if block["type"] not in ONLY_IN_MESSAGES]
        inner += [divider(), section(f"➡️ {bold(whom)}"), *shown]
    return inner[:SHOWN]


def _still(block: Block) -> Block:
    if block["type"] != "actions":
        return {name: value for name, value in block.items() if name != "accessory"}
    return context("  ".join(f"[ {words(each['text']['text'], 80)} ]" for each in block["elements"]))


def _reach(facts: Facts) -> str:
    """Who hears from Cairn by now, and so what a step changes."""
    launched = launch.teams(facts.values.get("launch", ""))
    if launched is None:
        return _("Cairn is on for everybody, so what you change counts at once.")
    if launched:
        return _(
            "Cairn is on for {teams}, so what you change counts at once.",
            teams=words(", ".join(launched), 200),
        )
    return _("Nobody else hears anything before the last step.")


def _switch(facts: Facts) -> list[Block]:
    choices = [
        option(_("Everybody"), "everyone"),
        option(_("A pilot: only some teams"), "pilot"),
        option(_("Nobody for now"), "nobody"),
    ]
    if not facts.teams:
        choices = [choices[0], choices[2]]
    now = facts.values.get("launch", "").partition(":")[0]
    element: dict[str, Any] = {"type": "radio_buttons", "options": choices}
    text = _("From then on they get what you have just seen; the first message says who sees what.")
    inner: list[Block] = [
        section(bold(_("Who hears from Cairn now?")) + f"\n{text}"),
        bricks.field("launch", _("Begin with"), element | picked(choices, now or "nobody")),
    ]
    if facts.teams:
        teams: Block = {
            "type": "multi_static_select",
            "options": [option(team, team[:150]) for team in facts.teams[:100]],
        }
        launched = [team[:150] for team in launch.teams(facts.values.get("launch", "")) or ()]
        chosen = [each for each in teams["options"] if each["value"] in launched]
        teams |= {"initial_options": chosen} if chosen else {}
        inner.append(bricks.field("teams", _("The teams of the pilot"), teams, optional=True))
    return inner


def offer() -> Message:
    """The DM to whoever may set the bot up."""
    said = _("Cairn is installed, and nobody has heard from it yet.")
    more = _("Seven short steps set it up; you can leave at any time, and nobody is told before the last.")
    return message(
        f"{said} {more}",
        section(f"*{said}*\n{more}"),
        actions(button(_("Set it up"), "setup_open", style="primary")),
    )


def finished(launch: str, channel: str) -> Message:
    """What whoever has finished reads."""
    kind, _colon, teams = launch.partition(":")
    if kind == "everyone":
        said = _("Done. Everybody hears from Cairn from now on.")
    elif kind == "pilot":
        said = _(
            "Done. These teams hear from Cairn from now on: {teams}.",
            teams=words(teams.replace("|", ", "), 600),
        )
    else:
        said = _("Kept. Nobody hears from Cairn yet; `/cairn setup` has the switch.")
    if channel and kind != "nobody":
        asked = _("Has the bot been invited to the recognition channel?")
        said = f"{said} {asked}"
    return message(said)
