"""What Slack makes of the text that people type."""

import re

from bot.sandbox.workspace import Workspace

READY = re.compile(r"<(?:@[UW]\w+|#C\w+|![a-z]+)(?:\|[^<>]*)?>")
PROMISING = re.compile(r"https?://[^\s<>|]+|(?<![\w@#.])[@#]")
# `@ada`, but neither `@ada.okafor` nor the middle of an address; a full stop may end the sentence.
NICKNAME = re.compile(r"(?<![\w@#.<|])@(\w[\w-]*)(?![.@]?\w)")


def escaped(workspace: Workspace, text: str, *, named: bool) -> str:
    """Text with mentions, channels and links as `<…>`, and &, < and > as entities.

    With `named`, as in commands whose manifest says should_escape, mentions carry the name:
    `<@U1|ada>`; in messages they do not. `@name` counts where it names a member, by user name,
    display name or full name, and `#name` where it names a channel.
    """
    names = _names(workspace, named=named) if "@" in text or "#" in text else {}
    out, at = [], 0
    for found in READY.finditer(text):
        out += [_plain(names, text[at : found.start()]), _ready(workspace, found.group(), named=named)]
        at = found.end()
    return "".join([*out, _plain(names, text[at:])])


def completed(workspace: Workspace, text: str) -> str:
    """What the composer makes of `@ada`: a mention, where one member's first name is that and no handle is.

    Slack's own composer offers the name while it is typed; what nobody alone is called stays text.
    """
    names = _names(workspace, named=False)
    firsts: dict[str, set[str]] = {}
    for member in workspace.members.values():
        if not member.deleted:
            firsts.setdefault(member.name.lower().partition(" ")[0], set()).add(member.id)

    def mention(found: re.Match[str]) -> str:
        people = firsts.get(found[1].lower(), set())
        known = _longest(names, text[found.start() :])
        return found[0] if known or len(people) != 1 else f"<@{next(iter(people))}>"

    return NICKNAME.sub(mention, text)


def entities(text: str) -> str:
    """The three characters that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _ready(workspace: Workspace, token: str, *, named: bool) -> str:
    """A mention that was already written as `<@U1>`."""
    key = token.strip("<>").split("|")[0]
    member = workspace.members.get(key[1:]) if key[0] == "@" else None
    if member is None:
        return token
    return f"<@{member.id}|{member.username}>" if named else f"<@{member.id}>"


def _plain(names: dict[str, str], text: str) -> str:
    """Text without ready mentions: finds names, the longest first, and links."""
    out, at = [], 0
    for found in PROMISING.finditer(text):
        if found.start() < at:
            continue
        word = found.group() if len(found.group()) > 1 else _longest(names, text[found.start() :])
        if word:
            out += [entities(text[at : found.start()]), names.get(word.lower(), f"<{entities(word)}>")]
            at = found.start() + len(word)
    return "".join([*out, entities(text[at:])])


def _longest(names: dict[str, str], text: str) -> str:
    """The longest name at the start of `text` that ends where a word ends, or ''."""
    for end in range(min(len(text), 100), 1, -1):
        ends = end == len(text) or not (text[end].isalnum() or text[end] == "_")
        if ends and text[:end].lower() in names:
            return text[:end]
    return ""


def _names(workspace: Workspace, *, named: bool) -> dict[str, str]:
    """Everything that can be mentioned, by how it is typed."""
    names: dict[str, str] = {}
    for member in workspace.members.values():
        mention = f"<@{member.id}|{member.username}>" if named else f"<@{member.id}>"
        names |= {f"@{name.lower()}": mention for name in (member.name, member.display_name) if name}
    for member in workspace.members.values():
        names[f"@{member.username.lower()}"] = (
            f"<@{member.id}|{member.username}>" if named else f"<@{member.id}>"
        )
    for channel in workspace.channels.values():
        if channel.kind == "channel":
            names["#" + channel.name.lower()] = f"<#{channel.id}|{channel.name}>"
    return names
