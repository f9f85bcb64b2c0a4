"""Alembic's door: migrations run on the connection that the caller brings."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection

from models import Base
from models.base import UtcDateTime, Words


def render_item(type_: str, obj: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types by name, so that a migration reads like the model."""
    if type_ == "type" and isinstance(obj, UtcDateTime | Words):
        autogen.imports.add("from models.base import UtcDateTime, Words")
        return f"{type(obj).__name__}()"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    connection = context.config.attributes.get("connection")
    if isinstance(connection, Connection):
        migrate(connection)
        return
    # The `alembic` command itself, used by whoever writes a new migration.
    url = context.get_x_argument(as_dictionary=True).get("url", "sqlite:///cairn.db")
    with create_engine(url).connect() as own:
        migrate(own)


run()
