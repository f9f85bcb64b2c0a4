"""How a line of thanks is read, and what may be thanked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import kudos
from bot.rules.kudos import KudosRequest
from bot.rules.refusal import Refusal

ADA, GRACE, HEDY = "UADA", "UGRACE", "WHEDY"


def lines(*cases: tuple[str, str, list[str], str, list[str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("line", "receivers", "message", "tags"),
        [pytest.param(*case[1:], id=case[0]) for case in cases],
    )


@lines(
    ("one person and a reason", "<@UADA> the tidy migration", [ADA], "the tidy migration", []),
    ("a mention as Slack escapes it, with a name", "<@UADA|ada> the fix", [ADA], "the fix", []),
    ("several people side by side", "<@UADA> <@UGRACE> the fix", [ADA, GRACE], "the fix", []),
    ("people joined by commas", "<@UADA>, <@UGRACE>,<@WHEDY> the fix", [ADA, GRACE, HEDY], "the fix", []),
    ("people joined by and, & and +", "<@UADA> and <@UGRACE> & <@WHEDY> fix", [ADA, GRACE, HEDY], "fix", []),
    ("people joined in German", "<@UADA> und <@UGRACE> für den Umzug", [ADA, GRACE], "den Umzug", []),
    ("an id that begins with W", "<@WHEDY> the fix", [HEDY], "the fix", []),
    ("the same person twice is thanked once", "<@UADA> <@UADA|ada> the fix", [ADA], "the fix", []),
    ("the word for before the reason goes", "<@UADA> for the fix", [ADA], "the fix", []),
    ("a word that only begins with for stays", "<@UADA> forging ahead", [ADA], "forging ahead", []),
    ("a word that only begins with and stays", "<@UADA> android fix", [ADA], "android fix", []),
    ("no reason at all", "<@UADA>", [ADA], "", []),
    ("the word for and no reason", "<@UADA> for", [ADA], "", []),
    ("much space around everything", "   <@UADA>    the     fix   ", [ADA], "the fix", []),
    ("a reason over two lines becomes one", "<@UADA> the\nfix", [ADA], "the fix", []),
    (
        "people named inside the sentence, where the line begins with nobody",
        "thanks to <@UADA|ada> and <@UGRACE> for the fix",
        [ADA, GRACE],
        "thanks to <@UADA|ada> and <@UGRACE> for the fix",
        [],
    ),
    (
        "a person inside the sentence is not thanked, where the line begins with one",
        "<@UADA> for helping <@UGRACE> out",
        [ADA],
        "helping <@UGRACE> out",
        [],
    ),
    ("a tag at the end stays readable", "<@UADA> the fix #craft", [ADA], "the fix #craft", ["craft"]),
    ("a tag before the people", "#craft <@UADA> the fix", [ADA], "#craft <@UADA> the fix", ["craft"]),
    ("a tag that is also a channel", "<@UADA> fix <#C1|craft>", [ADA], "fix #craft", ["craft"]),
    ("a tag twice counts once", "<@UADA> #craft #craft", [ADA], "#craft #craft", ["craft"]),
    ("a tag with a hyphen", "<@UADA> #root-cause", [ADA], "#root-cause", ["root-cause"]),
    (
        "tags in other scripts",
        "<@UADA> #mut #Ärger #協力",
        [ADA],
        "#mut #Ärger #協力",
        ["mut", "Ärger", "協力"],
    ),
    ("a channel without a name is no tag", "<@UADA> fix <#C0123|>", [ADA], "fix <#C0123|>", []),
    ("a hash inside a word is no tag", "<@UADA> C#sharp", [ADA], "C#sharp", []),
    (
        "a hash inside a link is no tag",
        "<@UADA> see <https://x.example/#top>",
        [ADA],
        "see <https://x.example/#top>",
        [],
    ),
    ("a number in an HTML escape is no tag", "<@UADA> it&#39;s good", [ADA], "it&#39;s good", []),
    ("a lone hash is no tag", "<@UADA> # fix", [ADA], "# fix", []),
    ("words in other scripts", "<@UADA> für die Mühe 🎉 شكرا", [ADA], "die Mühe 🎉 شكرا", []),
    (
        "an address is not taken for a person",
        "<@UADA> mail me at bob@x.example",
        [ADA],
        "mail me at bob@x.example",
        [],
    ),
    ("a plain name deep in the sentence is only a word", "<@UADA> asking @bob", [ADA], "asking @bob", []),
)
def test_a_line_of_thanks_is_read(line: str, receivers: list[str], message: str, tags: list[str]) -> None:
    request = kudos.parse(line)
    assert list(request.receivers) == receivers
    assert request.message == message
    assert list(request.tags) == tags
    assert request.source == "command"
    assert not request.private


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("@ada for the fix", "who @ada is", id="a plain name alone"),
        pytest.param("thanks @ada.b-c", "who @ada.b-c is", id="a plain name in the sentence"),
        pytest.param("<@UGRACE> @bob for the fix", "who @bob is", id="a plain name among the people"),
        pytest.param("<@UGRACE>, and @bob the fix", "who @bob is", id="a plain name joined to the people"),
        pytest.param("<!subteam^S1|@platform> thanks", "by name", id="a user group"),
        pytest.param("<@UADA> and <!here> thanks", "by name", id="everybody who is here"),
        pytest.param("<!channel> thanks", "by name", id="a whole channel"),
        pytest.param("<!everyone> thanks", "by name", id="everyone"),
        pytest.param("the tidy migration", "/kudos @someone", id="nobody"),
        pytest.param("", "/kudos @someone", id="nothing"),
        pytest.param("#craft", "/kudos @someone", id="only a tag"),
        pytest.param("bob@x.example fixed it", "/kudos @someone", id="only an address"),
        pytest.param("<@B123> the fix", "/kudos @someone", id="an id that is no person's"),
    ],
)
def test_a_line_without_a_clear_receiver_is_refused_with_what_to_do(line: str, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        kudos.parse(line)
    assert said in str(refusal.value)


@given(st.text())
def test_any_line_is_read_or_refused(line: str) -> None:
    try:
        request = kudos.parse(line)
    except Refusal:
        return
    assert request.receivers


@given(
    st.lists(st.from_regex(r"[UW][A-Z0-9]{1,10}", fullmatch=True), min_size=1, max_size=25, unique=True),
    st.text(st.characters(exclude_characters="<@#&+,!", exclude_categories=["Cs"]), max_size=100),
)
def test_everybody_whom_a_line_begins_with_is_thanked_and_the_reason_is_kept(
    people: list[str], words: str
) -> None:
    reason = " ".join(f"so: {words}".split())
    request = kudos.parse(" ".join(f"<@{who}|x>" for who in people) + " " + reason)
    assert list(request.receivers) == people
    assert request.message == reason


def request_for(*receivers: str, message: str = "the fix") -> KudosRequest:
    return KudosRequest(receivers=receivers, message=message)


def test_kudos_for_oneself_are_refused_even_among_others() -> None:
    with pytest.raises(Refusal, match="other people") as refusal:
        kudos.allow(request_for(ADA, GRACE), giver=GRACE)
    assert refusal.value.field == "receivers"


@pytest.mark.parametrize(
    "line",
    [
        "<@UADA>",
        "<@UADA|ada> for",
        "  <@UADA>,  <@UGRACE>  for  ",
        "<@UADA> #",
        "<@UADA> …!",
        "<@UADA> for # <@UGRACE>",
    ],
)
def test_kudos_for_nothing_are_asked_what_for(line: str) -> None:
    with pytest.raises(Refusal, match=r"^What for\?") as refusal:
        kudos.allow(kudos.parse(line), giver="UHEDY")
    assert refusal.value.field == "message"


@pytest.mark.parametrize(
    "line", ["<@UADA> 🎉", "<@UADA> #craft", "<@UADA> for it", "<@UADA> ❤️", "<@UADA> +1", "<@UADA> 協力"]
)
def test_a_short_reason_is_a_reason(line: str) -> None:
    kudos.allow(kudos.parse(line), giver="UHEDY")


def test_kudos_about_a_message_need_no_words() -> None:
    about = KudosRequest(receivers=[GRACE], message="", source="shortcut", channel="C1", message_ts="1.0")
    kudos.allow(about, giver=ADA)


def test_as_many_receivers_as_allowed_pass_and_one_more_is_refused() -> None:
    people = [f"U{n}" for n in range(kudos.MOST_RECEIVERS + 1)]
    kudos.allow(request_for(*people[:-1]), giver=ADA)
    with pytest.raises(Refusal, match="smaller groups"):
        kudos.allow(request_for(*people), giver=ADA)


def test_a_message_at_the_limit_passes_and_one_more_character_is_refused_with_its_length() -> None:
    kudos.allow(request_for(GRACE, message="x" * kudos.LONGEST), giver=ADA)
    with pytest.raises(Refusal, match=f"{kudos.LONGEST + 1} characters") as refusal:
        kudos.allow(request_for(GRACE, message="x" * (kudos.LONGEST + 1)), giver=ADA)
    assert refusal.value.field == "message"


def test_without_an_allowance_nobody_counts() -> None:
    kudos.allow(request_for(GRACE), giver=ADA, allowance=None, given_this_week=10_000)


@pytest.mark.parametrize(
    ("given_already", "receivers", "left"),
    [
        pytest.param(0, 3, None, id="exactly the allowance at once passes"),
        pytest.param(2, 1, None, id="the last one passes"),
        pytest.param(3, 1, 0, id="one beyond is refused"),
        pytest.param(2, 2, 1, id="two where one is left are refused, with what is left"),
        pytest.param(7, 1, 0, id="nothing is left after the allowance was lowered"),
    ],
)
def test_each_receiver_counts_toward_the_allowance(
    given_already: int, receivers: int, left: int | None
) -> None:
    request = request_for(*(f"U{n}" for n in range(receivers)))
    if left is None:
        kudos.allow(request, giver=ADA, allowance=3, given_this_week=given_already)
        return
    said = f"{left} more this week" if left else "all of this week's kudos"
    with pytest.raises(Refusal, match=said):
        kudos.allow(request, giver=ADA, allowance=3, given_this_week=given_already)


def test_a_colleague_is_welcome_as_giver_and_receiver() -> None:
    kudos.welcome_giver("")
    kudos.welcome("", mention="<@UADA>")


@pytest.mark.parametrize("outsider", ["bot", "guest", "external"])
def test_kudos_from_an_outsider_are_refused(outsider: str) -> None:
    with pytest.raises(Refusal, match="members of this workspace"):
        kudos.welcome_giver(outsider)


@pytest.mark.parametrize(
    ("outsider", "left", "said"),
    [
        pytest.param("bot", False, "is an app", id="an app"),
        pytest.param("guest", False, "not a member", id="a guest"),
        pytest.param("external", False, "not a member", id="somebody of another workspace"),
        pytest.param("", True, "has left", id="somebody who has left"),
        pytest.param("guest", True, "has left", id="a guest who has left"),
    ],
)
def test_a_receiver_who_would_never_hear_it_is_refused_by_name(outsider: str, left: bool, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refusal:
        kudos.welcome(outsider, mention="<@UBOB>", left=left)
    assert "<@UBOB>" in str(refusal.value)
    assert refusal.value.field == "receivers"


@pytest.mark.parametrize(
    ("tags", "values", "skills"),
    [
        pytest.param(["teamwork"], ["Teamwork"], [], id="a value takes the company's spelling"),
        pytest.param(["rust"], [], ["rust"], id="anything else is a skill"),
        pytest.param(["Teamwork", "TEAMWORK"], ["Teamwork"], [], id="a value named twice counts once"),
        pytest.param(["rust", "rust"], [], ["rust"], id="a skill named twice counts once"),
        pytest.param(["a|b"], [], ["a b"], id="the separator of lists cannot stand in a skill"),
        pytest.param(["rust", "courage"], ["Courage"], ["rust"], id="values and skills are told apart"),
        pytest.param([], [], [], id="no tags, no values"),
    ],
)
def test_tags_are_sorted_into_values_and_skills(
    tags: list[str], values: list[str], skills: list[str]
) -> None:
    assert kudos.sorted_tags(tags, ["Teamwork", "Courage"]) == (values, skills)
