"""Who may change the company's settings."""

from collections.abc import Collection, Sequence

from bot.language import _
from bot.rules.refusal import Refusal

ROLE = "admin"


def may_configure(roles: Collection[str], *, slack_admin: bool, any_admin: bool) -> bool:
    """Whoever has the role admin; while nobody has it, those who administer the Slack workspace."""
    return ROLE in roles or (slack_admin and not any_admin)


def require(roles: Collection[str], *, slack_admin: bool, admins: Sequence[str]) -> None:
    """Raise Refusal, naming whom to ask (`admins` are mentions)."""
    if may_configure(roles, slack_admin=slack_admin, any_admin=bool(admins)):
        return
    if admins:
        raise Refusal(
            _("The company's settings are changed by its admins. Ask {who}.", who=", ".join(admins[:3]))
        )
    raise Refusal(
        _("Nobody has the role admin yet. Ask whoever runs your Slack workspace to write /cairn setup.")
    )
