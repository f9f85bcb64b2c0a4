"""The week: the prompt, the answer, the reminder, the read-out."""

from datetime import UTC, datetime

import pytest

from bot import rounds
from tests.support.world import World

# Everybody in Berlin is asked on Friday at 09:30, which is 08:30 in UTC.
FRIDAY = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
ASKED = "How was your week? Two minutes are enough."


async def test_a_week_from_the_prompt_to_the_read_out(bot: World) -> None:
    await bot.tick()
    assert bot.slack.said_to("UADA") == []
    await bot.tick(FRIDAY)
    assert bot.slack.said_to("UADA") == [ASKED]

    await bot.slack.clicks("checkin_open", by="UADA")
    answers = {"progress": "Search is live", "blockers": "Waiting for legal", "mood": "4", "workload": "3"}
    assert await bot.slack.submits("UADA", answers) == {}
    await bot.deliver()
    assert bot.slack.said_to("UADA") == [
        "Thanks, your check-in for Mon 16 Nov – Fri 20 Nov is kept. Your manager sees the answers."
    ]

    await bot.tick(MONDAY)
    await bot.tick(WEDNESDAY)

    read_out = bot.slack.messages(bot.slack.dm_of("UGRACE") or "")[-1]
    assert read_out["text"].startswith("Your team, Mon 16 Nov – Fri 20 Nov: 1 of 1 person answered.")
    assert "Waiting for legal" in str(read_out["blocks"])
    assert "mood" not in str(read_out["blocks"])


@pytest.mark.parametrize("where", ["command", "Home", "reminder"])
async def test_an_answer_elsewhere_closes_the_question_in_the_dm(http_bot: World, where: str) -> None:
    bot = http_bot
    await bot.tick()
    await bot.tick(FRIDAY)
    if where == "command":
        await bot.slack.types("/checkin", by="UADA")
    elif where == "Home":
        await bot.slack.opens_home("UADA")
        await bot.home("UADA")
        await bot.slack.clicks("checkin_open", by="UADA", view=bot.slack.home("UADA"))
    else:
        await bot.tick(MONDAY)
        await bot.slack.clicks("checkin_open", by="UADA")
    assert await bot.slack.submits("UADA", {"progress": "Search is live"}) == {}
    await bot.deliver()

    assert all(said.startswith("Thanks, your check-in for") for said in bot.slack.said_to("UADA"))
    assert "checkin_open" not in str(bot.slack.messages(bot.slack.dm_of("UADA") or ""))


async def test_everybody_is_asked_on_their_own_clock(http_bot: World) -> None:
    await http_bot.tick()
    await http_bot.tick(FRIDAY)
    assert (http_bot.slack.said_to("UADA"), http_bot.slack.said_to("UMALLORY")) == ([ASKED], [])

    await http_bot.tick(FRIDAY.replace(hour=9))
    assert (http_bot.slack.said_to("UMALLORY"), http_bot.slack.said_to("UHEDY")) == ([ASKED], [])

    await http_bot.tick(FRIDAY.replace(hour=14))
    assert http_bot.slack.said_to("UHEDY") == [ASKED]


async def test_only_who_has_not_answered_is_reminded_and_once(http_bot: World) -> None:
    await http_bot.tick()
    await http_bot.tick(FRIDAY)
    await http_bot.slack.clicks("checkin_skip", by="UGRACE")

    await http_bot.tick(MONDAY)
    await http_bot.tick(MONDAY.replace(hour=12))

    assert http_bot.slack.said_to("UADA")[1:] == [
        "Your check-in for Mon 16 Nov – Fri 20 Nov is still open, until Wed 25 Nov, 09:30."
    ]
    assert not [text for text in http_bot.slack.said_to("UGRACE") if "still open" in text]


async def test_mood_reaches_the_manager_only_if_shared_and_the_choice_is_remembered(http_bot: World) -> None:
    await http_bot.tick()
    await http_bot.tick(FRIDAY)
    await http_bot.slack.types("/checkin", by="UADA")
    assert await http_bot.slack.submits("UADA", {"progress": "fine", "mood": "2", "share": ["yes"]}) == {}

    await http_bot.tick(WEDNESDAY)

    assert "mood 2 of 5" in str(http_bot.slack.messages(http_bot.slack.dm_of("UGRACE") or "")[-1]["blocks"])
    await http_bot.slack.types("/checkin", by="UADA")
    assert "initial_options" in str(http_bot.slack.modal("UADA"))


async def test_a_late_answer_changes_the_read_out_that_was_sent(http_bot: World) -> None:
    await http_bot.tick()
    await http_bot.tick(FRIDAY)
    await http_bot.tick(WEDNESDAY)
    grace = http_bot.slack.dm_of("UGRACE") or ""
    sent = http_bot.slack.messages(grace)
    assert "No answer: <@UADA>" in str(sent[-1]["blocks"])

    http_bot.clock.move_to(WEDNESDAY.replace(hour=12))
    await http_bot.slack.clicks("checkin_open", by="UADA")
    assert await http_bot.slack.submits("UADA", {"progress": "late but here"}) == {}
    await http_bot.deliver()

    changed = http_bot.slack.messages(grace)
    assert len(changed) == len(sent)
    assert "late but here" in str(changed[-1]["blocks"])
    assert "the read-out has been updated" in http_bot.slack.said_to("UADA")[0]


