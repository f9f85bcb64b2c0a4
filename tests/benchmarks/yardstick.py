"""What to compare with, in a process of its own: same server, same signature check, a Bolt that only acks."""

import sys

import uvicorn
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.database import Database
from bot.readiness import Readiness
from bot.server import build_server
from bot.settings import Settings
from bot.tools import Tools
from tests.benchmarks.deliveries import SECRET


async def _authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-pretend")


async def _only_ack(ack: AsyncAck) -> None:
    await ack("ok")


def _serve(port: int) -> None:
    app = AsyncApp(
        process_before_response=True,
        request_verification_enabled=False,
        attaching_function_token_enabled=False,
        authorize=_authorize,
    )
    app.command("/kudos")(_only_ack)
    tools = Tools(Database("sqlite://"), Settings(slack_signing_secret=SECRET))
    site = build_server(tools, app, Readiness(tools))
    uvicorn.run(site, host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="off")


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
