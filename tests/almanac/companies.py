"""Companies with every trouble a calendar can have, most of them in the first ten weeks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from tests.almanac.facts import DAYS, Change, Company, Facts, Rhythm

SUNDAY_TO_THURSDAY = ("sun", "mon", "tue", "wed", "thu")
FIRST = datetime(2026, 2, 23, tzinfo=UTC)


def utc(text: str) -> datetime:
    """An instant of 2026, such as `03-12 12:00`."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def span(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last)


def _person(zone: str, country: str, manager: str, team: str = "", *away: tuple[date, date]) -> Facts:
    return Facts(zone=zone, country=country, manager=manager, team=team, absences=away)


PEOPLE = {
    "UHEDY": _person("America/New_York", "US", ""),
    "UGRACE": _person("Europe/Berlin", "DE-BY", "UHEDY", "", span("2026-04-06", "2026-04-17")),
    "UKIM": _person("Pacific/Auckland", "NZ", "UHEDY"),
    "UROSA": _person("America/Santiago", "CL", "UHEDY", "", span("2026-06-01", "2026-09-30")),
    "UHANNA": replace(_person("Europe/Berlin", "DE", "UHEDY", "", span("2026-03-16", "2026-03-20")), hr=True),
    "URIO": replace(
        _person("America/Sao_Paulo", "BR", "UROSA", "", span("2026-05-01", "2026-05-31")), hr=True
    ),
    "UBERLIN": _person("Europe/Berlin", "DE-BE", "UGRACE"),
    "ULONDON": _person("Europe/London", "GB", "UGRACE"),
    "UJOHNS": _person("America/St_Johns", "CA", "UHEDY"),
    "UANGELES": _person("America/Los_Angeles", "US-CA", "UHEDY", "Late"),
    "USANTIAGO": _person("America/Santiago", "CL", "UROSA"),
    "UCHATHAM": _person("Pacific/Chatham", "NZ", "UKIM"),
    "UKATHMANDU": replace(_person("Asia/Kathmandu", "", "UKIM", "Nile"), days=SUNDAY_TO_THURSDAY),
    "UKOLKATA": _person("Asia/Kolkata", "IN", "UGRACE"),
    "UHOWE": _person("Australia/Lord_Howe", "AU-NSW", "UKIM", "Dawn"),
    "UADELAIDE": _person(
        "Australia/Adelaide",
        "AU-SA",
        "UKIM",
        "",
        span("2026-03-12", "2026-03-16"),
        span("2026-03-14", "2026-03-27"),
        span("2026-04-30", "2026-05-01"),
    ),
    "UKIRITIMATI": _person("Pacific/Kiritimati", "", "UKIM"),
    "UPAGO": _person("Pacific/Pago_Pago", "AS", "UHEDY"),
    "UCAIRO": replace(_person("Africa/Cairo", "EG", "UGRACE", "Nile"), days=SUNDAY_TO_THURSDAY),
    "UZION": replace(_person("Asia/Jerusalem", "IL", "UGRACE"), days=SUNDAY_TO_THURSDAY),
    "UTOKYO": _person("Asia/Tokyo", "JP", "UROSA", "Quick"),
    "UCASA": _person("Africa/Casablanca", "MA", "UROSA", "", span("2026-03-09", "2026-06-30")),
    "UAZORES": replace(_person("Atlantic/Azores", "PT", "UGRACE"), days=("mon", "tue", "wed")),
    "UWEDNESDAY": replace(_person("Europe/London", "GB", "UGRACE"), start=date(2026, 3, 11)),
    "UMONDAY": replace(_person("Pacific/Auckland", "NZ", "UKIM"), start=date(2026, 3, 23)),
    "ULEAVER": replace(_person("Europe/Berlin", "DE", "UGRACE"), end=date(2026, 4, 8)),
}

