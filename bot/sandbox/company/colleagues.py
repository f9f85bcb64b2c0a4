"""Who works at the invented company."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.sandbox.company.texts import table

# Managers come first, so that a smaller company keeps them.
CAST = """
U0NOOR    | Noor Haddad     | Managing director | -             | Europe/Berlin    | DE | -        | leadership
U0GRACE   | Grace Lindqvist | Head of platform  | Platform      | Europe/Berlin    | DE | U0NOOR   | manager
U0PRIYA   | Priya Raman     | Head of product   | Product       | Europe/London    | GB | U0NOOR   | manager
U0SAMUEL  | Samuel Adeyemi  | Head of care      | Customer care | America/New_York | US | U0NOOR   | manager
U0INGRID  | Ingrid Solberg  | People partner    | -             | Europe/Berlin    | DE | U0NOOR   | hr
U0TOMAS   | Tomas Silva     | Site engineer     | Platform      | Europe/London    | GB | U0GRACE  | admin
U0ADA     | Ada Okafor      | Engineer          | Platform      | Europe/London    | GB | U0GRACE  | employee
U0KENJI   | Kenji Tanaka    | Mobile engineer   | Platform      | Asia/Tokyo       | JP | U0GRACE  | employee
U0MALLORY | Mallory Quinn   | Designer          | Product       | America/New_York | US | U0PRIYA  | employee
U0LUCA    | Luca Moretti    | Researcher        | Product       | Europe/Berlin    | DE | U0PRIYA  | employee
U0ELIF    | Elif Kaya       | Care specialist   | Customer care | Europe/Berlin    | DE | U0SAMUEL | employee
U0ROSA    | Rosa Delgado    | Care trainer      | Customer care | America/New_York | US | U0SAMUEL | employee
"""  # noqa: E501
FIRST = "Amara Bruno Chiara Dmitri Esther Farid Greta Hana Ivan Jamila Koji Leila Mateo Nadia Omar Petra"
LAST = "Almeida Berg Castillo Dube Ferrari Ito Jansen Kumar Moreau Novak Osei Park Rossi Santos Weber"


@dataclass(frozen=True)
class Colleague:
    """One invented person. `manager` is a Slack id, empty for the head; `team` is empty beside the teams."""

    id: str
    name: str
    title: str
    team: str
    tz: str
    country: str
    manager: str
    role: str

    @property
    def email(self) -> str:
        return ".".join(self.name.lower().split()) + "@example.com"

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """That time on this person's clock."""
        return datetime.combine(day, time(hour, minute), ZoneInfo(self.tz)).astimezone(UTC)


def members(people: int = 12) -> list[Colleague]:
    """The first so many people; those beyond twelve have made-up names and share out the teams."""
    cast = [Colleague(*row) for row in table(CAST)]
    return cast[:people] + [_another(number, cast) for number in range(len(cast), people)]


def _another(number: int, cast: Sequence[Colleague]) -> Colleague:
    """The next made-up colleague, with the work and the manager of one of the cast."""
    like = cast[6 + number % (len(cast) - 6)]
    first, last = FIRST.split(), LAST.split()
    again, place = divmod(number - len(cast), len(first) * len(last))
    name = f"{first[place % len(first)]} {last[place // len(first)]}" + (f" {again + 1}" if again else "")
    return Colleague(
        f"U0P{number:05}", name, like.title, like.team, like.tz, like.country, like.manager, "employee"
    )
