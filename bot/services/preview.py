"""What people will get, made by the views that make it, about people who do not exist."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.language import _
from bot.rules import cadence
from bot.rules.card import Line
from bot.rules.setting import Chosen
from bot.services import workdays
from bot.services.digest import month_before
from bot.signals.constants import formula
from bot.signals.lines import SAID
from bot.views import card, checkin, digest, kudos, readout, summary
from bot.views.blocker import Blocker
from bot.views.blocks import Message
from bot.views.card import Shown
from bot.views.digest import Digest, Flow
from bot.views.goal import Goal
from bot.views.introduction import introduced
from bot.views.kudos import Thanks
from bot.views.readout import Answered, Readout
from bot.views.summary import Report, Summary, Team
from models.person import Person

ALMA, BRUNO, CLEO, DIEGO = "Alma Berg", "Bruno Costa", "Cleo Dubois", "Diego Ek"
SIGNAL = "goal_momentum"


def messages(me: Person, settings: Chosen, now: datetime) -> list[tuple[str, Message]]:
    """For whom each message is, and the message, as they will look with what is set so far."""
    zone = workdays.zone_named(me.timezone) or settings.zone
    today = cadence.local_day(now, zone)
    thanks = Thanks(
        giver=me.mention,
        giver_id=me.slack_user_id or "",
        receivers=[me.mention],
        message=_("the tidy handover"),
    )
    shown = [
        (_("Everybody, once a week. The first message says what this is"), _prompt(me, settings, zone, now)),
        (_("Whoever is thanked"), kudos.told(thanks)),
    ]
    if settings.get("recognition_channel"):
        shown.append((_("The recognition channel"), kudos.announcement(thanks)))
    month = month_before(today).first
    return [
        *shown,
        (_("A manager, once a week"), readout.readout(_week(today))),
        (_("Whom a signal is about, before anybody else"), card.own(month, [_card(today)])),
        (_("A manager, once a month"), summary.summary(_month(month, today))),
        (_("HR, weekly and monthly"), digest.digest(_digest(month, settings.get("values")))),
    ]


def _prompt(me: Person, settings: Chosen, zone: ZoneInfo, now: datetime) -> Message:
    rhythm = settings.rhythm(me.team)
    week = cadence.week_of(cadence.local_day(now, zone))
    asked = cadence.nominal_day(week, rhythm.day)
    closing = cadence.closing_day(asked, rhythm, workdays.in_the_week)
    closes = cadence.instant(closing, rhythm.at, zone)
    return introduced(checkin.prompt(week, closes_at=closes, zone=zone))


def _week(today: date) -> Readout:
    goal = Goal(
        "G12",
        _("Half of our customers use the new search"),
        CLEO,
        "agreed",
        unit="%",
        start=0,
        target=50,
        value=20,
        confidence="at_risk",
        due=today + timedelta(days=40),
        need="at_risk",
    )
    week = cadence.week_of(today)
    told = Answered(ALMA, progress=_("The new search is live for a tenth of our customers."))
    stuck = Blocker(
        "", BRUNO, _("The contract waits for a signature."), cadence.monday_of(week) - timedelta(days=3)
    )
    return Readout(
        week, answered=[told, Answered(BRUNO)], silent=[CLEO], goals_at_risk=[goal], blockers=[stuck]
    )


def _card(today: date) -> Shown:
    facts = {"now": 1, "seen": 8, "before": 5}
    return Shown(
        "",
        SIGNAL,
        "worth_a_conversation",
        "medium",
        f"{today - timedelta(weeks=8)}/{today}",
        lines=[Line(SAID["updated"][2], facts)],
        formula=formula(SIGNAL),
    )


def _month(month: date, today: date) -> Summary:
    team = Team(6, goals_moved=5, goals_open=8, weeks_answered=21, weeks_due=24, kudos=9, kudos_givers=5)
    return Summary(month, team, [Report(CLEO, "", [_card(today)])], unthanked=[DIEGO])


def _digest(month: date, values: Sequence[str]) -> Digest:
    tagged = [(value, amount) for value, amount in zip(values, (14, 9, 6), strict=False)]
    return Digest(
        month,
        people=48,
        thanked=31,
        givers=22,
        kudos=57,
        named=40,
        across_teams=19,
        flows=[Flow(_("Sales"), _("Support"), 8)],
        values=tagged,
        answered=170,
        due=192,
        with_goals=41,
        goals_moved=33,
    )
