"""The pretend Slack in a process of its own, with the company in it. Prints the root of its Web API."""

import asyncio
import sys

from bot.sandbox.slack import PretendSlack
from tests.benchmarks.crowd import CHANNEL, SIZE, slack_id

SLOW = ("chat.postMessage", "conversations.open")


async def _serve(delay: float) -> None:
    slack = PretendSlack()
    for number in range(SIZE):
        slack.add_person(slack_id(number), name=f"Person {number}", email=f"person{number}@example.com")
    slack.add_channel(CHANNEL, "kudos", members=[slack_id(0)], bot=True)
    if delay:
        for method in SLOW:
            slack.fail(method, times=None, delay=delay)
    async with slack.listening() as root:
        print(root, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
