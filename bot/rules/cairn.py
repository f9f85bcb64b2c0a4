"""How a line of `/cairn` is read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CairnCommand:
    """The first word, in small letters, and what follows it."""

    verb: str
    rest: str = ""


def parse(text: str) -> CairnCommand:
    """Read `VERB words`; nothing at all asks for help."""
    verb, _, rest = text.strip().partition(" ")
    if "\n" in verb:
        verb, _, tail = verb.partition("\n")
        rest = f"{tail} {rest}"
    return CairnCommand(verb.lower() or "help", rest.strip())
