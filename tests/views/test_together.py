"""Several things in one message: within Slack's limits, each part with ids of its own."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.language import LANGUAGES, speaking
from bot.views import agreement
from bot.views.blocks import Message, message, section, size
from bot.views.introduction import introduced, introduces, passed_on
from bot.views.together import BLOCKS, ROOM, answered, gathered, is_part, together
from tests.views.checking import check, said
from tests.views.goals_tried import goals

proposals = st.builds(agreement.proposal, goals)
several = st.lists(proposals, min_size=2, max_size=14)
calm = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def keyed(messages: list[Message]) -> list[tuple[str, Message]]:
    return [(f"key{number}", each) for number, each in enumerate(messages)]


def words_of(shown: Message) -> list[str]:
    return [block["text"]["text"] for block in shown["blocks"] if block["type"] == "section"]


def bare(shown: Message) -> Message:
    """The message without the ids of its blocks, which a single thing never has."""
    blocks = [
        {name: value for name, value in block.items() if name != "block_id"} for block in shown["blocks"]
    ]
    return {**shown, "blocks": blocks}


@given(several)
@calm
def test_what_is_gathered_fits_or_is_none_at_all(messages: list[Message]) -> None:
    whole = gathered(keyed(messages))
    if whole is None:
        blocks = [block for each in messages for block in each["blocks"]]
        assert size(blocks) > ROOM - 100 or len(blocks) + len(messages) + 1 > BLOCKS
    else:
        check(bare(whole))
        ids = [block["block_id"] for block in whole["blocks"] if "block_id" in block]
        assert len(ids) == len(set(ids)) == sum(len(each["blocks"]) for each in messages)


@given(st.lists(proposals, min_size=2, max_size=3), st.integers(0, 2), said)
@calm
def test_an_answer_takes_the_place_of_its_part_and_of_nothing_else(
    messages: list[Message], number: int, words: str
) -> None:
    number %= len(messages)
    whole = gathered(keyed(messages))
    if whole is not None:
        answer = message("Done.", section("Done."))
        pressed = next(block for block in whole["blocks"] if _is_of(block, number))
        replaced = answered(whole, pressed["block_id"], answer)
        others = [*messages[:number], answer, *messages[number + 1 :]]
        assert replaced["blocks"] == (gathered(keyed(others)) or {})["blocks"]


def _is_of(block: dict[str, Any], number: int) -> bool:
    return is_part(block.get("block_id", "")) and f"key{number}:" in block["block_id"]


def test_a_message_that_asks_for_one_thing_is_replaced_as_a_whole() -> None:
    shown = message("A question?")
    assert answered(shown, "aB3d", message("An answer.")) == message("An answer.")


def test_a_line_says_how_many_they_are_in_the_language_being_spoken() -> None:
    parts = keyed([message("One."), message("Two.")])
    for language, line in (("en", "2 things for you"), ("de", "2 Sachen für dich")):
        with speaking(language):
            whole = gathered(parts)
        assert whole is not None
        assert whole["text"] == f"{line}.\n\nOne.\n\nTwo."
        assert words_of(whole) == [f"*{line}*", "One.", "Two."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_lines_are_known_again_and_go_with_another_message(language: str) -> None:
    with speaking(language):
        first, other = introduced(message("One.")), message("Two.")
        expected = introduced(other)
    assert (introduces(first), introduces(other)) == (True, False)
    assert passed_on(first, other) == expected
    check(bare(passed_on(first, other)))


def test_what_a_first_message_says_of_the_bot_stays_in_its_part() -> None:
    parts = [introduced(message("One.")), message("Two.")]
    whole = gathered(keyed(parts))
    assert whole is not None
    assert together(parts) is not None
    check(bare(whole))
