"""The only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("console", "json")


class SettingsError(Exception):
    """Something in the settings or the usage is wrong: one clear line, exit code 2."""


@dataclass(frozen=True)
class Settings:
    """What `.env.example` documents; a test keeps the two equal."""

    slack_bot_token: str = ""
    slack_signing_secret: str = ""
    slack_app_token: str = ""
    slack_client_id: str = ""
    slack_client_secret: str = ""
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = "sqlite:///cairn.db"
    port: int = 3000
    host: str = "127.0.0.1"
    log_level: str = "INFO"
    log_format: str = "console"
    cairn_secret_key: str = ""

    @property
    def socket_mode(self) -> bool:
        return bool(self.slack_app_token)


def read(environment: Mapping[str, str] | None = None, *, dotenv: Path | None = None) -> Settings:
    """The settings from the environment, which wins, and from `.env`.

    Raises SettingsError with one sentence where a value cannot be used.
    """
    given = dict(os.environ if environment is None else environment)
    path = dotenv or Path(".env")
    if path.is_file():
        given = {k: v for k, v in dotenv_values(path).items() if v is not None} | given
    named = {name: given[name.upper()] for name in Settings.__dataclass_fields__ if given.get(name.upper())}
    return _checked(named)


def _checked(named: dict[str, str]) -> Settings:
    port = named.pop("port", "3000")
    if not port.isdigit() or int(port) > 65535:
        raise SettingsError(f"PORT must be a number up to 65535, not {port!r}.")
    settings = Settings(port=int(port), **named)
    if settings.log_level.upper() not in LOG_LEVELS:
        raise SettingsError(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, not {settings.log_level!r}.")
    if settings.log_format not in LOG_FORMATS:
        raise SettingsError(f"LOG_FORMAT must be console or json, not {settings.log_format!r}.")
    if not settings.database_url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    if not settings.slack_api_url.startswith(("http://", "https://")):
        raise SettingsError(f"SLACK_API_URL must be an http(s) address, not {settings.slack_api_url!r}.")
    return settings


def require(settings: Settings, *names: str) -> None:
    """Raise SettingsError naming what is missing."""
    missing = [name.upper() for name in names if not getattr(settings, name)]
    if missing:
        raise SettingsError(f"Set {' and '.join(missing)} (in the environment or in .env); see .env.example.")
