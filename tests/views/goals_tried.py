"""What the views of goals are fed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from bot.rules.attention import ORDER
from bot.rules.cascade import Rolled
from bot.rules.goal import CONFIDENCES, STATUSES, GoalDraft
from bot.views import agreement, cascade, completion, goal, goal_form, goal_list
from bot.views.agreement import Open, Suggested, Suggestion
from bot.views.cascade import Branch, Card, News, Tree
from bot.views.completion import Ended
from bot.views.goal import Begun, Goal, Updated
from tests.views.checking import mentions, said, words

days = st.dates(date(2000, 1, 1), date(2099, 1, 1))
numbers = st.none() | st.sampled_from((0.0, 1.0)) | st.floats(-1e15, 1e15)
memories = st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore").decode())
units = st.sampled_from(("%", "EUR", "yes/no", "milestones", "")) | words
confidences = st.sampled_from(("", *CONFIDENCES))
pages = st.integers(-1, 200)
# What people type to name a goal; it has to fit into the value of an option.
refs = said.map(lambda text: text.strip()[:150])


def many(each: st.SearchStrategy[Any], most: int = 60) -> st.SearchStrategy[list[Any]]:
    """A few, or very many of the same kind."""
    few = st.lists(each, max_size=4)
    return few | st.tuples(few, st.integers(1, most)).map(lambda pair: pair[0] * pair[1])


goals = st.builds(
    Goal,
    ref=refs,
    title=said,
    owner=mentions,
    status=st.sampled_from(STATUSES),
    measure=words,
    unit=units,
    start=numbers,
    target=numbers,
    value=numbers,
    confidence=confidences,
    due=st.none() | days,
    updated=st.none() | days,
    level=st.sampled_from(("individual", "team", "organisation")),
    team=words,
    relevance=words,
    parent=st.just("") | refs,
    parent_title=words,
    need=st.sampled_from(ORDER),
    overdue=st.booleans(),
    silent=st.integers(0, 500),
    changing=st.booleans(),
    confirmed=st.booleans(),
    stamp=st.sampled_from(("", "0a1b2c3d4e5f")),
    result=words,
    lesson=words,
)
drafts = st.builds(
    GoalDraft,
    title=words,
    measure=words,
    unit=units,
    start=words,
    target=words,
    relevance=words,
    parent=words,
    due=st.none() | days,
    kind=st.sampled_from(("", "number", "currency")),
    level=st.sampled_from(("individual", "team", "organisation")),
    keep_draft=st.booleans(),
)
plain_drafts = drafts.map(lambda draft: GoalDraft(**{**vars(draft), "unit": "customers"}))
any_drafts = st.tuples(drafts, st.sampled_from(("", "percent", "yes_no", "milestones", "currency"))).map(
    lambda pair: GoalDraft(**{**vars(pair[0]), "kind": pair[1]})
)
choices = many(st.tuples(refs, said), 60)
rolled = st.builds(
    Rolled,
    share=st.none() | st.floats(0, 1),
    own=st.booleans(),
    told=st.integers(0, 900),
    under=st.integers(0, 900),
)
terms = st.fixed_dictionaries(
    {
        "title": said,
        "measure": words,
        "unit": units,
        "start_value": numbers,
        "target_value": numbers,
        "relevance": words,
        "parent_goal_id": words,
        "due_date": st.none() | days.map(date.isoformat),
    }
)
suggestions = st.builds(
    Suggestion, id=st.integers(1, 10**9), by=mentions, before=terms, after=terms, note=words
)
suggested = st.builds(
    Suggested,
    goal=goals,
    asked=st.just("") | mentions,
    accepted=st.none() | st.booleans(),
    offered=st.booleans(),
)
open_ = st.builds(Open, goal=goals, change=suggestions, offers=st.booleans())
ended = st.builds(Ended, goal=goals, asked=st.just("") | mentions)
news = st.builds(News, at=days, value=numbers, confidence=confidences, note=words, who=mentions)
cards = st.builds(
    Card,
    goal=goals,
    role=st.sampled_from(("owner", "manager", "stakeholder", "viewer")),
    rolled=rolled,
    children=many(st.tuples(goals, rolled)),
    larger=st.none() | rolled,
    contribution=st.none() | st.floats(0, 1),
    news=many(news, 2).map(lambda rows: rows[:5]),
    moved=many(st.tuples(days, terms, terms), 5),
    asked=st.none() | open_,
)
branches = st.builds(Branch, goal=goals, depth=st.integers(0, 12), rolled=rolled)
trees = st.builds(
    Tree,
    branches=st.lists(branches, max_size=2) | branches.map(lambda one: [one] * goal_list.PAGE),
    total=st.integers(0, 9_000),
    page=st.integers(1, 900),
)

MESSAGES: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    goal.created: st.builds(goal.created, st.builds(Begun, goal=goals, asked=st.just("") | mentions)),
    goal.updated: st.builds(goal.updated, st.builds(Updated, goal=goals, note=words)),
    goal.updated_all: st.builds(goal.updated_all, many(st.builds(Updated, goal=goals, note=words))),
    goal.help_text: st.builds(goal.help_text),
    goal_list.listing: st.builds(goal_list.listing, many(goals), pages),
    goal_list.team: st.builds(goal_list.team, many(goals), pages),
    goal_list.of_person: st.builds(goal_list.of_person, mentions, many(goals), pages, whose=st.just("UADA")),
    agreement.proposal: st.builds(agreement.proposal, goals),
    agreement.agreed: st.builds(agreement.agreed, goals, mentions),
    agreement.agreed_answer: st.builds(agreement.agreed_answer, goals),
    agreement.suggestion: st.builds(agreement.suggestion, goals, suggestions),
    agreement.offer: st.builds(agreement.offer, goals, st.integers(1, 10**9), mentions),
    agreement.offered: st.builds(agreement.offered, st.builds(Begun, goal=goals, asked=mentions)),
    agreement.suggested: st.builds(agreement.suggested, suggested),
    agreement.answered: st.builds(
        agreement.answered, goals, mentions, accepted=st.booleans(), offered=st.booleans()
    ),
    agreement.settled: st.builds(agreement.settled, goals),
    agreement.answer_kept: st.builds(agreement.answer_kept, suggested),
    agreement.proposed: st.builds(agreement.proposed, goals, st.just("") | mentions),
    completion.ended: st.builds(completion.ended, ended),
    completion.done: st.builds(completion.done, goals),
    completion.confirmed: st.builds(completion.confirmed, goals, mentions),
    completion.confirmed_answer: st.builds(completion.confirmed_answer, goals),
    completion.not_yet: st.builds(completion.not_yet, goals, mentions, words),
    completion.opened_again: st.builds(completion.opened_again, goals),
    cascade.tree: st.builds(cascade.tree, trees, ref=st.just("") | refs),
    cascade.card: st.builds(cascade.card, cards),
}
levels = st.sampled_from((["individual"], ["individual", "team"], ["individual", "team", "organisation"]))
FORMS: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    goal_form.form: st.builds(
        goal_form.form,
        plain_drafts,
        parents=choices,
        levels=levels,
        owner=st.just("") | mentions,
        memory=memories,
    ),
    goal_form.change_form: st.builds(
        goal_form.change_form,
        refs,
        any_drafts,
        parents=choices,
        proposes=st.booleans(),
        note=words,
        memory=memories,
    ),
    goal_form.update_form: st.builds(
        goal_form.update_form, choices.filter(bool), st.none() | goals, memory=memories
    ),
    goal_form.updates_form: st.builds(
        goal_form.updates_form,
        st.lists(goals, min_size=1, max_size=45, unique_by=lambda each: each.ref),
        st.integers(1, 3),
        memory=memories,
    ),
    goal_form.close_form: st.builds(
        goal_form.close_form, goals, st.sampled_from(("done", "dropped")), memory=memories
    ),
    goal_form.reopen_form: st.builds(goal_form.reopen_form, goals, memory=memories),
}
# Parts of messages and modals, which are checked inside of them.
PARTS: set[Callable[..., Any]] = {
    *(goal.bar, goal.amount, goal.line, goal.named, goal.serves, goal.hint, goal.answering, goal.confirming),
    *(goal.nudge, goal.nudged, goal.status),
    *(goal_list.details, goal_list.paging, goal_list.pages, agreement.facts, agreement.differences),
    *(agreement.waits, agreement.deciding),
    *(completion.told, cascade.far, cascade.method),
}
ROOMS = (agreement, cascade, completion, goal, goal_form, goal_list)
