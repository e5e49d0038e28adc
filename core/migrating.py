"""Bringing the database to the present schema; a database with contents is copied first."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from core.clock import utc_now
from core.db import db
from core.errors import N_, DomainError


class DatabaseNewer(DomainError):
    """The database was made by a later program; this one would damage it."""

    status = 500
    message = N_("数据库由更新版本的程序建立（{revision}），当前程序不能使用。请升级程序。")


def copy_database(path: Path) -> Path:
    """Copy an SQLite database, whole and consistent, into backups/ beside it; returns the copy."""
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    copy = folder / f"{path.stem}-{utc_now():%Y%m%dT%H%M%S%f}.db"
    partial = copy.with_suffix(".part")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
    partial.replace(copy)  # only a whole copy bears the name of one
    return copy


def upgrade(app: Flask) -> Path | None:
    """Migrate when something is due, inside an application context; returns the copy made before, if one was needed.

    Foreign keys off, triggers anew and the check at the end stand in migrations/env.py.
    """
    settings = app.extensions["migrate"].migrate.get_config()
    script = ScriptDirectory.from_config(settings)
    present = _present_revision()
    if present == script.get_current_head():
        return None
    if present and present not in {known.revision for known in script.walk_revisions()}:
        raise DatabaseNewer(revision=present)
    url = db.engine.url
    copied = copy_database(Path(url.database)) if present and url.get_backend_name() == "sqlite" else None
    command.upgrade(settings, "head")  # Flask-Migrate's own would end the process on an error
    return copied


def _present_revision() -> str | None:
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
