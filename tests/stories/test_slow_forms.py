"""A form that takes long to make: a view says so at once, and becomes the form, or says why there is none."""

import pytest

from bot import loading
from tests.stories.test_languages import speaks
from tests.stories.test_settings import appoint
from tests.support.world import World


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything takes long enough to be waited for."""
    monkeypatch.setattr(loading, "AFTER", 0)


def shown(bot: World) -> list[str]:
    """What was done with views, and what stood in them first."""
    return [
        f"{call.method}: {call.args['view']['blocks'][0].get('text', {}).get('text', 'a form')[:60]}"
        for call in bot.slack.calls
        if call.method in ("views.open", "views.push", "views.update")
    ]


async def test_a_form_that_takes_long_is_filled_into_the_view_that_keeps_its_place(bot: World) -> None:
    await bot.slack.types("/kudos", by="UADA")

    assert shown(bot) == ["views.open: Your form is on its way.", "views.update: a form"]
    assert await bot.slack.submits("UADA", {"receivers": ["UGRACE"], "message": "for staying late"}) == {}
    await bot.deliver()
    assert bot.slack.said_to("UGRACE") == ["<@UADA> sent you kudos: for staying late"]


async def test_the_view_speaks_the_persons_language(bot: World) -> None:
    await bot.change(speaks, workspace_id=bot.workspace_id, slack_user_id="UADA", locale="de-DE")
    await bot.slack.types("/kudos", by="UADA")

    assert shown(bot)[0] == "views.open: Dein Formular kommt gleich."


async def test_a_form_on_top_of_another_waits_on_top_of_it(bot: World) -> None:
    await appoint(bot, "UADA")
    await bot.slack.types("/cairn settings", by="UADA")
    await bot.slack.clicks("company_open", by="UADA")

    assert [line.split(":")[0] for line in shown(bot)[2:]] == ["views.push", "views.update"]


async def test_where_there_is_no_form_after_all_the_view_says_why(bot: World) -> None:
    reply = await bot.slack.types("/goal new <@UGRACE> Learn to sail", by="UADA")

    assert "Learn to sail" in reply.text
    await bot.tools.settled()
    opened, filled = shown(bot)
    assert opened == "views.open: Your form is on its way."
    assert filled.removeprefix("views.update: ") in reply.text
    assert len(filled) > 40


async def test_what_is_quick_opens_at_once(bot: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "AFTER", 60)
    await bot.slack.types("/kudos", by="UADA")

    assert shown(bot) == ["views.open: a form"]


async def test_a_refusal_does_not_wait_for_the_view_that_will_say_why(bot: World) -> None:
    bot.slack.fail("views.open", delay=0.2)
    reply = await bot.slack.types("/goal new <@UGRACE> Learn to sail", by="UADA")

    assert "Learn to sail" in reply.text
    assert not any(each.startswith("views.update") for each in shown(bot))
    await bot.tools.settled()
    assert shown(bot)[-1].startswith("views.update")
