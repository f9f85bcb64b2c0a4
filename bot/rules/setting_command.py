"""How a line of `/cairn settings` is read."""

import re
from dataclasses import dataclass

from bot.rules.setting import KINDS


@dataclass(frozen=True)
class SettingCommand:
    """`/cairn settings`: the setting that is meant, its new value where there is one, and for which team."""

    key: str = ""
    value: str | None = None
    team: str = ""


def parse(text: str) -> SettingCommand:
    """Read `KEY VALUE for TEAM`; the team only where teams can have their own."""
    key, _space, rest = text.strip().partition(" ")
    key, rest = key.lower(), rest.strip()
    if not rest:
        return SettingCommand(key)
    value, team = rest, ""
    if key in KINDS and KINDS[key].per_team:
        found = re.fullmatch(r"(.*?)\s+for\s+(?:team\s+)?(.+)", rest, re.IGNORECASE)
        value, team = (found[1], found[2].strip()) if found else (rest, "")
    return SettingCommand(key, "" if value.lower() in ("empty", "none") else value, team)
