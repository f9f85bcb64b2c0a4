"""What is typed into a form is there again until it is sent, and never comes back after that."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.jobs import upkeep
from bot.rules.refusal import Refusal
from bot.services import draft, feedback, retention
from bot.services.workspace import Tenant
from bot.settings import Settings
from bot.tools import Tools
from models.draft import FormDraft
from tests.services.conftest import House
from tests.support.cast import START

FORM = "feedback:UGRACE"
EMPTY = {"receivers": ["UGRACE"], "text": ""}
HALF = {**EMPTY, "text": "Your demo was"}


def type_(house: House, fields: Mapping[str, Any], *, view: str = "view:1", by: str = "UADA") -> None:
    house.do(draft.keep, slack_user_id=by, form=FORM, view=view, fields=fields, offered=EMPTY, now=START)


def send(house: House, text: str, *, view: str = "view:1") -> None:
    arguments = {"giver": "UADA", "receivers": ["UGRACE"], "text": text, "act": view}
    house.do(
        draft.send,
        sender="UADA",
        form=FORM,
        view=view,
        doing=feedback.give,
        arguments=arguments,
        now=START,
    )


def found(house: House, *, by: str = "UADA", form: str = FORM) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = house.ask(draft.found, slack_user_id=by, form=form)
    return fields


def test_what_was_typed_is_there_again_for_who_typed_it_and_in_that_form(house: House) -> None:
    type_(house, {**EMPTY, "text": "Your"})
    type_(house, HALF)

    assert found(house) == HALF
    assert (found(house, by="UMALLORY"), found(house, form="feedback:UHEDY")) == ({}, {})


def test_a_form_that_was_only_looked_at_leaves_no_draft(house: House) -> None:
    type_(house, EMPTY)

    assert house.all(FormDraft) == []


def test_what_was_cleared_again_is_not_brought_back(house: House) -> None:
    type_(house, HALF)
    type_(house, EMPTY)

    assert found(house) == EMPTY


def test_a_sent_form_has_no_draft_and_what_comes_late_from_it_makes_none(house: House) -> None:
    type_(house, HALF)
    send(house, "Your demo was clear")
    type_(house, HALF)
    assert found(house) == {}

    type_(house, HALF, view="view:2")
    assert found(house) == HALF


def test_a_form_that_was_sent_before_any_draft_came_makes_none_either(house: House) -> None:
    send(house, "Your demo was clear")
    type_(house, HALF)

    assert found(house) == {}


def test_a_form_that_was_refused_keeps_its_draft(house: House) -> None:
    type_(house, HALF)
    with pytest.raises(Refusal):
        send(house, "")

    assert found(house) == HALF


def test_only_the_newest_open_form_of_a_kind_is_offered(house: House) -> None:
    for minutes, form in enumerate(("goal:one", "goal:two", "goal_change:G1")):
        house.do(
            draft.keep,
            slack_user_id="UADA",
            form=form,
            view=form,
            fields={"title": form},
            offered={"title": ""},
            now=START + timedelta(minutes=minutes),
        )

    assert house.ask(draft.latest, slack_user_id="UADA", kind="goal") == ("goal:two", {"title": "goal:two"})
    assert house.ask(draft.latest, slack_user_id="UMALLORY", kind="goal") == ("", {})


def test_what_was_sent_is_forgotten_after_a_day_and_what_was_not_as_late_as_it_is_set(house: House) -> None:
    type_(house, HALF)
    house.do(retention.forget_drafts, now=START + timedelta(days=80))
    assert found(house) == HALF
    house.set("retention.drafts", "4")
    house.do(retention.forget_drafts, now=START + timedelta(days=100))
    assert found(house) == HALF
    house.set("retention.drafts", "3")
    house.do(retention.forget_drafts, now=START + timedelta(days=100))
    assert house.all(FormDraft) == []

    type_(house, HALF)
    send(house, "Your demo was clear")
    house.do(retention.forget_drafts, now=START)
    assert len(house.all(FormDraft)) == 1
    house.do(retention.forget_drafts, now=START + timedelta(days=2))
    assert house.all(FormDraft) == []


async def test_the_upkeep_forgets_forms_that_were_left_long_ago(house: House) -> None:
    type_(house, HALF)
    tools = Tools(house.database, Settings(), clock=lambda: START + timedelta(days=100))
    await upkeep.forget(tools, Tenant(house.workspace_id, "T1", "UBOT", "BBOT"))
    assert house.all(FormDraft) == []
