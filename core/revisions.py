"""Which schema a database has, which this program knows, and making one of them."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import URL, Connection, NullPool, create_engine

from core.db import db


def settings(app: Flask) -> Config:
    """What Alembic needs to know."""
    return app.extensions["migrate"].migrate.get_config()


def head(app: Flask) -> str:
    """The schema of this program."""
    return ScriptDirectory.from_config(settings(app)).get_current_head()


def known_revisions(app: Flask) -> set[str]:
    """The schemas that this program can bring to its own."""
    return {known.revision for known in ScriptDirectory.from_config(settings(app)).walk_revisions()}


def present_revision() -> str | None:
    """The schema of the database, None before the first."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def build(app: Flask, connection: Connection, revision: str) -> None:
    """Make the schema of that revision on an empty database, in the caller's transaction."""
    wanted = settings(app)
    wanted.attributes["connection"] = connection
    command.upgrade(wanted, revision)


def renew(app: Flask, url: URL) -> None:
    """Bring another database than the installation's own to the schema of this program."""
    wanted = settings(app)
    wanted.attributes["engine"] = create_engine(url, poolclass=NullPool)
    command.upgrade(wanted, "head")
