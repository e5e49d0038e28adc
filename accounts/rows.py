"""Which tables are of record, and the one way to read and to hash what is stored in a row of them.

Every table is of record, with all its columns, unless its declaration says otherwise in `info`:
`belongs_to` (a table of links: its rows are part of the row they belong to), `chained` (the audit trail itself) or
`not_of_record` (with the reason).
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache

from sqlalchemy import Connection, Dialect, MetaData, Select, Table, select, type_coerce
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import Float, NullType

from accounts.audit_chain import canonical

OTHERWISE = ("belongs_to", "chained", "not_of_record")
AT_ONCE = 500
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
SAME = sqlite.dialect()  # values that were never read are brought to the form that reading gives them


def of_record(metadata: MetaData) -> list[Table]:
    """The tables whose rows are pinned by the audit trail."""
    return [table for table in metadata.sorted_tables if is_of_record(table)]


def is_of_record(table: Table) -> bool:
    """Whether each row of the table is pinned by itself."""
    return not any(name in table.info for name in OTHERWISE)


@cache
def links(table: Table) -> tuple[Table, ...]:
    """The tables of links whose rows are part of its rows."""
    return tuple(each for each in table.metadata.sorted_tables if each.info.get("belongs_to") == table.name)


@cache
def points(table: Table) -> str:
    """What the hash of a row is over: its columns, and the links that belong to it."""
    return " ".join(sorted(each.name for each in (*table.columns, *links(table))))


def digest(table: str, values: dict, over: str) -> str:
    """SHA-256 over the canonical form of those points of a row."""
    row = {name: form(values.get(name)) for name in over.split()}
    return hashlib.sha256(canonical({"table": table, "row": row}).encode()).hexdigest()


def form(value):
    """Strings, whole numbers, booleans and null only; each stored value has one form, whatever it is."""
    if value is None or (isinstance(value, (str, bool, int)) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, Fraction)):
        return str(value)
    if isinstance(value, dict):
        return {str(key): form(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [form(inner) for inner in value]
    return repr(value)


def as_read(table: Table, values: dict) -> dict:
    """What reading the row would give after those values of its columns were written."""
    return {name: None if values[name] is None else turn(values[name]) for name, turn in _turns(table).items()}


@cache
def _turns(table: Table) -> dict:
    return {column.name: _turn(column.type) for column in table.columns}


def _turn(kind):
    """There and back: through what writes a value of the type and what reads it."""
    stored = kind.dialect_impl(SAME)
    ways = [
        stored.bind_processor(SAME),
        stored.result_processor(SAME, None),
        float if isinstance(kind, Float) else None,
    ]

    def turn(value):
        for way in filter(None, ways):
            value = way(value)
        return value

    return turn


def read(connection: Connection, table: Table, ids: Iterable[str] | None = None) -> Iterator[dict]:
    """Rows as they are stored, links among them; all of them, or those of the ids."""
    if ids is None:
        yield from _rows(connection, table, None)
        return
    ids = sorted(ids)
    for start in range(0, len(ids), AT_ONCE):
        yield from _rows(connection, table, ids[start : start + AT_ONCE])


def _rows(connection: Connection, table: Table, ids: list[str] | None) -> Iterator[dict]:
    linked = {each.name: _linked(connection, each, table, ids) for each in links(table)}
    for row in _fetched(connection, table, ids):
        values = _processed(connection.dialect, table, row)
        values.update((name, owners.get(values["id"], [])) for name, owners in linked.items())
        yield values


def _fetched(connection: Connection, table: Table, ids: list[str] | None) -> Iterator[dict]:
    rows = _of(select(*_raw(table)), table.c.id, ids)
    given = set()
    try:
        for row in connection.execute(rows.execution_options(yield_per=1000)).mappings():
            given.add(row["id"])
            yield row
    except DBAPIError:  # a text that is none: the others are read without it
        for key in connection.execute(_of(select(table.c.id), table.c.id, ids)).scalars().all():
            if key not in given:
                yield _alone(connection, table, key)


def _alone(connection: Connection, table: Table, key: str) -> dict:
    try:
        return connection.execute(select(*_raw(table)).where(table.c.id == key)).mappings().one()
    except DBAPIError as failure:
        return {"id": key, "unreadable": str(failure.orig)}


def _raw(table: Table) -> list:
    """The columns as the driver gives them: whoever reads a spoilt value must not stumble over it."""
    return [type_coerce(column, NullType()).label(column.name) for column in table.columns]


def _of(statement: Select, key, ids: list[str] | None) -> Select:
    return statement if ids is None else statement.where(key.in_(ids))


def _processed(dialect: Dialect, table: Table, row) -> dict:
    readers = _readers(table, dialect)
    return {name: _value(readers.get(name), value) for name, value in row.items()}


def _value(reader, value):
    try:
        return reader(value) if reader else value
    except UNREADABLE:
        return f"unreadable {value!r}"


@cache
def _readers(table: Table, dialect: Dialect) -> dict:
    stored = {column.name: column.type.dialect_impl(dialect) for column in table.columns}
    # A float is one already, and for it PostgreSQL's wants to know the answer's column.
    return {name: kind.result_processor(dialect, None) for name, kind in stored.items() if not isinstance(kind, Float)}


def _linked(connection: Connection, link: Table, table: Table, ids: list[str] | None) -> dict[str, list]:
    """Of each row, what stands in the table of links beside its own id."""
    own = next(column for column in link.columns if column.references(table.c.id))
    found: dict[str, list] = {}
    for row in connection.execute(_of(select(link), own, ids)).mappings():
        found.setdefault(row[own.name], []).append([row[each.name] for each in link.columns if each is not own])
    return {key: sorted(rows) for key, rows in found.items()}
