"""What must hold of every payload, whatever people wrote."""

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from bot.manifest import Registered
from bot.sandbox import limits
from bot.views.introduction import introduced

# The handles that other programs rely on, as the design fixes them.
MODALS = {
    "checkin": {"mood", "workload", "share", "progress", "plans", "blockers"},
    "goal": {"title", "measure", "unit", "start", "target", "relevance", "parent", "due"},
    "goal_update": {"goal", "value", "confidence", "note"},
    "kudos": {"receivers", "message", "values", "private"},
    "feedback": {"receivers", "text"},
    "card_note": {"text"},
    "card_wrong": {"line", "text"},
    "contest": {"text"},
    "contest_keep": {"text"},
    "talk": {"outcome"},
    "growth": {"title", "kind", "aim", "by"},
    "growth_done": {"result", "day"},
}
BUTTONS = {
    "checkin_open",
    "checkin_skip",
    "kudos_open",
    "goal_update_open",
    "goal_agree",
    "blocker_ack",
    "contest_open",
}
REGISTERED = Registered()
# Fields that a modal may have beside its fixed ones, by the beginning of their names.
MORE_FIELDS = {
    "checkin": ("done", "cleared", "owner", "question_"),
    "growth": ("drop",),
    "growth_done": ("not_yet",),
}
# Fields that are left out where there is nothing to choose from.
ONLY_WITH_CHOICES = {"parent", "values", "line"}

LONGEST = 9_000
# What may stand between < and >: a person, a channel, and a link of our own to a message.
ENTITY = re.compile(r"<(?:@[UW][A-Z0-9_]*|https://cairn\.example/[^<>|]*\|[^<>|]+)>")
ESCAPE = re.compile(r"&(?:amp|lt|gt);")
LINK = "https://cairn.example/archives/C1/p1700000000000100"

HOSTILE = (
    "<!channel>",
    "<!here> <!everyone>",
    "<!subteam^S1|@all>",
    "<https://evil.example|click here>",
    "<mailto:a@b.example>",
    "<#C1|general>",
    "<@UADA|ada> <@UADA> <@",
    "&lt;!channel&gt; &amp;",
    "&<>" * 3000,
    "x" * 10_000,
    "\n" * 10_000,
    "👩🏽‍💻" * 2_000,
    "שלום \u202emirror\u202c مرحبا",
    "\x00\x07\x1b[31m\u200b\u2028",
    "*bold* _it_ ~s~ `code` ```",
    "> quoted\n> twice",
    "",
    " ",
    "\ud800",
)
words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))
said = words.filter(lambda text: text.strip() != "")
mentions = st.one_of(st.from_regex(r"<@[UW][A-Z0-9]{8,11}>", fullmatch=True), said)
links = st.sampled_from(("", LINK))


def texts(shape: Any) -> Iterator[dict[str, Any]]:
    """Every text object inside a payload."""
    if isinstance(shape, dict):
        if shape.get("type") in ("mrkdwn", "plain_text") and isinstance(shape.get("text"), str):
            yield shape
        for value in shape.values():
            yield from texts(value)
    elif isinstance(shape, list):
        for value in shape:
            yield from texts(value)


def action_ids(shape: Any) -> Iterator[str]:
    """Every action id inside a payload."""
    if isinstance(shape, dict):
        if "action_id" in shape:
            yield shape["action_id"]
        for value in shape.values():
            yield from action_ids(value)
    elif isinstance(shape, list):
        for value in shape:
            yield from action_ids(value)


def harmless(markup: str) -> None:
    """Nothing that a person wrote is special in this markup, and nothing is cut in two."""
    rest = ESCAPE.sub("", ENTITY.sub("", markup))
    assert "<" not in rest, markup
    assert ">" not in rest.replace("\n> ", "").removeprefix("> "), markup
    assert "&" not in rest, markup


def check(message: dict[str, Any]) -> None:
    """Hold a message, and the same as a person's first one, to Slack's limits and to the house's."""
    _check(message)
    _check(introduced(message))


def _check(message: dict[str, Any]) -> None:
    assert set(message) <= {"text", "blocks"}
    assert message["text"].strip()
    assert len(message["text"]) < 4_000
    harmless(message["text"])
    blocks = limits.checked_blocks(message["blocks"], "message", files={})
    assert blocks
    assert sum(len(part["text"]) for part in texts(blocks)) < LONGEST
    for part in texts(blocks):
        if part["type"] == "mrkdwn":
            harmless(part["text"])
    # Every button that somebody sees does something.
    assert set(action_ids(blocks)) <= {*BUTTONS, *REGISTERED.actions}
    assert not any("block_id" in block for block in blocks)


def check_modal(view: dict[str, Any]) -> None:
    """Hold a modal to Slack's limits, and its handles to those that are fixed."""
    limits.checked_view(view, "modal", files={})
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    names = [block["block_id"] for block in inputs]
    assert names == [block["element"]["action_id"] for block in inputs]
    assert len(set(names)) == len(names)
    # What can be sent in is taken in.
    assert "submit" not in view or view["callback_id"] in {*MODALS, *REGISTERED.views}
    fixed = MODALS.get(view["callback_id"])
    if fixed is not None:
        more = MORE_FIELDS.get(view["callback_id"], ())
        assert fixed - ONLY_WITH_CHOICES <= set(names)
        assert not [name for name in names if name not in fixed and not name.startswith(more)]
    for part in texts(view["blocks"]):
        if part["type"] == "mrkdwn":
            harmless(part["text"])


def spoken(message: dict[str, Any]) -> list[str]:
    """All that people read in a message's blocks, in order."""
    return [part["text"] for part in texts(message["blocks"])]
