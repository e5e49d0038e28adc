"""Bringing the database to the present schema; a database with contents is copied first."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from flask import Flask

from core import revisions
from core.backups.taking import take_database
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


def _copy_tables(app: Flask, present: str) -> Path:
    """The tables of a server, as a backup of the database alone."""
    folder = Path(app.instance_path) / "backups" / f"{db.engine.url.database}-{utc_now():%Y%m%dT%H%M%S%f}"
    take_database(folder, present)
    return folder


COPIES = {"sqlite": lambda app, present: copy_database(Path(db.engine.url.database)), "postgresql": _copy_tables}


def upgrade(app: Flask) -> Path | None:
    """Migrate when something is due, inside an application context; returns the copy made before, if one was needed.

    Foreign keys off, triggers anew and the check at the end stand in migrations/env.py.
    """
    present = revisions.present_revision()
    if present == revisions.head(app):
        return None
    if present and present not in revisions.known_revisions(app):
        raise DatabaseNewer(revision=present)
    copied = COPIES[db.engine.url.get_backend_name()](app, present) if present else None
    command.upgrade(revisions.settings(app), "head")  # Flask-Migrate's own would end the process on an error
    return copied
