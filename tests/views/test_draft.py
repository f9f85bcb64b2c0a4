"""A form shows what had been typed into it, and nothing that it no longer offers."""

from typing import Any

from bot.views import feedback, kudos
from bot.views.draft import drafted, offered

TYPED = {"receivers": ["UGRACE"], "message": "the tidy", "values": ["care", "gone"], "private": ["private"]}
NOTE = "Here is what you had typed and not sent yet."


def form() -> dict[str, Any]:
    return kudos.form(values=["craft", "care"], receivers=["UADA"])


def test_a_draft_is_filled_in_and_said() -> None:
    shown = drafted(form(), TYPED)

    assert offered(shown) == {**TYPED, "values": ["care"]}
    assert NOTE in str(shown["blocks"][0])
    assert shown["notify_on_close"]


def test_what_was_cleared_stays_clear() -> None:
    shown = drafted(form(), {"receivers": [], "message": ""})

    assert offered(shown)["receivers"] == []
    assert "initial_users" not in str(shown)


def test_without_a_draft_or_with_the_same_words_nothing_is_said() -> None:
    assert NOTE not in str(drafted(form()))
    assert NOTE not in str(drafted(form(), {"receivers": ["UADA"], "message": ""}))
    assert NOTE in str(drafted(form(), again=True))


def test_texts_tell_of_each_rest_in_typing_and_nothing_else_does() -> None:
    told = {
        block["block_id"]: block.get("dispatch_action") for block in drafted(feedback.form())["blocks"][:2]
    }

    assert told == {"receivers": None, "text": True}
