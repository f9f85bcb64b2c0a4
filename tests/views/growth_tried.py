"""What the views of growth plans are fed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from bot.rules.growth import KINDS, StepDraft
from bot.views import card, growth, growth_form
from bot.views.growth import Kept, Plan, Step
from tests.views.card_tried import cards
from tests.views.checking import mentions, said, words

days = st.dates(date(2000, 1, 1), date(2099, 1, 1))
memories = st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore").decode())
kinds = st.sampled_from((*KINDS, "another"))
steps = st.builds(
    Step,
    ref=st.just("S0123456789abcd"),
    kind=kinds,
    title=said,
    aim=words,
    by=st.none() | days,
    late=st.booleans(),
    suggested_by=mentions | st.just(""),
    done_on=st.none() | days,
    result=words,
)
some = st.lists(steps, max_size=3) | steps.map(lambda one: [one] * 10) | steps.map(lambda one: [one] * 60)
plans = st.builds(Plan, planned=some, waiting=st.lists(steps, max_size=3), done=st.lists(steps, max_size=5))
kept = st.builds(Kept, step=steps, plan=plans, asked=mentions)
drafts = st.builds(StepDraft, title=words, kind=kinds | st.just(""), aim=words, by=st.none() | days)
own = st.builds(card.mine, st.none() | days, cards)
of_report = st.builds(card.of_report, mentions, st.none() | days, cards)

MESSAGES: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    growth.plan: st.builds(growth.plan, plans),
    growth.beside: st.builds(growth.beside, own, plans),
    growth.of_report: st.builds(growth.of_report, of_report, plans, who=mentions, who_id=st.just("UADA")),
    growth.added: st.builds(growth.added, kept),
    growth.changed: st.builds(growth.changed, kept),
    growth.let_go: st.builds(growth.let_go, kept),
    growth.finished: st.builds(growth.finished, kept),
    growth.reopened: st.builds(growth.reopened, kept),
    growth.suggestion: st.builds(growth.suggestion, steps),
    growth.suggested: st.builds(growth.suggested, kept),
    growth.answered: st.builds(growth.answered, steps, mentions, accepted=st.booleans()),
    growth.answer_kept: st.builds(growth.answer_kept, kept, accepted=st.booleans()),
}
FORMS: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    growth_form.form: st.builds(
        growth_form.form, drafts, owner=mentions | st.just(""), changes=st.booleans(), memory=memories
    ),
    growth_form.done_form: st.builds(growth_form.done_form, steps, days, memory=memories),
}
# What stands on Home is tried there; the others inside of messages.
PARTS = {growth.kinds, growth.at_home, growth.waits}
ROOMS = (growth, growth_form)
