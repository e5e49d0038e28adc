"""Alembic's surroundings: SQLite changes with foreign keys off; at the end triggers anew, and every row pinned."""

import logging

from alembic import context
from flask import current_app
from sqlalchemy import inspect, text

from accounts.pinned import pin_standing
from core import guards
from core.db import Rational, UtcDateTime, begin_writing, db, end_writing

logging.getLogger("alembic").setLevel(logging.WARNING)


def _plain_types(kind, thing, autogen_context):
    """A migration stands on SQLAlchemy alone, so that it reads the same in ten years."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, Rational):
        return "sa.Text()"
    return False


def run(connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=False,
        render_item=_plain_types,
    )
    with context.begin_transaction():
        guards.remove(connection)
        context.run_migrations()
        if _is_present() and inspect(connection).has_table("audit_entry"):
            guards.install(connection, db.metadata)
            pin_standing(connection)
        if sqlite:
            _check_references(connection)


def _is_present() -> bool:
    """An older schema, made for a backup of that time, lacks tables that the triggers of today speak of."""
    return context.get_revision_argument() == context.get_head_revision()


def _check_references(connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:  # inside the transaction, so that nothing of the migration stays
        raise RuntimeError(f"foreign keys broken by the migration: {broken[:5]}")


def main() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:  # whoever gave it commits
        run(given)
        return
    token = begin_writing()
    engine = context.config.attributes.get("engine") or current_app.extensions["migrate"].db.engine
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
            run(connection)
            connection.commit()
            if connection.dialect.name == "sqlite":
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
    finally:
        end_writing(token)


main()
