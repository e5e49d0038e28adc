"""The database of a server: one snapshot, table by table; it returns in a schema beside, whose tables are moved."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, inspect, text

from core.backups.store import CHUNK, DamagedBackup, Kept, Store, writing
from core.revisions import build
from core.watching import Watched, unwatched

ENDING = ".csv"
BESIDE = "_restoring"
FOREIGN = (
    "SELECT conrelid::regclass::text AS held, format('%I', conname) AS name, pg_get_constraintdef(oid) AS rule"
    " FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conname"
)
FUNCTIONS = "SELECT proname FROM pg_proc WHERE pronamespace = CAST(:schema AS regnamespace) ORDER BY proname"


def dump(engine: Engine, store: Store, watched: Watched = unwatched) -> dict[str, Kept]:
    """One moment of every table, while others write."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True) as connection:
        _speak_plainly(connection)
        tables = _tables(connection)
        return {f"{table}{ENDING}": _dumped(connection, table, store) for table in watched(tables, len(tables))}


def _dumped(connection: Connection, table: str, store: Store) -> Kept:
    partial = store.partial()
    try:
        with (
            writing(partial) as file,
            _cursor(connection).copy(f'COPY "{table}" TO STDOUT (FORMAT csv, HEADER)') as rows,
        ):
            for piece in rows:
                file.write(piece)
        return store.adopt(partial)
    finally:
        partial.unlink(missing_ok=True)


def is_empty(engine: Engine) -> bool:
    """Whether nothing is lost when tables are put there."""
    with engine.connect() as connection:
        return not _tables(connection)


def beside(engine: Engine) -> URL:
    """Where the database is made before it takes its place: a schema of its own."""
    with engine.connect() as connection:
        name = _schema(connection) + BESIDE
    options = f"{engine.url.query.get('options', '')} -csearch_path={name}".strip()
    return engine.url.update_query_dict({"options": options})


def load(app: Flask, url: URL, database: dict, store: Store) -> None:
    """Make the database there, with the schema that it had; the references are checked when all rows are there."""
    with _opened(url) as connection:
        connection.execute(text(f'CREATE SCHEMA "{_named(url)}"'))
        build(app, connection, database["revision"])
        _speak_plainly(connection)
        with _unguarded(connection):
            for name, part in database["parts"].items():
                _fill(connection, name.removesuffix(ENDING), store.path(Kept(**part)))


def settle(made: URL, url: URL) -> None:
    """The tables made there take their place, all at once."""
    with _opened(url) as connection:
        here, there = _schema(connection), _named(made)
        for table in inspect(connection).get_table_names(schema=there):
            connection.execute(text(f'ALTER TABLE "{there}"."{table}" SET SCHEMA "{here}"'))
        for (function,) in connection.execute(text(FUNCTIONS), {"schema": there}).all():
            connection.execute(text(f'DROP FUNCTION IF EXISTS "{here}"."{function}"()'))
            connection.execute(text(f'ALTER FUNCTION "{there}"."{function}"() SET SCHEMA "{here}"'))
        connection.execute(text(f'DROP SCHEMA "{there}"'))


def clear(made: URL) -> None:
    """Remove what was made beside."""
    with _opened(made) as connection:
        connection.execute(text(f'DROP SCHEMA IF EXISTS "{_named(made)}" CASCADE'))


def own_files(url: URL) -> set[Path]:
    """The server keeps them."""
    return set()


@contextmanager
def _opened(url: URL) -> Iterator[Connection]:
    """A transaction on a connection of its own."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        yield connection


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    """Rows may come in any order: no trigger speaks, and references are looked at in the end."""
    tables, references = _tables(connection), connection.execute(text(FOREIGN)).all()
    for table in tables:
        connection.execute(text(f'ALTER TABLE "{table}" DISABLE TRIGGER USER'))
    for held, name, _ in references:
        connection.execute(text(f"ALTER TABLE {held} DROP CONSTRAINT {name}"))
    yield
    for held, name, rule in references:
        connection.execute(text(f"ALTER TABLE {held} ADD CONSTRAINT {name} {rule}"))
    for table in tables:
        connection.execute(text(f'ALTER TABLE "{table}" ENABLE TRIGGER USER'))


def _fill(connection: Connection, table: str, file: Path) -> None:
    """The rows of one table, in place of those that a new schema begins with."""
    columns = ", ".join(f'"{name}"' for name in _columns(connection, table, file))
    connection.execute(text(f'DELETE FROM "{table}"'))
    with (
        file.open("rb") as reading,
        _cursor(connection).copy(f'COPY "{table}" ({columns}) FROM STDIN (FORMAT csv, HEADER)') as rows,
    ):
        while piece := reading.read(CHUNK):
            rows.write(piece)


def _columns(connection: Connection, table: str, file: Path) -> list[str]:
    """Those that the file has; names go into statements, so only names of the schema itself are taken."""
    with file.open(encoding="utf-8", newline="") as reading:
        named = next(csv.reader(reading), [])
    known = inspect(connection).get_columns(table) if table in _tables(connection) else []
    if not named or not {*named} <= {column["name"] for column in known}:
        raise DamagedBackup(name=table + ENDING)
    return named


def _tables(connection: Connection) -> list[str]:
    return sorted(inspect(connection).get_table_names())


def _schema(connection: Connection) -> str:
    return connection.execute(text("SELECT current_schema()")).scalar_one()


def _named(made: URL) -> str:
    """The schema beside; nothing else is ever made or removed."""
    name = made.query["options"].rsplit("search_path=")[-1]
    if not name.endswith(BESIDE):
        raise ValueError(f"{name} is no schema beside")
    return name


def _speak_plainly(connection: Connection) -> None:
    """The same text for the same rows, whatever the server is set to."""
    for name, value in (("client_encoding", "UTF8"), ("DateStyle", "ISO"), ("bytea_output", "hex")):
        connection.execute(text(f"SET LOCAL {name} = '{value}'"))


def _cursor(connection: Connection):
    return connection.connection.driver_connection.cursor()
