"""The token is revoked amid sending: nothing more leaves until there is a good one, then the rest, once."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bot.services.delivery import BATCH
from models import delivery, workspace
from tests.faults import crowd
from tests.faults.running import running
from tests.faults.scene import Scene

POST = "chat.postMessage"


async def test_a_revoked_token_ends_sending_and_a_new_one_sends_the_rest_once(
    scene: Scene, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    slack = scene.slack
    await scene.database.transact(crowd.owe_everybody, workspace_id=scene.workspace_id)
    async with running(tmp_path, slack, scene.url, "--no-scheduler") as bot:
        await scene.posts(scene.people // 5)
        slack.workspace.token_error = "token_revoked"
        said = await bot.becomes(503)

    place = await scene.database.read(workspace.by_id, workspace=scene.workspace_id)
    states = Counter(row.state for row in await scene.ledger())
    assert said["workspace"] == "Slack refuses the token: nothing is sent until a new one"
    assert place.revoked_at is not None
    tried = sum(call.answer.get("error") == "token_revoked" for call in slack.calls_to(POST))
    assert tried <= 2 * BATCH, "a refused token is left alone"
    assert set(states) <= {delivery.SENT, delivery.WAITING}
    tell(f"{states[delivery.SENT]} sent before, {states[delivery.WAITING]} afterwards")

    slack.workspace.token_error, slack.api.bot_token, slack.bot_token = None, "xoxb-new", "xoxb-new"
    async with running(tmp_path, slack, scene.url, "--no-scheduler") as bot:
        await bot.becomes(200)
        await scene.settles()

    await scene.everybody_was_asked_once()
