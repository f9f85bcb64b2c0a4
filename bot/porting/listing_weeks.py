"""What an export says of people beside their check-ins: blockers, own questions, 1:1s, growth plans."""

from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import aliased

from bot.porting.listing import Scope, handle
from models.blocker import Blocker
from models.growth import GrowthAct
from models.one_on_one import OneOnOne, OneOnOneItem
from models.person import Person
from models.question import Answer, Question


def blockers(scope: Scope) -> Select[Any]:
    ours = scope.workspace_id
    owner, acknowledger, resolver = aliased(Person), aliased(Person), aliased(Person)
    return (
        select(
            Blocker.ref.label("blocker_id"),
            handle(Person).label("email"),
            Blocker.week,
            Blocker.text,
            handle(owner).label("owner_email"),
            Blocker.reported_at,
            Blocker.acknowledged_at,
            handle(acknowledger).label("acknowledged_by"),
            Blocker.resolved_at,
            handle(resolver).label("resolved_by"),
            Blocker.raised_at,
            Blocker.escalated_at,
        )
        .join(Person, Person.id == Blocker.person_id)
        .join(owner, (owner.id == Blocker.owner_id) & (owner.workspace_id == ours), isouter=True)
        .join(
            acknowledger,
            (acknowledger.id == Blocker.acknowledged_by) & (acknowledger.workspace_id == ours),
            isouter=True,
        )
        .join(resolver, (resolver.id == Blocker.resolved_by) & (resolver.workspace_id == ours), isouter=True)
        .where(Blocker.workspace_id == ours, Person.workspace_id == ours)
        .order_by(Blocker.reported_at, scope.plain(Blocker.ref))
    )


def answers(scope: Scope) -> Select[Any]:
    return (
        select(
            handle(Person).label("email"),
            Answer.week,
            Question.text.label("question"),
            Question.kind,
            Question.options,
            Answer.value.label("answer"),
        )
        .join(Person, Person.id == Answer.person_id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            Answer.workspace_id == scope.workspace_id,
            Person.workspace_id == scope.workspace_id,
            Question.workspace_id == scope.workspace_id,
        )
        .order_by(scope.plain(Answer.week), scope.plain(handle(Person)), scope.plain(Question.key))
    )


def one_on_ones(scope: Scope) -> Select[Any]:
    ours = scope.workspace_id
    first, second, author, owner = aliased(Person), aliased(Person), aliased(Person), aliased(Person)
    # By their names, because the order of their ids is the database's own.
    in_order = scope.plain(handle(first)) < scope.plain(handle(second))
    return (
        select(
            OneOnOneItem.act_key.label("item_id"),
            case((in_order, handle(first)), else_=handle(second)).label("first_email"),
            case((in_order, handle(second)), else_=handle(first)).label("second_email"),
            OneOnOneItem.kind,
            handle(author).label("author_email"),
            handle(owner).label("owner_email"),
            OneOnOneItem.created_at.label("at"),
            OneOnOneItem.text,
            OneOnOneItem.done_at,
            OneOnOneItem.met_at,
        )
        .join(OneOnOne, OneOnOne.id == OneOnOneItem.pair_id)
        .join(first, first.id == OneOnOne.first_id)
        .join(second, second.id == OneOnOne.second_id)
        .join(author, author.id == OneOnOneItem.author_id)
        .join(owner, (owner.id == OneOnOneItem.owner_id) & (owner.workspace_id == ours), isouter=True)
        .where(
            OneOnOneItem.workspace_id == ours,
            OneOnOne.workspace_id == ours,
            first.workspace_id == ours,
            second.workspace_id == ours,
            author.workspace_id == ours,
        )
        .order_by(OneOnOneItem.created_at, scope.plain(OneOnOneItem.act_key))
    )


def growth(scope: Scope) -> Select[Any]:
    author = aliased(Person)
    ours = scope.workspace_id
    return (
        select(
            handle(Person).label("email"),
            GrowthAct.ref.label("growth_id"),
            GrowthAct.kind,
            GrowthAct.title,
            GrowthAct.aim,
            GrowthAct.by_date.label("by"),
            GrowthAct.status,
            handle(author).label("suggested_by_email"),
            GrowthAct.created_at,
            GrowthAct.closed_at,
            GrowthAct.result,
        )
        .join(Person, Person.id == GrowthAct.person_id)
        .join(author, (author.id == GrowthAct.suggested_by) & (author.workspace_id == ours), isouter=True)
        .where(GrowthAct.workspace_id == ours, Person.workspace_id == ours)
        .order_by(GrowthAct.created_at, scope.plain(GrowthAct.ref))
    )
