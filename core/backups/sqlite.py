"""The database of one file: its moment by the online backup of SQLite, its return by a rename."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask
from sqlalchemy import URL, Engine

from core.backups.store import DamagedBackup, Kept, Store
from core.blobs import synced
from core.watching import Watched, unwatched

PART = "tiaocha.db"


def dump(engine: Engine, store: Store, watched: Watched = unwatched) -> dict[str, Kept]:
    """One moment of the database, while others write."""
    return {part: _dumped(engine, store) for part in watched([PART], 1)}


def _dumped(engine: Engine, store: Store) -> Kept:
    """All pages in one step: between two, whoever writes would have it begin again."""
    partial = store.partial()
    try:
        with closing(sqlite3.connect(engine.url.database)) as source, closing(sqlite3.connect(partial)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file alone, without its log
        _sync(partial)
        return store.adopt(partial)
    finally:
        for left in (partial, partial.with_name(f"{partial.name}-journal")):
            left.unlink(missing_ok=True)


def is_empty(engine: Engine) -> bool:
    """Whether nothing is lost when the database is replaced."""
    path = Path(engine.url.database)
    if not path.exists():
        return True
    with closing(sqlite3.connect(path)) as connection:
        return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def beside(engine: Engine) -> URL:
    """Where the database is made before it takes its place."""
    return engine.url.set(database=f"{engine.url.database}.restoring")


def load(app: Flask, url: URL, database: dict, store: Store) -> None:
    """Make the database there; raises DamagedBackup when it is not sound."""
    path = Path(url.database)
    store.give(Kept(**database["parts"][PART]), path, PART)
    try:
        with closing(sqlite3.connect(path)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as unreadable:
        raise DamagedBackup(name=PART) from unreadable
    if broken or not sound:
        raise DamagedBackup(name=PART)


def settle(made: URL, url: URL) -> None:
    """The database made there takes its place; everything of it is in the one file."""
    with closing(sqlite3.connect(made.database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    _sync(Path(made.database))
    clear(url)  # an empty file and its log would be taken for this one's
    Path(made.database).replace(url.database)
    synced(Path(url.database).parent)


def clear(url: URL) -> None:
    """Remove the file and its log."""
    for path in own_files(url):
        path.unlink(missing_ok=True)


def own_files(url: URL) -> set[Path]:
    """The files that the database itself keeps."""
    return {Path(url.database + ending) for ending in ("", "-wal", "-shm")}


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
