"""Who may hear from the bot unasked: nobody, pilot teams, or everyone."""


def teams(launch: str) -> list[str] | None:
    """The teams that are past the switch: none, some, or None for everyone."""
    if launch == "everyone":
        return None
    kind, _, names = launch.partition(":")
    return names.split("|") if kind == "pilot" else []


def hears(launch: str, team: str) -> bool:
    """Whether people of a team are past the switch. `launch` is nobody, everyone, or `pilot:A|B`."""
    past = teams(launch)
    return past is None or team in past
