"""What people read, word for word, in the messages that carry the bot: short, warm, plain."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.manifest import COMMANDS
from bot.porting import own
from bot.rules.card import Line as Fact
from bot.rules.checkin import Answers
from bot.views import (
    blocks,
    cairn,
    checkin,
    completion,
    digest,
    figures,
    goal,
    goal_form,
    goal_list,
    introduction,
    kudos,
    privacy,
    readout,
    summary,
)
from bot.views.blocker import Blocker
from bot.views.card import Shown, Words
from bot.views.completion import Ended
from bot.views.digest import Digest, Flow
from bot.views.goal import Begun, Goal, Updated
from bot.views.kudos import Line, Thanks
from bot.views.readout import Answered, Readout
from bot.views.summary import Report, Summary, Team
from tests.views.checking import LINK, spoken

ADA, GRACE, HEDY = "<@UADA>", "<@UGRACE>", "<@UHEDY>"
BERLIN = ZoneInfo("Europe/Berlin")
CLOSES = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
THANKS = Thanks(
    giver=ADA, giver_id="UADA", receivers=[GRACE], message="the tidy migration", announced_in="C1"
)
SEARCH = Goal(
    "G12",
    "Half of our customers use the new search",
    ADA,
    "agreed",
    unit="%",
    start=20,
    target=50,
    value=35,
    confidence="on_track",
    due=date(2026, 12, 31),
    updated=date(2026, 11, 18),
)


def test_the_giver_reads_that_it_was_sent() -> None:
    assert kudos.answer(THANKS)["text"] == "Sent. <@UGRACE> will hear about it."


def test_the_form_demands_what_it_was_for_unless_a_linked_message_says_it() -> None:
    def needed(link: str) -> bool:
        blocks = kudos.form(values=[], link=link)["blocks"]
        (field,) = [block for block in blocks if block.get("block_id") == "message"]
        return not field.get("optional", False)

    assert needed("")
    assert not needed(LINK)


def test_private_thanks_say_who_can_see_them() -> None:
    private = replace(THANKS, private=True)
    assert kudos.answer(private)["text"] == "Sent privately. Only <@UGRACE> and you can see it."
    assert "Sent privately: only you two can see it." in spoken(kudos.told(private))


def test_private_thanks_to_several_do_not_say_two() -> None:
    private = replace(THANKS, private=True, receivers=[GRACE, HEDY])
    said = "Sent privately: only the people thanked and the giver can see it."
    assert said in spoken(kudos.told(private))


def test_the_giver_reads_where_there_is_no_channel_and_before_the_switch() -> None:
    alone = kudos.answer(replace(THANKS, announced_in=""))["text"]
    assert alone.endswith("There is no recognition channel yet, so it goes to them alone.")
    early = kudos.answer(replace(THANKS, held="not launched"))["text"]
    assert early == "Kept. Cairn is not switched on for everybody yet, so they get no message about it."


def test_an_announcement_says_who_thanks_whom_for_what() -> None:
    message = kudos.announcement(replace(THANKS, receivers=[GRACE, HEDY], values=["Craft"], link=LINK))
    assert message["text"] == "<@UADA> thanks <@UGRACE> and <@UHEDY>: the tidy migration"
    assert spoken(message) == [
        "🪨 <@UADA> thanks <@UGRACE> and <@UHEDY>\n> the tidy migration",
        f"#Craft  <{LINK}|the message>",
    ]


def test_a_receiver_hears_from_whom_and_for_what() -> None:
    assert kudos.told(THANKS)["text"] == "<@UADA> sent you kudos: the tidy migration"
    assert spoken(kudos.told(THANKS)) == [
        "🪨 *<@UADA> sent you kudos*\n> the tidy migration",
        "Say thanks back",
    ]
    back = kudos.told(THANKS)["blocks"][-1]["elements"][0]
    assert (back["action_id"], back["value"]) == ("kudos_open", "UADA")


def test_a_days_reactions_come_in_one_message() -> None:
    message = kudos.reactions_told([(HEDY, LINK), (ADA, "")])
    assert message["text"] == "Your messages earned kudos today from <@UADA> and <@UHEDY>."
    assert spoken(message)[1] == f"• <@UHEDY> for <{LINK}|this message>\n• <@UADA>"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            [(ADA, LINK)], f"🪨 <@UADA> thanks <@UGRACE> for <{LINK}|this message>", id="one thanks"
        ),
        pytest.param(
            [(ADA, LINK), (HEDY, LINK)],
            f"🪨 <@UADA> and <@UHEDY> thank <@UGRACE> for <{LINK}|this message>",
            id="two thank",
        ),
        pytest.param([(ADA, "")], "🪨 <@UADA> thanks <@UGRACE>", id="a message that cannot be linked"),
    ],
)
def test_reactions_are_announced_in_a_sentence(lines: list[tuple[str, str]], said: str) -> None:
    assert spoken(kudos.reactions_announced(GRACE, lines)) == [said]


def test_the_list_of_ones_kudos() -> None:
    at = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
    lines = [Line(True, GRACE, "the fix", at, False), Line(False, HEDY, "", at, True)]
    assert spoken(kudos.mine(lines, zone=BERLIN)) == [
        "*Your latest kudos: 1 received, 1 given.*",
        "→ <@UGRACE>: the fix — Wed 18 Nov 2026\n← <@UHEDY>: (no words) — Wed 18 Nov 2026 (private)",
    ]
    assert "/kudos @someone" in kudos.mine([], zone=BERLIN)["text"]


def test_a_prompt_is_a_question_with_two_buttons_and_says_who_reads() -> None:
    message = checkin.prompt("2026-W47", closes_at=CLOSES, zone=BERLIN)
    assert message["text"] == "How was your week? Two minutes are enough."
    assert spoken(message) == [
        "*How was your week? Two minutes are enough.*",
        "Answer",
        "Not this week",
        "Open until Wed 25 Nov, 09:30. Your manager reads it; mood and workload only if you share.",
    ]
    values = {each["action_id"]: each["value"] for each in message["blocks"][1]["elements"]}
    assert values == {"checkin_open": "2026-W47", "checkin_skip": "2026-W47"}


def test_a_reminder_mentions_it_once_without_blame() -> None:
    message = checkin.reminder("2026-W47", closes_at=CLOSES, zone=BERLIN)
    week = "Mon 16 Nov – Fri 20 Nov"
    assert message["text"] == f"Your check-in for {week} is still open, until Wed 25 Nov, 09:30."
    assert spoken(message)[0].endswith("One line is enough.")


@pytest.mark.parametrize(
    ("late", "shared", "said"),
    [
        pytest.param(False, False, "is kept. Your manager sees the answers.", id="in time, not shared"),
        pytest.param(False, True, "the answers and, as you chose, mood and workload.", id="in time, shared"),
        pytest.param(True, False, "It came after closing, so the read-out has been updated.", id="late"),
    ],
)
def test_a_kept_answer_says_who_sees_what(late: bool, shared: bool, said: str) -> None:
    text = checkin.saved("2026-W47", late=late, shared=shared)["text"]
    assert text.startswith("Thanks, your check-in for Mon 16 Nov – Fri 20 Nov is kept.")
    assert said in text


def test_the_check_in_comes_back_as_it_was_answered() -> None:
    form = checkin.form("2026-W47", Answers("moved", "next", "stuck", 4, 2, share=True), memory="{}")
    elements = {block["block_id"]: block["element"] for block in form["blocks"] if "element" in block}
    assert [elements[name]["initial_value"] for name in ("progress", "plans", "blockers")] == [
        "moved",
        "next",
        "stuck",
    ]
    assert elements["mood"]["initial_option"]["value"] == "4"
    assert elements["workload"]["initial_option"]["value"] == "2"
    assert elements["share"]["initial_options"] == elements["share"]["options"]
    assert all(block["optional"] for block in form["blocks"] if block["type"] == "input")


def test_a_new_check_in_is_empty_and_shares_nothing() -> None:
    form = checkin.form("2026-W47", Answers(), memory="")
    assert not any(key.startswith("initial") for block in form["blocks"] for key in block.get("element", {}))


def test_a_goal_is_told_in_two_lines() -> None:
    assert goal.line(SEARCH) == (
        "*G12* Half of our customers use the new search\n"
        "▓▓▓▓▓░░░░░ 50% (35 of 50%) · 🟢 on track · due Thu 31 Dec 2026"
    )
    told = Goal(
        "G1", "Write", ADA, "agreed", value=40, start=0, target=60, unit="days", updated=date(2026, 11, 18)
    )
    assert goal.line(told).endswith("(40 of 60 days)"), "a value without confidence is a word"
    assert goal.line(Goal("G1", "Write", ADA, "proposed")) == "*G1* Write\nno update yet · proposed"


def test_a_list_of_goals_has_a_button_each() -> None:
    message = goal_list.listing([SEARCH, replace(SEARCH, ref="G13")])
    assert message["text"].startswith("Your open goals: 2. G12 Half of our customers")
    buttons = [block["accessory"] for block in message["blocks"] if "accessory" in block]
    assert [each["value"] for each in buttons] == ["G12", "G13"]
    assert {each["action_id"] for each in buttons} == {"goal_update_open"}
    assert goal_list.listing([])["text"] == "You have no open goals. Begin one with `/goal new` and a title."


def test_a_new_goal_shows_a_line_that_works_and_asks_for_what_is_missing() -> None:
    full = spoken(goal.created(Begun(SEARCH)))
    assert full[-1] == "Update it with: `/goal G12 50 on-track what happened`"
    bare = spoken(goal.created(Begun(Goal("G1", "Write", ADA, "proposed"))))
    assert bare[-1] == "Update it with: `/goal G1 60 on-track what happened`"
    assert any("By when?" in each for each in bare)
    assert any("How will you know" in each for each in bare)


def test_an_update_is_confirmed_with_where_the_goal_stands() -> None:
    message = goal.updated(Updated(SEARCH, "pilot went well"))
    assert message["text"] == "Noted for G12: 35%, 🟢 on track."
    assert spoken(message)[-1] == "> pilot went well"
    words_only = goal.updated(Updated(replace(SEARCH, value=None, target=None), ""))
    assert words_only["text"] == "Noted for G12: 🟢 on track."


def test_a_goal_that_is_done() -> None:
    said = completion.ended(Ended(SEARCH))["text"]
    assert said == "G12 is done: Half of our customers use the new search. Well done."


def test_the_choice_of_goals_begins_with_the_one_that_was_pressed() -> None:
    form = goal_form.update_form([("G1", "One"), ("G2", "Two")], replace(SEARCH, ref="G2"), memory="")
    assert form["blocks"][0]["element"]["initial_option"]["value"] == "G2"


def test_a_readout_says_who_answered_what_is_in_the_way_and_what_to_ask() -> None:
    facts = Readout(
        "2026-W47",
        [
            Answered(ADA, "search is live", "docs", mood=4, workload=3),
            Answered(HEDY, "x", late=True),
        ],
        silent=[GRACE],
        excused=["<@UBOB>"],
        goals_at_risk=[replace(SEARCH, confidence="at_risk")],
        blockers=[Blocker("b1", ADA, "no staging", since=date(2026, 11, 18))],
    )
    message = readout.readout(facts)
    assert message["text"] == (
        "Your team, Mon 16 Nov – Fri 20 Nov: 2 of 3 people answered. 1 blocker. "
        "Ask <@UADA> what would clear the way."
    )
    assert spoken(message) == [
        "Your team's week",
        "*Mon 16 Nov – Fri 20 Nov: 2 of 3 people answered.*\nNo answer: <@UGRACE>. Away or excused: <@UBOB>.",
        "💬 Ask <@UADA> what would clear the way.",
        "*In the way*",
        "*<@UADA>* · since Wed 18 Nov 2026\n> no staging",
        "Acknowledge",
        "Offer help",
        "It is resolved",
        "Add to our 1:1",
        "*Goals that need a hand*",
        "*G12* Half of our customers use the new search\n"
        "▓▓▓▓▓░░░░░ 50% (35 of 50%) · 🟡 at risk · due Thu 31 Dec 2026 · <@UADA>",
        "*<@UADA>*\n> search is live\n_Next_\n> docs\n_Shared with you: mood 4 of 5, workload 3 of 5_",
        "*<@UHEDY>* (late)\n> x",
    ]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param(Readout("2026-W47", [], [ADA]), "", id="nobody answered: nothing to suggest"),
        pytest.param(
            Readout("2026-W47", [Answered(ADA, "x")]),
            "Tell <@UADA> what you liked in this week's progress.",
            id="something moved",
        ),
        pytest.param(
            Readout("2026-W47", [Answered(ADA, "x")], goals_at_risk=[SEARCH]),
            "Ask <@UADA> what G12 needs to get back on track.",
            id="a goal at risk goes first",
        ),
        pytest.param(
            Readout("2026-W47", [], goals_at_risk=[replace(SEARCH, need="stale")]),
            "Ask <@UADA> how G12 stands.",
            id="a goal without news needs some",
        ),
    ],
)
def test_a_readout_suggests_one_thing_to_talk_about(facts: Readout, said: str) -> None:
    assert readout.suggestion(facts) == said


def test_what_was_not_shared_is_not_in_a_readout() -> None:
    message = readout.readout(Readout("2026-W47", [Answered(ADA, "x")]))
    assert not any("mood" in each.lower() or "workload" in each.lower() for each in spoken(message))


LINE = Fact(
    "Goals updated in {now} of {seen} weeks; usual are about {before}.",
    {"now": 1, "seen": 8, "before": 5},
    "goal",
    "G7",
)
CARD = Shown(
    "17",
    "goal_momentum",
    "worth_a_conversation",
    "medium",
    "",
    [LINE],
    "goal_momentum/1",
    words=[Words("note", "I was ill")],
)
FIRST_LINE = "To prepare conversations. Not for decisions on pay, promotion or dismissal."


def test_a_summary_says_first_what_it_is_not_for_then_whom_to_talk_with() -> None:
    team = Team(3, 2, 3, ["G7"], 3, 4, 5, 2)
    message = summary.summary(Summary(date(2026, 11, 1), team, [Report(ADA, "1:2026-12", [CARD])], [GRACE]))
    assert message["text"].startswith(FIRST_LINE)
    assert spoken(message) == [
        "November 2026: your team",
        FIRST_LINE,
        "*<@UADA>*",
        "*Goals move less than usual* · worth a conversation, medium confidence\n"
        "• Goals updated in 1 of 8 weeks; usual are about 5. (G7)\n"
        "💬 Which goal is stuck, and what would get it moving?",
        "How it is worked out (goal_momentum/1): Progress and updates of the last weeks, compared with the "
        "own half-year before.",
        "*Their note*\n> I was ill",
        "Talked about it",
        "💬 Nobody has thanked <@UGRACE> here for eight weeks. Is there something to thank them for?",
        "The team: 2 of 3 goals moved, no news of G7 · 3 of 4 check-ins answered · 5 kudos from 2 people.",
    ]


def test_a_month_with_nothing_to_say_says_so_in_one_line() -> None:
    message = summary.summary(Summary(date(2026, 11, 1), Team(3)))
    assert spoken(message) == [f"{FIRST_LINE} November 2026: nothing in your team stands out this time."]


def test_a_contested_card_rests_in_the_summary_until_it_is_answered() -> None:
    contested = replace(CARD, state="contested", words=[Words("contest", "The goal was moved")])
    told = spoken(
        summary.summary(Summary(date(2026, 11, 1), Team(1), [Report(ADA, "1:2026-12", [contested])]))
    )
    assert "*Goals move less than usual* is contested, and rests until you have answered." in told
    assert "*They contest it*\n> The goal was moved" in told
    assert not any("Goals updated in" in each for each in told)


MONTH = Digest(
    first=date(2026, 11, 1),
    people=30,
    thanked=17,
    givers=12,
    kudos=42,
    breadth={"one": 7, "few": 10, "many": 0},
    named=21,
    across_teams=9,
    across_sites=None,
    flows=[Flow("A", "B", 6)],
    values=[("Craft", 11)],
    answered=20,
    due=25,
    with_goals=20,
    goals_moved=15,
)


def test_a_month_gives_totals_and_says_what_it_left_out() -> None:
    assert spoken(digest.digest(MONTH)) == [
        "Recognition in November 2026",
        "Of 30 people, 17 were thanked, by 12 different people.\n"
        "42 kudos; 21 of 42 (50%) of them say what for and name a value or a skill.\n"
        "People thanked by one other: 7, by two or three: 10.\n"
        "Between teams: 9 of 42 (21%).\n"
        "Check-ins answered: 20 of 25 (80%).\n"
        "People with news of a goal: 15 of 20 (75%).",
        "*Values named*\n#Craft 11",
        "*Between teams*\nA → B: 6",
        "Figures with fewer than 5 people behind them are left out, "
        "and so are others that would give them away.",
    ]


def test_a_week_gives_head_counts_only() -> None:
    week = Digest(date(2026, 11, 16), 30, 17, 12, week="2026-W47", asked="2026-W46", answered=20, due=25)
    assert spoken(digest.digest(week))[:2] == [
        "Recognition in week 47",
        "Of 30 people, 17 were thanked, by 12 different people.\n"
        "Check-ins of week 46 answered: 20 of 25 (80%).",
    ]


def test_leadership_reads_of_the_company_as_a_whole() -> None:
    assert (
        spoken(digest.aggregate(MONTH))
        == spoken(digest.digest(MONTH))[:2] + spoken(digest.digest(MONTH))[-1:]
    )


def test_a_digest_never_says_a_figure_that_is_hidden() -> None:
    shown = spoken(digest.digest(Digest(date(2026, 11, 1), 12, None, None)))
    assert not any(number in " ".join(shown) for number in ("None", "0 kudos"))
    assert "Too few people gave or received kudos" in shown[1]
    nine = Digest(date(2026, 11, 1), 4, 9, 9, kudos=9, values=[("Craft", 9)], answered=9, due=9)
    assert not any("9" in each for each in spoken(digest.digest(nine)))


def test_a_chart_says_in_words_what_it_shows() -> None:
    coverage = figures.charts(MONTH)[0]
    assert coverage.alt == (
        "Who was thanked. thanked: 17 of 30; thanked somebody: 12 of 30; thanked by one other: 7 of 30; "
        "thanked by two or three: 10 of 30; thanked by four or more: 0 of 30."
    )
    assert [chart.name for chart in figures.charts(MONTH)] == ["coverage", "teams", "values", "participation"]


def test_a_spreadsheet_has_the_same_figures_and_says_which_are_hidden() -> None:
    first = figures.sheets(MONTH)[0]
    assert ("thanked", 17, 30) in first.rows
    assert ("between sites", None, 42) in first.rows
    assert [sheet.rows for sheet in figures.sheets(MONTH)[1:]] == [[("A", "B", 6)], [], [("Craft", 11)], []]


def test_the_first_message_says_in_four_lines_what_it_is_who_sees_what_and_how_to_pause() -> None:
    plain = blocks.message("How was your week?")
    first = introduction.introduced(plain)
    lines = spoken(first)[0].split("\n")
    assert len(lines) == 4
    assert "reads no channel" in lines[1]
    assert "manager sees" in lines[2]
    assert "/checkin pause" in lines[3]
    assert first["blocks"][2:] == plain["blocks"]
    # Who listens instead of looking hears the same, after the message itself.
    assert first["text"] == "\n".join(["How was your week?", *lines])


def test_help_names_every_command_and_gives_an_unknown_wish_back() -> None:
    commands = [name for name in COMMANDS if name != "/cairn"]
    assert all(command in spoken(cairn.help_text())[0] for command in commands)
    assert all(command in cairn.help_text()["text"] for command in COMMANDS)
    assert spoken(cairn.unknown("/cairn dance <!here>")) == [
        "I don't know this one. `/cairn` also takes feedback, 1:1, settings, privacy, setup and help.",
        "You wrote:",
        "> /cairn dance &lt;!here&gt;",
    ]


def test_everything_that_is_held_has_a_name_that_people_understand() -> None:
    assert [table.name for table, _ in own.tables() if table.name not in privacy.TABLES] == []


@pytest.mark.parametrize("say", [cairn.apology, cairn.away, cairn.unsure, cairn.slack_away])
def test_what_goes_wrong_gives_the_words_back(say: type) -> None:
    message = say("/kudos <@UADA> for *this* & <that>")
    assert spoken(message)[-1] == "> /kudos <@UADA> for *this* &amp; &lt;that&gt;"
    assert "for *this* &amp; &lt;that&gt;" in message["text"]


def test_a_refusal_is_the_sentence_and_the_words_harmless() -> None:
    message = cairn.refused("“<!here>” is no number. Ask <@UADA>.", "/goal G1 <!here>")
    assert spoken(message) == [
        "“&lt;!here&gt;” is no number. Ask <@UADA>.",
        "You wrote:",
        "> /goal G1 &lt;!here&gt;",
    ]


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (None, "", "–"),
        (0, "", "0"),
        (-0.001, "", "0"),
        (12000, "", "12,000"),
        (1.5, "days", "1.5 days"),
        (60, "%", "60%"),
        (100, "", "100"),
        (-3, "EUR", "-3 EUR"),
        (5, "<b>", "5 &lt;b&gt;"),
    ],
)
def test_a_value_is_written_as_people_write_it(value: float | None, unit: str, said: str) -> None:
    assert blocks.number(value, unit) == said


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([], ""),
        ([ADA], ADA),
        ([ADA, GRACE], f"{ADA} and {GRACE}"),
        ([ADA, GRACE, HEDY], f"{ADA}, {GRACE} and {HEDY}"),
        ([ADA] * 22, ", ".join([ADA] * 20) + " and 2 more"),
        (["Bob <b>"], "Bob &lt;b&gt;"),
    ],
)
def test_names_are_joined_as_in_a_sentence(people: list[str], said: str) -> None:
    assert blocks.names(people) == said


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        pytest.param("short", 5, "short", id="what fits stays"),
        pytest.param("ab <@U12345> cd", 10, "ab…", id="not inside a mention"),
        pytest.param("abcd &amp; e", 8, "abcd…", id="not inside an escape"),
        pytest.param("abcd efgh", 6, "abcd…", id="no space before the ellipsis"),
    ],
)
def test_markup_is_cut_only_between_its_parts(text: str, limit: int, cut: str) -> None:
    assert blocks.trimmed(text, limit) == cut


def test_people_stay_mentioned_in_what_others_wrote_and_nothing_else_is_special() -> None:
    wrote = "<@UADA|ada> & <!channel> <https://x.example|y>"
    assert blocks.words(wrote) == "<@UADA> &amp; &lt;!channel&gt; &lt;https://x.example|y&gt;"
    assert blocks.quote("one\ntwo") == "> one\n> two"
    # However many lines follow, those that fit are shown.
    assert blocks.quote("one\n" * 5_000, 50).startswith("> one\n> one")
    assert blocks.words("&" * 100, 50) == "&amp;" * 9 + "…"
