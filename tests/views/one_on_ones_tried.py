"""What the views of 1:1s are fed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from bot.views import one_on_one
from bot.views.one_on_one import Page, Point
from tests.views.checking import mentions, said

days = st.dates(date(2000, 1, 1), date(2099, 1, 1))
memories = st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore").decode())
# A line may be longer than an option of a form.
lines = said.map(lambda text: text[:120]).filter(str.strip)
points = st.lists(st.builds(Point, ref=st.uuids().map(str), text=said, by=mentions), max_size=12)
pages = st.builds(
    Page,
    other=mentions,
    other_id=st.just("UADA"),
    agenda=points,
    actions=points,
    notes=points,
    earlier=points,
    suggested=st.lists(lines, max_size=12).map(
        lambda texts: [(f"s{n}", text) for n, text in enumerate(texts)]
    ),
    met=st.none() | days,
)
some = st.lists(pages, max_size=3) | st.lists(pages, min_size=1, max_size=2).map(lambda few: few * 15)

MESSAGES: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    one_on_one.saved: st.builds(one_on_one.saved, pages, met=st.booleans()),
    one_on_one.added: st.builds(one_on_one.added, mentions),
    one_on_one.listing: st.builds(one_on_one.listing, some),
    one_on_one.help_text: st.builds(one_on_one.help_text),
}
FORMS: dict[Callable[..., Any], st.SearchStrategy[Any]] = {
    one_on_one.form: st.builds(one_on_one.form, pages, memory=memories),
}
PARTS = {one_on_one.rows}
ROOMS = (one_on_one,)
