"""What the invented people want to reach, and how far they have come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.sandbox.company import characters, goal_texts
from bot.sandbox.company.colleagues import Colleague
from bot.sandbox.company.past import Past
from bot.sandbox.company.texts import lines, table

# Everybody works at two goals at a time: when each row of goals begins, and the weeks that each goal takes.
TRACKS = ((0, 10), (-4, 8))
# What becomes of a goal whose time is over, in so many of a hundred.
FATES = {"confirmed": 58, "done": 14, "late": 14, "dropped": 8, "overdue": 6}


@dataclass
class Goal:
    """One goal; `ref` is its goal_id, `parent` that of the goal it serves, or empty."""

    ref: str
    owner: Colleague
    level: str
    parent: str
    texts: list[str]
    first: date
    due: date
    status: str = "agreed"
    closed: datetime | None = None
    confirmed: datetime | None = None
    # How fast it goes beside its owner's other goals, and whether nobody has said anything about it for long.
    speed: float = 1.0
    silent: bool = False

    @property
    def start(self) -> float:
        return float(self.texts[3])

    @property
    def target(self) -> float:
        return float(self.texts[4])

    @property
    def digits(self) -> int:
        """Behind the point; what is counted in whole numbers stays whole."""
        return 0 if self.start.is_integer() and self.target.is_integer() else 1


def wanted(past: Past) -> list[Goal]:
    """The company's goals, the teams', then everybody's own, each with the one it serves."""
    stock: dict[str, list[list[str]]] = {}
    for whose, *texts in table(goal_texts.GOALS):
        stock.setdefault(whose, []).append(texts)
    goals = [_shared(past, past.cast[0], "organisation", "", texts) for texts in stock[""]]
    for team, people in past.teams.items():
        goals += [_shared(past, people[0], "team", "G1", texts) for texts in stock.get(team, ())]
    for number, goal in enumerate(goals, 1):
        goal.ref = f"G{number}"
    parents = {goal.owner.team: goal.ref for goal in goals if goal.level == "team"}
    for who in past.cast:
        for goal in _own(past, who, stock):
            goal.parent = parents.get(who.team, "G1")
            goal.ref = f"G{len(goals) + 1}"
            goals.append(goal)
    return goals


def _shared(past: Past, owner: Colleague, level: str, parent: str, texts: list[str]) -> Goal:
    last = past.mondays[-1]
    return Goal("", owner, level, parent, texts, past.mondays[0], last + timedelta(weeks=6))


def _own(past: Past, who: Colleague, stock: dict[str, list[list[str]]]) -> Iterator[Goal]:
    """One person's goals, oldest first; what their title asks for is the one they are at now."""
    work = stock[goal_texts.LINES_OF_WORK.get(who.team, "office")]
    others, special = past.dealt(work), list(stock.get(who.title, ()))
    spans = [span for track in TRACKS for span in _spans(past, who, *track)]
    for first, due in sorted(spans):
        here = due >= past.today and special
        goal = Goal("", who, "individual", "", special.pop() if here else next(others), first, due)
        _decide(past, goal)
        yield goal


def _spans(past: Past, who: Colleague, offset: int, weeks: int) -> Iterator[tuple[date, date]]:
    """One goal after the other, from near the first week until one that is not due yet."""
    shift = past.rng.randrange(-3, 4)
    first = past.mondays[0] + timedelta(weeks=offset + shift)
    while first <= past.today:
        due = first + timedelta(weeks=weeks, days=4)
        if first >= past.started(who):
            yield first, due
        first += timedelta(weeks=weeks)


def _decide(past: Past, goal: Goal) -> None:
    """What has become of it."""
    goal.speed = past.rng.gauss(0.95, 0.2)
    if goal.due >= past.today:
        young = goal.first > past.today - timedelta(weeks=3)
        goal.status = "agreed" if not young else past.rng.choice(["proposed", "proposed", "draft", "agreed"])
        goal.silent = past.rng.random() < 0.12
        return
    fate = past.rng.choices(list(FATES), list(FATES.values()))[0]
    fate = "confirmed" if characters.of(goal.owner).lands else fate
    if fate == "overdue" and goal.due > past.today - timedelta(weeks=5):
        return
    late = fate in ("late", "overdue")
    day = goal.due + timedelta(days=past.rng.randrange(3, 12) if late else -past.rng.randrange(1, 9))
    if day < past.today:
        goal.status = "dropped" if fate == "dropped" else "done"
        goal.closed = goal.owner.at(day, 17)
        boss = past.boss(goal.owner)
        agreed = goal.owner.at(day + timedelta(days=1), 11)
        if boss and fate != "done" and fate != "dropped" and agreed < past.end:
            goal.confirmed = agreed


def row(past: Past, goal: Goal) -> list[object]:
    title, measure, unit, *_, relevance = goal.texts
    boss = past.boss(goal.owner)
    agreed = goal.owner.at(goal.first + timedelta(days=1), 10, 30)
    is_agreed = goal.status not in ("draft", "proposed") and agreed < past.end
    return [
        *(goal.ref, goal.owner.email, goal.owner.team if goal.level != "organisation" else "", goal.level),
        *(goal.parent, title, measure, unit, goal.start, goal.target, relevance),
        *(goal.first, goal.due, goal.status, agreed if is_agreed else "", goal.closed or ""),
        *(boss.email if boss and goal.confirmed else "", goal.confirmed or ""),
    ]


def updates(past: Past, goals: list[Goal]) -> Iterator[list[object]]:
    good, hard = past.dealt(lines(goal_texts.GOOD_NOTES)), past.dealt(lines(goal_texts.HARD_NOTES))
    for goal in goals:
        share = 0.0
        begun = max(0, (goal.first - past.mondays[0]).days // 7)
        ended = goal.due + timedelta(weeks=2)
        for monday in (each for each in past.mondays[begun:] if each < ended):
            at = goal.owner.at(monday + timedelta(days=3), 15, past.rng.randrange(60))
            if not _tells(past, goal, monday, at):
                continue
            plan = min(1.0, (monday - goal.first).days / max(1, (goal.due - goal.first).days))
            pace = past.character(goal.owner, monday).pace * goal.speed + past.rng.gauss(0, 0.05)
            share = max(share, min(1.0, plan * pace))
            if goal.status == "done" and goal.closed and goal.closed - at < timedelta(days=7):
                share = 1.0
            value = round(goal.start + (goal.target - goal.start) * share, goal.digits)
            confidence = _confidence(share, plan)
            yield [
                *(goal.ref, goal.owner.email, at, value, confidence),
                next(good if confidence == "on_track" else hard),
            ]


def _tells(past: Past, goal: Goal, monday: date, at: datetime) -> bool:
    """Whether there is an update in that week: about two in three weeks, while the goal runs."""
    chance = past.rng.random()
    if at >= past.end or monday < goal.first or goal.status in ("draft", "proposed"):
        return False
    if (goal.closed and at >= goal.closed) or not past.works(goal.owner, monday):
        return False
    return not (goal.silent and monday > past.mondays[-1] - timedelta(weeks=6)) and chance < 0.65


def _confidence(share: float, plan: float) -> str:
    behind = plan - share
    return "on_track" if behind < 0.1 else "at_risk" if behind < 0.22 else "off_track"
