"""Forms with what had been typed into them: any that people fill in, with any words and choices."""

from typing import Any

from hypothesis import strategies as st

from bot.views import draft, feedback, kudos
from bot.views.blocks import Block
from tests.views import card_tried, goals_tried, growth_tried, one_on_ones_tried
from tests.views.checking import said, words

forms = st.one_of(
    *(
        each
        for tried in (card_tried, goals_tried, growth_tried, one_on_ones_tried)
        for each in tried.FORMS.values()
    ),
    st.builds(feedback.form, text=words),
    st.builds(kudos.form, values=st.just(["craft", "care"]), reason=words),
)
ids = st.lists(st.sampled_from(("UADA", "UGRACE")), max_size=2, unique=True)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "plain_text_input": words,
    "multi_users_select": ids,
    "users_select": st.sampled_from(("", "UADA")),
    "datepicker": st.sampled_from(("", "2026-12-31")),
}


def _values(form: Block) -> st.SearchStrategy[dict[str, Any]]:
    """What a draft may hold for the fields of a form; a choice may be gone meanwhile."""
    elements = [
        each
        for block in form["blocks"]
        for each in (block.get("element"), block.get("accessory"), *(block.get("elements") or ()))
        if isinstance(each, dict) and each.get("action_id") in draft.offered(form)
    ]
    return st.fixed_dictionaries({}, optional={each["action_id"]: _value(each) for each in elements})


def _value(element: Block) -> st.SearchStrategy[Any]:
    if element["type"] in VALUES:
        return VALUES[element["type"]]
    known = [option["value"] for option in element.get("options") or ()]
    choice = st.sampled_from([*known, "gone"]) | said
    return st.lists(choice, max_size=3) if element["type"] in draft.SEVERAL else choice


drafted = forms.flatmap(
    lambda form: st.builds(draft.drafted, st.just(form), _values(form), again=st.booleans())
)
