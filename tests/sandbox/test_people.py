"""Who is here: users, profiles, teams, conversations and files."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import MovableClock, PretendSlack


async def test_everybody_is_listed_in_pages(slack: PretendSlack, client: AsyncWebClient) -> None:
    for number in range(205):
        slack.add_person(f"UX{number}", name=f"Extra {number}")
    first = await client.users_list()
    assert len(first["members"]) == 200
    rest = await client.users_list(cursor=first["response_metadata"]["next_cursor"])
    ids = [member["id"] for page in (first, rest) for member in page["members"]]
    assert len(ids) == len(set(ids)) == 205 + 5
    assert rest["response_metadata"]["next_cursor"] == ""


async def test_slackbot_is_no_bot_and_the_deleted_have_no_zone(client: AsyncWebClient) -> None:
    members = {member["id"]: member for member in (await client.users_list())["members"]}
    assert members["USLACKBOT"]["is_bot"] is False
    assert members["UBOT"]["is_bot"] is True
    assert members["UGONE"]["deleted"] is True
    assert "tz" not in members["UGONE"]
    assert members["UADA"]["tz"] == "Europe/Berlin"
    assert members["UADA"]["tz_offset"] == 3600


async def test_emails_need_their_scope(slack: PretendSlack, client: AsyncWebClient) -> None:
    slack.workspace.scopes -= {"users:read.email"}
    assert "email" not in (await client.users_info(user="UADA"))["user"]["profile"]
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.users_lookupByEmail(email="ada@example.com")


async def test_people_are_found_by_email(client: AsyncWebClient) -> None:
    assert (await client.users_lookupByEmail(email="ADA@example.com"))["user"]["id"] == "UADA"
    for email in ("gone@example.com", "nobody@example.com"):
        with pytest.raises(SlackApiError, match="users_not_found"):
            await client.users_lookupByEmail(email=email)


async def test_the_manager_is_a_custom_field(client: AsyncWebClient) -> None:
    fields = (await client.team_profile_get())["profile"]["fields"]
    assert [(field["label"], field["type"]) for field in fields] == [("Manager", "user")]
    profile = (await client.users_profile_get(user="UADA"))["profile"]
    assert profile["fields"][fields[0]["id"]]["value"] == "UGRACE"


async def test_do_not_disturb_and_team(
    slack: PretendSlack, client: AsyncWebClient, clock: MovableClock
) -> None:
    until = clock.now() + timedelta(hours=1)
    slack.rests("UADA", until)
    told = await client.dnd_info(user="UADA")
    assert (told["dnd_enabled"], told["next_dnd_end_ts"]) == (True, int(until.timestamp()))
    assert "snooze_enabled" not in told
    assert (await client.team_info())["team"]["id"] == "T1"

    both = (await client.dnd_teamInfo(users=["UADA", "UGRACE"]))["users"]
    assert both["UADA"]["next_dnd_end_ts"] == int(until.timestamp())
    assert both["UGRACE"] == {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ([], "no_users_provided"),
        (["UADA"] * 51, "too_many_users"),
        (["UADA", "UNOBODY"], "user_not_visible"),
    ],
)
async def test_do_not_disturb_of_nobody_of_too_many_and_of_strangers(
    client: AsyncWebClient, users: list[str], error: str
) -> None:
    with pytest.raises(SlackApiError, match=error):
        await client.dnd_teamInfo(users=users)


async def test_do_not_disturb_needs_its_scope_and_is_answered_twenty_times_a_minute(
    slack: PretendSlack, client: AsyncWebClient
) -> None:
    slack.rate_limits = True
    for _ in range(20):
        await client.dnd_teamInfo(users="UADA")
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.dnd_teamInfo(users="UADA")
    slack.rate_limits = False
    slack.workspace.scopes.discard("dnd:read")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.dnd_teamInfo(users="UADA")


async def test_channels_are_listed_and_described(slack: PretendSlack, client: AsyncWebClient) -> None:
    slack.add_channel("CSECRET", name="secret", private=True)
    listed = await client.conversations_list(types="public_channel,private_channel", limit=1)
    assert [channel["id"] for channel in listed["channels"]] == ["CKUDOS"]
    assert listed["response_metadata"]["next_cursor"]
    assert (await client.conversations_info(channel="CKUDOS"))["channel"]["is_member"] is True
    assert (await client.conversations_members(channel="CKUDOS"))["members"] == ["UADA", "UGRACE", "UBOT"]


async def test_a_dm_is_opened_once(client: AsyncWebClient) -> None:
    first = await client.conversations_open(users="UADA")
    again = await client.conversations_open(users="UADA", return_im=True)
    assert again["channel"]["id"] == first["channel"]["id"]
    assert again["already_open"] is True
    assert again["channel"]["user"] == "UADA"
    several = await client.conversations_open(users=["UADA", "UGRACE"])
    assert several["channel"]["id"].startswith("G")


async def test_a_file_goes_up_in_three_steps(slack: PretendSlack, client: AsyncWebClient) -> None:
    await client.files_upload_v2(channel="CKUDOS", filename="a.csv", content="x,y", initial_comment="Here")
    message = slack.messages("CKUDOS")[0]
    assert message["text"] == "Here"
    assert slack.workspace.uploads[message["files"][0]["id"]] == b"x,y"


async def test_a_file_can_be_looked_up_and_taken_away(slack: PretendSlack, client: AsyncWebClient) -> None:
    await client.files_upload_v2(channel="CKUDOS", filename="chart.png", content=b"png", alt_txt="A chart")
    file = slack.messages("CKUDOS")[0]["files"][0]
    found = (await client.files_info(file=file["id"]))["file"]
    assert (found["mimetype"], found["filetype"], found["alt_txt"]) == ("image/png", "png", "A chart")
    await client.files_delete(file=file["id"])
    assert "files" not in slack.messages("CKUDOS")[0]
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_info(file=file["id"])


async def test_a_thread_is_read_apart_from_the_channel(slack: PretendSlack, client: AsyncWebClient) -> None:
    said = await slack.says("Who can help?", by="UADA", channel="CKUDOS")
    for text in ("I can", "Me too"):
        await client.chat_postMessage(channel="CKUDOS", text=text, thread_ts=said["ts"])
    history = await client.conversations_history(channel="CKUDOS")
    assert [message["text"] for message in history["messages"]] == ["Who can help?"]
    thread = await client.conversations_replies(channel="CKUDOS", ts=said["ts"], limit=2)
    assert [message["text"] for message in thread["messages"]] == ["Who can help?", "I can"]
    cursor = thread["response_metadata"]["next_cursor"]
    rest = await client.conversations_replies(channel="CKUDOS", ts=said["ts"], cursor=cursor)
    assert [message["text"] for message in rest["messages"]] == ["Me too"]
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await client.conversations_replies(channel="CKUDOS", ts="1.1")


async def test_where_somebody_is_and_whether_they_rest(
    slack: PretendSlack, clock: MovableClock, client: AsyncWebClient
) -> None:
    places = await client.users_conversations(user="UADA")
    assert [channel["id"] for channel in places["channels"]] == ["CKUDOS", "CGENERAL"]
    assert [each["id"] for each in (await client.users_conversations())["channels"]] == ["CKUDOS"]
    assert (await client.users_getPresence(user="UADA"))["presence"] == "active"
    slack.rests("UADA", clock.now() + timedelta(hours=1))
    assert (await client.users_getPresence(user="UADA"))["presence"] == "away"


async def test_links_and_reactions_can_be_read(slack: PretendSlack, client: AsyncWebClient) -> None:
    said = await slack.says("Done", by="UADA", channel="CKUDOS")
    await client.reactions_add(channel="CKUDOS", timestamp=said["ts"], name="rock")
    got = await client.reactions_get(channel="CKUDOS", timestamp=said["ts"])
    assert got["message"]["reactions"] == [{"name": "rock", "users": ["UBOT"], "count": 1}]
    with pytest.raises(SlackApiError, match="already_reacted"):
        await client.reactions_add(channel="CKUDOS", timestamp=said["ts"], name="rock")
    link = (await client.chat_getPermalink(channel="CKUDOS", message_ts=said["ts"]))["permalink"]
    assert link.endswith(f"/archives/CKUDOS/p{said['ts'].replace('.', '')}")


async def test_home_is_published_for_each_person(slack: PretendSlack, client: AsyncWebClient) -> None:
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    answer = await client.views_publish(user_id="UADA", view=view)
    assert slack.home("UADA") is not None
    assert slack.home("UGRACE") is None
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id="UADA", view=view, hash=answer["view"]["hash"] + "x")


def test_the_clock_only_moves_forward(clock: MovableClock) -> None:
    before = clock.now()
    clock.move_to(before.replace(year=2028))
    assert clock.now().year == 2028
    with pytest.raises(ValueError, match="forward"):
        clock.move_to(before)
    with pytest.raises(ValueError, match="time zone"):
        clock.move_to(before.replace(tzinfo=None))
