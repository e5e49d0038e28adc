"""What the trail says of stored rows: the form of a line that pins them, what all those lines say together."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from accounts.appending import SYSTEM, append, take_turn
from accounts.audit_chain import read_body
from accounts.models import AuditEntry
from accounts.rows import digest, of_record, points, read
from core.db import db

ACTION = "rows.pin"
AT_ONCE = 1000  # rows in a line, where everything is pinned


def line(rows: dict[str, dict], were: dict[str, dict], tables=()) -> dict:
    """A line over rows: table → id → hash now, null for what is gone; the hashes that they had before."""
    rows = {name: hashes for name, hashes in rows.items() if hashes}
    were = {name: hashes for name, hashes in were.items() if hashes}
    return {
        "actor": SYSTEM,
        "action": ACTION,
        "object": None,
        "outcome": "ok",
        "columns": {name: points(db.metadata.tables[name]) for name in (*rows, *tables)},
        "rows": rows,
        **({"were": were} if were else {}),
    }


@dataclass(frozen=True, slots=True)
class Pin:
    """What was last said of a row: in which line, the hash (none: it is gone), and what that is over."""

    line: int
    hash: str | None
    over: str


class Pins:
    """The pins of a trail that is read line by line."""

    def __init__(self):
        self.of: dict[str, dict[str, Pin]] = {}
        self.since: int | None = None  # the first line that pins rows

    @property
    def begun(self) -> bool:
        """Whether rows were pinned at all; before, nothing can be said of those that are not."""
        return bool(self.of)

    def see(self, seq: int, body: dict) -> Iterator[tuple[str, str, int]]:
        """The next line; rows that it found otherwise than an earlier line had left them, with that line."""
        over = _mapping(body, "columns") if body.get("action") == ACTION else {}
        if over and self.since is None:
            self.since = seq
        for table in over:
            pins = self.of.setdefault(table, {})
            found = _mapping(_mapping(body, "were"), table)
            for key, own in _mapping(_mapping(body, "rows"), table).items():
                last = pins.get(key)
                if last and found.get(key) != last.hash:
                    yield table, key, last.line
                pins[key] = Pin(seq, own, sys.intern(str(over[table])))


def _mapping(body: dict, name: str) -> dict:
    """Somebody may have spoilt the line; then it says nothing."""
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def pin_standing(connection: Connection) -> None:
    """Pin what earlier programs have not: every row where nothing is pinned, those of new tables, and new columns.

    A row that the trail does not know, in a table that it does, stays without, so that it is found.
    """
    take_turn(connection)
    known = Pins()
    for seq, body in connection.execute(select(AuditEntry.seq, AuditEntry.body).order_by(AuditEntry.seq)):
        list(known.see(seq, read_body(body)))
    tables = of_record(db.metadata)
    due = [(table.name, *each) for table in tables for each in _due(connection, table, known)]
    for start in range(0, len(due), AT_ONCE):
        rows, were = {}, {}
        for name, key, now, before in due[start : start + AT_ONCE]:
            rows.setdefault(name, {})[key] = now
            if before:
                were.setdefault(name, {})[key] = before
        append(connection, line(rows, were, [table.name for table in tables]))


def _due(connection: Connection, table: Table, known: Pins) -> Iterator[tuple[str, str, str | None]]:
    """Rows to pin: id, hash, and the hash over what they were pinned in so far."""
    pins, over = known.of.get(table.name), points(table)
    for row in read(connection, table):
        last = pins and pins.get(row["id"])
        if pins is None:
            yield row["id"], digest(table.name, row, over), None
        elif last and last.hash and last.over != over:
            yield row["id"], digest(table.name, row, over), digest(table.name, row, last.over)
