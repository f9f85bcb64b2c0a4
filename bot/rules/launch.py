"""Who may hear from the bot unasked: nobody, pilot teams, or everyone."""


def hears(launch: str, team: str) -> bool:
    """Whether people of a team are past the switch. `launch` is nobody, everyone, or `pilot:A|B`."""
    if launch == "everyone":
        return True
    kind, _, teams = launch.partition(":")
    return kind == "pilot" and team in teams.split("|")