CHANGES = (
    # To the west before the prompt, and to the east between the prompt and the reminder.
    Change(utc("03-12 12:00"), "UBERLIN", "zone", "America/New_York"),
    Change(utc("03-21 12:00"), "UBERLIN", "zone", "Asia/Tokyo"),
    # To where the hour is over already, and over the date line to where it comes again.
    Change(utc("03-20 02:00"), "UKOLKATA", "zone", "Pacific/Auckland"),
    Change(utc("03-19 21:00"), "UKIRITIMATI", "zone", "Pacific/Pago_Pago"),
    # A manager on the move on the day before a read-out, and back on the day after another.
    Change(utc("03-25 18:00"), "UGRACE", "zone", "America/New_York"),
    Change(utc("04-21 20:00"), "UGRACE", "zone", "Europe/Berlin"),
    # New managers while a week is open, and before it is asked about.
    Change(utc("03-16 10:00"), "ULONDON", "manager", "UHEDY"),
    Change(utc("03-26 15:00"), "URIO", "manager", "UKIM"),
    # Pauses: of some weeks and ended early, for the day alone, over the reminder.
    Change(utc("03-06 01:00"), "UANGELES", "pause", date(2026, 3, 5)),
    Change(utc("03-10 20:00"), "UANGELES", "pause", date(2026, 3, 27)),
    Change(utc("03-25 20:00"), "UANGELES", "pause", None),
    Change(utc("03-12 23:00"), "UCHATHAM", "pause", date(2026, 3, 17)),
    Change(utc("04-17 08:00"), "UZION", "pause", date(2026, 4, 19)),
    # Illness known in the night before the prompt, in the morning of it, and on the eve of a read-out.
    Change(utc("03-06 01:30"), "UJOHNS", "absence", span("2026-03-06", "2026-03-06")),
    Change(utc("04-24 06:00"), "UBERLIN", "absence", span("2026-04-24", "2026-04-27")),
    Change(utc("03-11 20:00"), "UGRACE", "absence", span("2026-03-12", "2026-03-12")),
    Change(utc("03-18 18:00"), "USANTIAGO", "status", utc("03-24 03:00")),
    Change(utc("04-13 12:00"), "UCHATHAM", "end", date(2026, 4, 15)),
)

HABITS = {
    **dict.fromkeys(("UHEDY", "UHANNA", "UZION", "UPAGO", "UCASA", "UMONDAY"), "prompt"),
    **dict.fromkeys(("UGRACE", "USANTIAGO", "UHOWE", "UAZORES"), "reminder"),
}

YEAR = Company(
    begins=FIRST,
    ends=FIRST + timedelta(weeks=53),
    people=PEOPLE,
    changes=CHANGES,
    habits=HABITS,
    answers=(
        (utc("03-04 12:00"), "UBERLIN", "2026-W10"),  # before the prompt
        (utc("03-12 13:00"), "UKOLKATA", "2026-W10"),  # after the close and the read-out
        (utc("03-16 11:00"), "ULONDON", "2026-W11"),  # for the new manager
    ),
    rhythms={
        "Late": Rhythm(day="thu", at=time(17, 30)),
        "Nile": Rhythm(day="thu", at=time(10)),
        "Dawn": Rhythm(day="thu", at=time(2, 30), close_after=2),
        "Quick": Rhythm(day="tue", at=time(14), reminds=False, close_after=1),
    },
    digest_day="tue",
)


def _awake_at_night(zone: str, team: str) -> Facts:
    return Facts(zone=zone, team=team, days=DAYS, manager="UCHIEF")


# Asked at the very hours that the clocks skip or show twice.
NIGHT = Company(
    begins=FIRST,
    ends=FIRST + timedelta(weeks=36),
    people={
        "UCHIEF": Facts(zone="Europe/London", days=DAYS, hr=True),
        "UBERLIN": _awake_at_night("Europe/Berlin", "Gap"),
        "UNEWYORK": _awake_at_night("America/New_York", "Gap"),
        "USYDNEY": _awake_at_night("Australia/Sydney", "Gap"),
        "UHOWE": _awake_at_night("Australia/Lord_Howe", "Howe"),
        "UCHATHAM": _awake_at_night("Pacific/Chatham", "Chatham"),
        "UCAIRO": _awake_at_night("Africa/Cairo", "Friday"),
        "UBEIRUT": _awake_at_night("Asia/Beirut", "Midnight"),
        "UAZORES": _awake_at_night("Atlantic/Azores", "Midnight"),
        "UHAVANA": _awake_at_night("America/Havana", "Midnight"),
        "USANTIAGO": _awake_at_night("America/Santiago", "Eve"),
    },
    habits={"UBERLIN": "prompt", "UCAIRO": "reminder"},
    rhythms={
        "Gap": Rhythm("sun", time(2, 30)),
        "Howe": Rhythm("sun", time(1, 45)),
        "Chatham": Rhythm("sun", time(2, 50)),
        "Friday": Rhythm("fri", time(0, 30)),
        "Midnight": Rhythm("sun", time(0), close_after=2),
        "Eve": Rhythm("sat", time(23, 30), close_after=1),
    },
    hours=(time(0), time(23, 59)),
    hr_channel="CHR",
    zone="Asia/Kathmandu",
)
