"""Pinning what is stored: the last line of each transaction holds the hash of every row of record that it touched.

The state after an act is known only once it is written, and the line about the act stands before it; so the hashes
come in a line of their own. What the session does not write itself is noted by the line that names it.
"""

from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import Connection, Table, event, inspect
from sqlalchemy.orm import Mapper, Session

from accounts.appending import append, wait_for_turn
from accounts.pinned import line
from accounts.rows import as_read, digest, is_of_record, links, points, read
from core.db import db

TOUCHED = "touched"  # in the session's info


@dataclass
class Touched:
    """Rows of record written in one transaction: of each table their ids, the hashes before, the new ones as made."""

    ids: dict[str, set[str]] = field(default_factory=dict)
    were: dict[str, dict[str, str]] = field(default_factory=dict)
    made: dict[str, dict[str, object]] = field(default_factory=dict)

    def add(self, table: str, key: str) -> None:
        """That row is written."""
        self.ids.setdefault(table, set()).add(key)


def named(row) -> None:
    """A line of the trail names the row; what it is afterwards belongs to the state of the transaction."""
    table = db.metadata.tables.get(row.__tablename__)
    if table is not None and "audit_seq" in table.columns:
        _touched(db.session).add(table.name, row.id)


def _touched(session: Session) -> Touched:
    return session.info.setdefault(TOUCHED, Touched())


@event.listens_for(Session, "before_flush")
def _before(session: Session, flush_context, instances) -> None:
    """What changes is looked at as it was stored, so that nobody's change beside us passes for ours."""
    changed = [row for row in session.dirty if session.is_modified(row)]
    rows = [row for row in (*session.new, *changed, *session.deleted) if is_of_record(row.__table__)]
    if not rows:
        return
    wait_for_turn()
    known = _touched(session)
    for table in {row.__table__ for row in rows}:
        asked = {row.id for row in rows if row.__table__ is table and inspect(row).persistent}
        asked -= known.were.get(table.name, {}).keys() | known.made.get(table.name, {}).keys()
        stored = _hashes(session.connection(), table, asked)
        known.were.setdefault(table.name, {}).update(stored)
        known.ids.setdefault(table.name, set()).update(stored)


@event.listens_for(Session, "after_flush")
def _after(session: Session, flush_context) -> None:
    for row in session.new:
        if is_of_record(row.__table__):
            _touched(session).add(row.__tablename__, row.id)
            _touched(session).made.setdefault(row.__tablename__, {})[row.id] = row


@event.listens_for(Session, "before_commit")
def _pin(session: Session) -> None:
    """The last line of the transaction; nothing is written after it."""
    if session.in_nested_transaction():
        return
    session.flush()
    touched = session.info.pop(TOUCHED, None)
    if touched and any(touched.ids.values()):
        wait_for_turn()
        append(session.connection(), line(*_state(session.connection(), touched)))


@event.listens_for(Session, "after_transaction_end")
def _over(session: Session, transaction) -> None:
    if transaction.parent is None:
        session.info.pop(TOUCHED, None)


def _state(connection: Connection, touched: Touched) -> tuple[dict, dict]:
    """Of each table the hashes of its rows now, null for what is gone, and those of before."""
    rows, were = {}, {}
    for name, ids in sorted(touched.ids.items()):
        table = db.metadata.tables[name]
        before = touched.were.get(name, {})
        now = _made(table, touched.made.get(name, {}))
        now |= _hashes(connection, table, ids - now.keys())
        rows[name] = {key: now.get(key) for key in ids if key in now or key in before}
        were[name] = {key: before[key] for key in rows[name].keys() & before.keys()}
    return rows, were


def _hashes(connection: Connection, table: Table, ids: set[str]) -> dict[str, str]:
    stored = read(connection, table, ids) if ids else ()
    return {row["id"]: digest(table.name, row, points(table)) for row in stored}


def _made(table: Table, made: dict[str, object]) -> dict[str, str]:
    """The hashes of new rows without reading them again, as far as all that was written is known."""
    if links(table):
        return {}
    values = {key: _values(table, row) for key, row in made.items()}
    return {key: digest(table.name, given, points(table)) for key, given in values.items() if given}


def _values(table: Table, row) -> dict | None:
    state, keys = inspect(row), _keys(inspect(row).mapper)
    if not state.persistent or state.modified or any(key not in state.dict for key in keys.values()):
        return None
    return as_read(table, {name: state.dict[key] for name, key in keys.items()})


@cache
def _keys(mapper: Mapper) -> dict[str, str]:
    """The attribute that holds each column."""
    return {column.name: mapper.get_property_by_column(column).key for column in mapper.local_table.columns}
