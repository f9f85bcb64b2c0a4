"""The signals by name: what each reads, and how it judges."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.signals import progress, standing, watch
from bot.signals.constants import Constants
from bot.signals.judged import Judged
from bot.signals.slate import Slates


@dataclass(frozen=True)
class Method:
    """`reads` names the slates that `judge` looks at, which are kept with each cue."""

    judge: Callable[[Slates, Constants], Judged]
    reads: tuple[str, ...]


METHODS: Mapping[str, Method] = {
    "goal_momentum": Method(progress.momentum, ("work",)),
    "delivery_reliability": Method(standing.reliability, ("levels",)),
    "recognition_breadth": Method(standing.breadth, ("levels",)),
    "recognition_given": Method(standing.given, ("levels",)),
    "growth": Method(progress.growth, ("thanks", "work")),
    "engagement_trend": Method(watch.engagement, ("checks", "thanks", "work")),
    "overload_watch": Method(watch.overload, ("checks", "work")),
    "stay_conversation": Method(watch.stay, ("checks", "thanks", "work", "levels")),
    "unseen_contribution": Method(standing.unseen, ("levels",)),
}
