"""The people and bots of the pretend workspace, in the shapes that Slack gives them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

MANAGER_FIELD = "XfMANAGER"


@dataclass
class Member:
    """One account. `tz` None means that Slack does not know the zone, as for some bots and externals."""

    id: str
    name: str
    team_id: str = "T1"
    email: str | None = None
    tz: str | None = "Europe/London"
    username: str = ""
    display_name: str = ""
    title: str = ""
    locale: str = "en-US"
    deleted: bool = False
    is_bot: bool = False
    is_app_user: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    manager: str | None = None
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    dnd: tuple[int, int] | None = None
    updated: int = 0

    def __post_init__(self) -> None:
        if not self.username:
            self.username = (self.email or self.name).split("@")[0].lower().replace(" ", ".")

    def rests_at(self, now: datetime) -> bool:
        """Whether this account is in Do Not Disturb."""
        return self.dnd is not None and self.dnd[0] <= now.timestamp() < self.dnd[1]

    def user(self, now: datetime, *, with_email: bool = True, with_locale: bool = False) -> dict[str, Any]:
        """The user object of users.list and users.info. Deleted accounts carry no zone, as in Slack."""
        shape: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.username,
            "deleted": self.deleted,
            "profile": self.profile(with_email=with_email),
            "is_bot": self.is_bot,
            "is_app_user": self.is_app_user,
            "updated": self.updated,
        }
        if not self.deleted:
            shape |= {"real_name": self.name, **self._ranks(), **self._zone(now)}
        if with_locale:
            shape["locale"] = self.locale
        return shape

    def profile(self, *, with_email: bool = True, with_fields: bool = False) -> dict[str, Any]:
        """The profile object; custom fields only where users.profile.get asks for them."""
        shape: dict[str, Any] = {
            "real_name": self.name,
            "real_name_normalized": self.name,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "title": self.title,
            "status_text": self.status_text,
            "status_emoji": self.status_emoji,
            "status_expiration": self.status_expiration,
            "team": self.team_id,
        }
        if with_email and self.email and not self.is_bot:
            shape["email"] = self.email
        if with_fields:
            shape["fields"] = self.custom_fields()
        return shape

    def custom_fields(self) -> dict[str, dict[str, str]]:
        """Custom profile fields by id; the manager is one of them, of type user."""
        values = dict(self.fields)
        if self.manager:
            values[MANAGER_FIELD] = self.manager
        return {key: {"value": value, "alt": ""} for key, value in values.items()}

    def _ranks(self) -> dict[str, bool]:
        ranks = {
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
        }
        return ranks | ({"is_stranger": True} if self.is_stranger else {})

    def _zone(self, now: datetime) -> dict[str, Any]:
        if self.tz is None:
            return {}
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset()
        return {"tz": self.tz, "tz_label": self.tz, "tz_offset": int(offset.total_seconds()) if offset else 0}