async def test_the_first_message_says_what_this_is_and_how_to_pause(http_bot: World) -> None:
    await http_bot.change(forget_introductions, workspace_id=http_bot.workspace_id)
    await http_bot.tick()
    await http_bot.tick(FRIDAY)
    (first,) = http_bot.slack.messages(http_bot.slack.dm_of("UADA") or "")

    assert "Hello, this is Cairn." in str(first["blocks"])
    assert "/checkin pause" in str(first["blocks"])
    await http_bot.tick(MONDAY)
    assert "Hello" not in str(http_bot.slack.messages(http_bot.slack.dm_of("UADA") or "")[-1]["blocks"])


async def test_a_pause_is_a_pause(bot: World) -> None:
    await bot.tick()
    paused = await bot.slack.types("/checkin pause until 2026-11-22", by="UADA")

    await bot.tick(FRIDAY)
    await bot.tick(FRIDAY.replace(day=27))

    assert paused.text.startswith("No check-ins until Sun 22 Nov 2026 is over.")
    assert bot.slack.said_to("UADA") == [ASKED]


async def test_a_manager_can_look_at_the_week_before_it_closes(bot: World) -> None:
    await bot.tick()
    early = await bot.slack.types("/checkin team", by="UGRACE")
    await bot.tick(FRIDAY)
    await bot.slack.types("/checkin", by="UADA")
    assert await bot.slack.submits("UADA", {"progress": "Search is live", "mood": "2"}) == {}

    grace = await bot.slack.types("/checkin team", by="UGRACE")
    mallory = await bot.slack.types("/checkin team", by="UMALLORY")

    assert early.text.startswith("Your team has not been asked about a week yet.")
    assert "Search is live" in str(grace.blocks)
    assert "mood" not in str(grace.blocks)
    assert mallory.text.startswith("Nobody reports to you")


async def test_words_that_mean_nothing_are_given_back(bot: World) -> None:
    reply = await bot.slack.types("/checkin please", by="UADA")

    assert "It also knows team, pause, resume and help." in reply.text
    assert "/checkin please" in reply.text


async def test_somebody_whose_status_says_vacation_is_left_alone(bot: World) -> None:
    await bot.tick()
    until = int(FRIDAY.replace(hour=23).timestamp())
    await bot.slack.changes(
        "UADA", status_emoji=":palm_tree:", status_text="Vacationing", status_expiration=until
    )
    await bot.slack.changes(
        "UMALLORY", status_emoji=":bus:", status_text="Commuting", status_expiration=until
    )

    await bot.tick(FRIDAY.replace(hour=10))
    await bot.tick(FRIDAY.replace(day=27))

    assert bot.slack.said_to("UADA") == [ASKED]
    assert bot.slack.said_to("UMALLORY") == [ASKED]


async def test_an_older_answer_delivered_again_does_not_undo_a_newer(bot: World) -> None:
    await bot.tick()
    await bot.tick(FRIDAY)
    await bot.slack.types("/checkin", by="UADA")
    assert await bot.slack.submits("UADA", {"progress": "first words"}) == {}
    older = bot.slack.deliveries[-1]
    await bot.slack.types("/checkin", by="UADA")
    assert await bot.slack.submits("UADA", {"progress": "better words"}) == {}

    await bot.slack.redeliver(older)

    kept = await bot.slack.types("/checkin team", by="UGRACE")
    assert "better words" in str(kept.blocks)
    assert "first words" not in str(kept.blocks)


async def test_whoever_an_outage_kept_from_being_asked_has_not_been_silent(http_bot: World) -> None:
    await http_bot.tick()
    http_bot.slack.fail("chat.postMessage", times=None, status=503)
    http_bot.clock.move_to(FRIDAY)
    await rounds.run_all(http_bot.tools, now=FRIDAY)
    http_bot.slack.mend()
    await http_bot.tick(WEDNESDAY.replace(hour=12))

    team = await http_bot.slack.types("/checkin team", by="UGRACE")

    assert ASKED not in http_bot.slack.said_to("UADA")
    assert "No answer" not in str(team.blocks)


async def test_a_pause_into_the_past_or_without_a_day_is_refused(bot: World) -> None:
    past = await bot.slack.types("/checkin pause until 2026-11-01", by="UADA")
    vague = await bot.slack.types("/checkin pause until spring", by="UADA")

    assert past.text.startswith("That day is over.")
    assert "pause until spring" in vague.text


async def test_an_empty_check_in_is_asked_for_one_line(bot: World) -> None:
    await bot.slack.types("/checkin", by="UADA")

    assert await bot.slack.submits("UADA", {}) == {"progress": "One line is enough: what moved this week?"}


def forget_introductions(session: object, *, workspace_id: int) -> None:
    from models import person

    for who in person.everybody(session, workspace_id):  # type: ignore[arg-type]
        who.introduced_at = None
