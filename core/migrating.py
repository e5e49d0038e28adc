"""Bringing the database to the present schema; a database with contents is copied first."""

import sqlite3
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade as alembic_upgrade

from core.clock import utc_now
from core.db import db


def revisions(app: Flask) -> tuple[str | None, str]:
    """The revision of the database and the newest one that this program knows."""
    with db.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    script = ScriptDirectory(app.extensions["migrate"].directory)
    return present, script.get_current_head()


def copy_database(path: Path) -> Path:
    """Copy an SQLite database, whole and consistent, into backups/ beside it; returns the copy."""
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    copy = folder / f"{path.stem}-{utc_now():%Y%m%dT%H%M%S%f}.db"
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    return copy


def upgrade(app: Flask) -> Path | None:
    """Migrate when something is due; returns the copy made before, if one was needed."""
    present, newest = revisions(app)
    if present == newest:
        return None
    url = db.engine.url
    copied = None
    if present and url.get_backend_name() == "sqlite":
        copied = copy_database(Path(url.database))
    alembic_upgrade(directory=app.extensions["migrate"].directory)
    return copied
