"""Files inside a message."""

from bot.language import _
from bot.views.blocks import Block, context, plain, shortened, words

# Slack's limit for a message.
BLOCKS = 50


def picture(slack_file_id: str, title: str, alt: str) -> Block:
    return {
        "type": "image",
        "slack_file": {"id": slack_file_id},
        "title": plain(title, 2000),
        "alt_text": shortened(alt or title, 2000),
    }


def document(permalink: str, title: str) -> Block:
    """A link to a file, which shares it with whoever reads the message."""
    return context(_("📎 {link}", link=f"<{permalink}|{words(title, 100).replace('|', ' ')}>"))
