"""Who may hear from the bot unasked: nobody, pilot teams, or everyone."""


def hears(launch: str, team: str) -> bool:
    """Whether people of a team are past the switch. `launch` is nobody, everyone, or `pilot:A|B`."""
    if launch == "everyone":
        return True
    return team in pilots(launch)


def pilots(launch: str) -> list[str]:
    """The teams that a pilot is for; none where it is nobody or everyone."""
    kind, _, teams = launch.partition(":")
    return teams.split("|") if kind == "pilot" else []
