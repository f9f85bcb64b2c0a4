"""What serves what: the tree of goals, and one goal with all that belongs to it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.rules import cascade as rules
from bot.rules.cascade import Node
from bot.rules.goal import ENDED, progress
from bot.rules.measure import kind_of
from bot.services import goal_access, standing, unanswered
from bot.services import person as directory
from bot.services.goal_access import OWNER
from bot.services.setting import chosen
from bot.views.cascade import Branch, Card, News, Tree
from bot.views.goal_list import PAGE, pages
from models import agreement, cascade, goal, person
from models.goal import Goal
from models.person import Person

NEWS_SHOWN = 5


def tree(
    session: Session,
    *,
    workspace_id: int,
    slack_user_id: str,
    ref: str = "",
    page: int = 1,
    now: datetime,
) -> Tree:
    """A page of the goals of the organisation and what serves them, or of one goal and what serves it.

    Of the organisation's what has ended is left out, unless something open serves it; it counts all the same.

    Progress is rolled up from the goals that the asker may see, and from no others. Raises Refusal.
    """
    me = directory.asker(session, workspace_id, slack_user_id)
    settings = chosen(session, workspace_id=workspace_id)
    if ref:
        top, _owner = goal_access.visible(session, me, ref, settings)
        tops: Sequence[Goal] = [top]
    else:
        tops = cascade.tops(session, workspace_id)
    goals = [*tops, *cascade.under(session, workspace_id, [each.id for each in tops])]
    seen = _seen(session, me, {each.id: each for each in goals}.values())
    nodes = nodes_of(session, workspace_id, seen)
    rolled = rules.rolled_up(nodes)
    by_id = {each.id: each for each in seen}
    rows = rules.ordered(nodes)
    if not ref:
        living = rules.living(nodes)
        rows = [row for row in rows if row[0].id in living]
    page = min(max(page, 1), pages(len(rows)))
    part = rows[(page - 1) * PAGE : page * PAGE]
    found = [by_id[node.id] for node, _depth in part]
    owners = standing.owners_of(session, workspace_id, found)
    shown = standing.all_shown(session, found, owners, settings, now=now)
    branches = [Branch(each, depth, rolled[node.id]) for each, (node, depth) in zip(shown, part, strict=True)]
    return Tree(branches, len(rows), page, ended=len(nodes) - len(rows))


def card(session: Session, *, workspace_id: int, slack_user_id: str, ref: str, now: datetime) -> Card:
    """One goal with what it serves, what serves it, its latest news and what the asker can do.

    Raises Refusal.
    """
    me = directory.asker(session, workspace_id, slack_user_id)
    settings = chosen(session, workspace_id=workspace_id)
    found, owner = goal_access.visible(session, me, ref, settings)
    role = goal_access.place(session, me, found.ref).role if owner else goal_access.VIEWER
    parents = _seen(session, me, standing.parents_of(session, found))
    around = cascade.under(session, workspace_id, [each.id for each in (found, *parents)])
    seen = _seen(session, me, {each.id: each for each in (found, *parents, *around)}.values())
    rolled = rules.rolled_up(nodes_of(session, workspace_id, seen))
    children = [each for each in seen if each.parent_id == found.id and each.id != found.id]
    children.sort(key=lambda each: each.status in ENDED)
    owners = standing.owners_of(session, workspace_id, [found, *children])
    shown = standing.all_shown(session, [found, *children], owners, settings, now=now)
    given = rules.contribution(rolled[found.id], rolled[parents[0].id]) if parents else None
    return Card(
        goal=shown[0],
        role=role,
        rolled=rolled[found.id],
        children=[(each, rolled[row.id]) for each, row in zip(shown[1:], children, strict=True)],
        larger=rolled[parents[0].id] if parents else None,
        contribution=given if role == OWNER else None,
        news=_news(session, found),
        moved=[
            (each.answered_at.date(), each.before, each.after)
            for each in agreement.rescopes(session, workspace_id, [found.id])
            if each.answered_at
        ],
        asked=unanswered.about(session, me, found, owner, settings, now=now),
    )


def nodes_of(session: Session, workspace_id: int, goals: Iterable[Goal]) -> list[Node]:
    """Goals as the cascade counts them, with their own share of the way where it can be told."""
    rows = list(goals)
    latest = goal.latest_updates(session, workspace_id, [each.id for each in rows])
    nodes = []
    for each in rows:
        update = latest.get(each.id)
        target = 1.0 if kind_of(each.unit) == "yes_no" else each.target_value
        value = update.value if update else None
        own = progress(value, start=each.start_value, target=target)
        nodes.append(Node(each.id, each.parent_id, each.status, own))
    return nodes


def _seen(session: Session, me: Person, goals: Iterable[Goal]) -> list[Goal]:
    """Those of these goals that somebody may see."""
    rows = list(goals)
    settings = chosen(session, workspace_id=me.workspace_id)
    owners = {who.id: who for who in standing.owners_of(session, me.workspace_id, rows)}
    sight = goal_access.Sight(session, me, settings)
    return [each for each in rows if sight.sees(each, owners.get(each.owner_id or 0))]


def _news(session: Session, found: Goal) -> list[News]:
    rows = cascade.news(session, found.workspace_id, found.id, limit=NEWS_SHOWN)
    authors = person.by_ids(session, found.workspace_id, [row.author_id for row in rows])
    return [
        News(row.at.date(), row.value, row.confidence, row.note, authors[row.author_id].mention)
        for row in rows
    ]
