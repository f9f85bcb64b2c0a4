"""How a line about growth is read, and what a step may be."""

from datetime import date, timedelta

import pytest

from bot.rules import growth, talent
from bot.rules.growth import Ending, StepDraft
from bot.rules.refusal import Refusal
from bot.rules.talent import TalentCommand

TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)
STEP = StepDraft("Learn SQL", "learning")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        pytest.param("", TalentCommand("mine"), id="nothing is one's own"),
        pytest.param(" Plan ", TalentCommand("plan"), id="the plan alone"),
        pytest.param("HELP", TalentCommand("help"), id="help in capitals"),
        pytest.param("<@UADA|ada>", TalentCommand("report", "UADA"), id="a report"),
        pytest.param("grow", TalentCommand("grow"), id="grow alone"),
        pytest.param("grow Learn SQL", TalentCommand("grow", title="Learn SQL"), id="a title"),
        pytest.param("GROW\nLearn SQL", TalentCommand("grow", title="Learn SQL"), id="over two lines"),
        pytest.param("grow <@UADA|ada>", TalentCommand("grow", "UADA"), id="for a report"),
        pytest.param("grow <@UADA> Lead", TalentCommand("grow", "UADA", "Lead"), id="a report's title"),
        pytest.param(
            "grow Talk to <@UADA>", TalentCommand("grow", title="Talk to <@UADA>"), id="somebody in a title"
        ),
        pytest.param("grow and teach", TalentCommand("grow", title="and teach"), id="a title that begins so"),
    ],
)
def test_the_command_is_read(text: str, command: TalentCommand) -> None:
    assert talent.parse(text) == command


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("grow @ada Lead", "I can't tell who @ada is", id="a name that is none"),
        pytest.param("grow <@UADA> <@UBOB> Lead", "one person at a time", id="two people"),
        pytest.param(f"grow {'x' * 151}", "151 characters; up to 150 fit", id="too long"),
        pytest.param("growing pains", "Try `/talent`", id="another word"),
        pytest.param("<@UADA> plan", "Try `/talent`", id="words after a report"),
    ],
)
def test_what_is_no_command_is_refused(text: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        talent.parse(text)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        pytest.param(StepDraft(" ", "learning"), "title", id="no title"),
        pytest.param(StepDraft("x" * 151, "learning"), "title", id="a long title"),
        pytest.param(StepDraft("Learn SQL"), "kind", id="no kind"),
        pytest.param(StepDraft("Learn SQL", "course"), "kind", id="a kind there is not"),
        pytest.param(StepDraft("Learn SQL", "learning", "x" * 501), "aim", id="a long reason"),
        pytest.param(StepDraft("Learn SQL", "learning", by=TODAY - DAY), "by", id="a day that is over"),
    ],
)
def test_a_step_that_cannot_be_kept_names_its_field(draft: StepDraft, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        growth.check_step(draft, today=TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize("kind", growth.KINDS)
def test_a_step_of_each_kind_may_be_of_any_day_to_come_or_of_none(kind: str) -> None:
    for by in (None, TODAY, TODAY + 999 * DAY):
        growth.check_step(StepDraft("x" * 150, kind, "y" * 500, by), today=TODAY)


def test_a_day_that_is_over_may_stay_as_it_was() -> None:
    late = StepDraft("Learn SQL", "learning", by=TODAY - DAY)
    growth.check_step(late, today=TODAY, stood=TODAY - DAY)
    with pytest.raises(Refusal, match="That day is over"):
        growth.check_step(late, today=TODAY, stood=TODAY - 2 * DAY)


@pytest.mark.parametrize(
    ("ending", "field"),
    [
        pytest.param(Ending(TODAY + DAY), "day", id="tomorrow"),
        pytest.param(Ending(date(1, 1, 1)), "day", id="long ago"),
        pytest.param(Ending(TODAY, "x" * 1001), "result", id="too many words"),
    ],
)
def test_an_end_that_cannot_be_names_its_field(ending: Ending, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        growth.check_ending(ending, today=TODAY)
    assert refused.value.field == field
    growth.check_ending(Ending(TODAY, "x" * 1000), today=TODAY)


@pytest.mark.parametrize(
    ("status", "planned", "waiting"),
    [
        pytest.param("planned", "", "on your plan already", id="planned"),
        pytest.param("suggested", "waits for your answer first", "", id="suggested"),
        pytest.param("done", "This step is done", "on your plan already", id="done"),
        pytest.param("dropped", "You let this step go", "You let this step go", id="dropped"),
    ],
)
def test_what_can_be_done_follows_from_where_it_stands(status: str, planned: str, waiting: str) -> None:
    for check, said in ((growth.check_planned, planned), (growth.check_waiting, waiting)):
        if said:
            with pytest.raises(Refusal, match=said):
                check(status)
        else:
            check(status)


def test_a_plan_stays_short_and_a_manager_patient() -> None:
    growth.check_room(9)
    growth.check_patience(2, who="<@UADA>")
    with pytest.raises(Refusal, match="10 open steps already"):
        growth.check_room(10)
    with pytest.raises(Refusal, match="<@UADA> has 3 suggestions of yours"):
        growth.check_patience(3, who="<@UADA>")
