"""What a Slack status says about being away. Only that is kept of it, never its words."""

import re
from datetime import UTC, datetime

# Slack's own suggestions for a holiday and for illness, and what people write instead.
EMOJI = {":palm_tree:", ":desert_island:", ":beach_with_umbrella:", ":face_with_thermometer:"}
WORDS = re.compile(
    r"\b(vacation(ing)?|on holidays?|annual leave|parental leave|maternity leave|paternity leave|on leave"
    r"|out sick|sick leave|out of office|ooo|urlaub|elternzeit|krank)\b",
    re.IGNORECASE,
)
# A status without an end stands until it is changed.
UNTIL_CHANGED = datetime(9000, 1, 1, tzinfo=UTC)


def away_until(text: str, emoji: str, expires: int) -> datetime | None:
    """When the absence that a status tells of ends; None where it tells of none.

    `expires` is in Unix seconds, 0 where the status has no end.
    """
    if emoji not in EMOJI and not WORDS.search(text):
        return None
    return datetime.fromtimestamp(expires, UTC) if expires else UNTIL_CHANGED
