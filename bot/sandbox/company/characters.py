"""How the invented people's weeks usually are, and what has changed for some of them lately.

These few make the company worth looking at: a team doing well, an overloaded one, somebody
whom nobody thanks, two who thank only each other, one who is stepping up, one who is drawing back.
"""

from dataclasses import dataclass, replace

from bot.sandbox.company.colleagues import Colleague

# Over how many of the last weeks a change sets in.
TURNING = 8


@dataclass(frozen=True)
class Turn:
    """What is added by the end of the last weeks; `gives` is a factor."""

    mood: float = 0.0
    workload: float = 0.0
    answers: float = 0.0
    blockers: float = 0.0
    gives: float = 1.0
    pace: float = 0.0


@dataclass(frozen=True)
class Character:
    """Usual scores, shares of weeks answered and with a blocker, thanks a week, and speed on goals.

    `pull` is how readily others think of thanking this person.
    """

    mood: float = 3.8
    workload: float = 3.0
    answers: float = 0.88
    blockers: float = 0.14
    gives: float = 0.5
    pull: float = 1.0
    pace: float = 1.0
    # Whether all that they begin is done in time.
    lands: bool = False
    turn: Turn = Turn()

    def late(self, share: float) -> "Character":
        """The character when `share` (0 to 1) of the turn has come."""
        turn = self.turn
        return replace(
            self,
            mood=self.mood + share * turn.mood,
            workload=self.workload + share * turn.workload,
            answers=self.answers + share * turn.answers,
            blockers=self.blockers + share * turn.blockers,
            gives=self.gives * (1 + share * (turn.gives - 1)),
            pace=self.pace + share * turn.pace,
        )


USUAL = Character()
TEAMS = {
    "Platform": Character(
        mood=4.2, workload=2.8, answers=0.96, blockers=0.07, gives=0.9, pull=1.3, pace=1.15
    ),
    "Customer care": Character(
        workload=3.4,
        blockers=0.18,
        pace=0.95,
        turn=Turn(mood=-1.0, workload=1.15, answers=-0.1, blockers=0.3, gives=0.7, pace=-0.25),
    ),
    "Mobile": Character(mood=3.9, gives=0.4, pull=0.7),
    "Sales": Character(mood=3.7, workload=3.2, gives=0.35),
}
# Whom a visitor is at first.
FIRST = "U0ADA"
QUIET = "U0ELENA"
ONLY_EACH_OTHER = {"U0SOFIA": "U0DIEGO", "U0DIEGO": "U0SOFIA"}
NEW = "U0AMARA"
ON_LEAVE = "U0FARID"
RISING = "U0CHIARA"
# Of every so many thanks of late one goes to whoever is rising, from whomever it comes.
NOTICED = 8
SWAMPED = "U0ROSA"
WITHDRAWING = "U0NADIA"


def of(who: Colleague) -> Character:
    """A colleague's character, without the accidents of the person."""
    usual = TEAMS.get(who.team, USUAL)
    if who.id == QUIET:
        return replace(usual, pull=0.0, gives=0.4, pace=1.25, lands=True)
    if who.id == FIRST:
        return replace(usual, lands=True)
    if who.id in ONLY_EACH_OTHER:
        return replace(usual, pull=0.0, gives=0.8)
    if who.id == SWAMPED:
        return replace(
            usual, turn=Turn(mood=-1.8, workload=2.6, answers=0.1, blockers=0.75, gives=0.5, pace=-0.3)
        )
    if who.id == RISING:
        return replace(usual, turn=Turn(gives=2.2, pace=0.5, workload=0.3))
    if who.id == WITHDRAWING:
        return replace(usual, turn=Turn(mood=-1.9, workload=0.2, answers=-0.6, gives=0.0, pace=-0.6))
    return usual


# What a visitor should know of some, to choose whom to look at.
HINTS = {
    "U0ADA": "begin here",
    "U0GRACE": "her team does well",
    "U0SAMUEL": "his team has too much to do",
    "U0INGRID": "sees totals, never answers",
    "U0NOOR": "sees totals only",
    QUIET: "does much and is thanked by nobody",
    "U0SOFIA": "thanks Diego alone",
    "U0DIEGO": "thanks Sofia alone",
    NEW: "joined two weeks ago",
    ON_LEAVE: "on parental leave",
    RISING: "takes on more of late",
    WITHDRAWING: "has gone quiet",
    SWAMPED: "has more to do than anybody in her team",
    "U0KENJI": "leads the office in Tokyo",
}
# A few have set Slack to German: the bot speaks to each in their own language.
GERMAN = ("U0JONAS", "U0BIRGIT", "U0MARTIN")
