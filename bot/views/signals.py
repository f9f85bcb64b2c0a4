"""The words for each talent signal: its name, how it is worked out, what one might do, what one might ask.

Said weakly on purpose: about one cue in five is right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.language import _


@dataclass(frozen=True)
class Wording:
    """All that is said of a signal. `high` and `low` are the names of the two ends of a level; `own_high` and
    `question_low` take the place of `own` and `question` there, where those would not fit.

    Names are read by the person and by their manager, so they speak to neither.
    """

    name: str
    formula: str
    own: str
    question: str
    high: str = ""
    low: str = ""
    own_high: str = ""
    question_low: str = ""

    def advice(self, band: str) -> str:
        """What one might do."""
        return (self.own_high if band == "high" else "") or self.own

    def asked(self, band: str) -> str:
        """What a manager might ask."""
        return (self.question_low if band == "low" else "") or self.question


def wording(signal: str) -> Wording:
    """The words for a signal, in the language that is spoken."""
    return WORDINGS[signal]()


def _momentum() -> Wording:
    return Wording(
        _("Goals move less than usual"),
        _("Progress and updates of the last weeks, compared with the own half-year before."),
        _("Is something in the way, or has the goal changed? An update in one line is enough."),
        _("Which goal is stuck, and what would get it moving?"),
    )


def _delivery() -> Wording:
    return Wording(
        _("Commitments and their dates"),
        _("Confirmed goals on time, among all that fell due, newer ones counting more; compared with peers."),
        _("Would fewer goals, or later dates, be nearer to what is possible?"),
        _("What helped these goals land, or what held them up?"),
        high=_("More commitments land on time than usual"),
        low=_("Fewer commitments land on time than usual"),
        own_high=_("Nothing has to be done. What helps these goals land may help others too."),
    )


def _breadth() -> Wording:
    return Wording(
        _("Thanks from different people"),
        _("Different people who gave thanks in half a year; what is returned in kind weighs less."),
        _("Nothing has to be done. It shows whom your work reaches."),
        _("Who outside the usual circle benefits from this work?"),
        high=_("Thanked by more different people than usual"),
        low=_("Thanked by fewer different people than usual"),
    )


def _given() -> Wording:
    return Wording(
        _("Thanks to different people"),
        _("Different people and teams thanked in the last three months."),
        _("Nothing has to be done. Thanks that name what somebody did help them most."),
        _("Whose work do they lift?"),
        high=_("Thanks more different people than usual"),
        low=_("Thanks fewer different people than usual"),
        question_low=_("Who has helped them lately, and do those people know it?"),
    )


def _growth() -> Wording:
    return Wording(
        _("Stepping up lately"),
        _(
            "Thanks, people who gave them for the first time, steps of the growth plan that are done, and "
            "the speed of goals, compared with before."
        ),
        _("What would you like to try next? Tell your manager."),
        _("What would they like to try next, and what would help?"),
    )


def _engagement() -> Wording:
    return Wording(
        _("Something may have changed"),
        _("Check-ins, answers, goal updates and thanks given, compared with the own months before."),
        _("You know best what is behind it. Is there something that you would like to be different?"),
        _("How are things, really? What would you change about the work if you could?"),
    )


def _overload() -> Wording:
    return Wording(
        _("Load looks above usual"),
        _("Check-in answers, what was in the way and open goals, compared with the own months before."),
        _("What could wait, or go to somebody else?"),
        _("What could wait, stop, or go to somebody else?"),
    )


def _stay() -> Wording:
    return Wording(
        _("A talk about staying"),
        _("What has changed and where things stand, in check-ins, answers and thanks given."),
        _("What would make this a place you want to stay? Most people who see this are not leaving."),
        _("What would make them want to stay? Most people shown here are not leaving."),
    )


def _unseen() -> Wording:
    return Wording(
        _("Work that few have given thanks for"),
        _("Confirmed goals on time beside how many different people gave thanks."),
        _("Nothing has to be done. Your manager is asked to look."),
        _("Little recognition is recorded for work that lands: is it deserved?"),
    )


WORDINGS: Mapping[str, Callable[[], Wording]] = {
    "goal_momentum": _momentum,
    "delivery_reliability": _delivery,
    "recognition_breadth": _breadth,
    "recognition_given": _given,
    "growth": _growth,
    "engagement_trend": _engagement,
    "overload_watch": _overload,
    "stay_conversation": _stay,
    "unseen_contribution": _unseen,
}
