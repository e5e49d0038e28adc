"""What the server holds of a task, read from its files apart from the product's own code."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

JSON = {"content", "body", "manifest", "refused", "flags", "value"}


@dataclass
class Holdings:
    """Rows of the database about one task."""

    inspections: list[dict] = field(default_factory=list)
    drafts: list[dict] = field(default_factory=list)
    packets: list[dict] = field(default_factory=list)
    entries: list[dict] = field(default_factory=list)
    revisions: list[dict] = field(default_factory=list)
    answers: list[dict] = field(default_factory=list)
    evidence: list[dict] = field(default_factory=list)
    receipts: list[dict] = field(default_factory=list)
    handed_in: set[tuple[str, str]] = field(default_factory=set)  # (account, sha256)
    hashes: dict[str, str] = field(default_factory=dict)  # name of a file → hash of what it holds

    def entries_of(self, draft: str) -> list[dict]:
        """The chain of a draft."""
        return [row for row in self.entries if row["draft_id"] == draft]


class Reader:
    """The instance and its database, read only."""

    def __init__(self, instance: Path, address: str):
        self.instance, self.is_file = instance, address.startswith("sqlite")
        self._ask = _of_file(instance / "tiaocha.db") if self.is_file else _of_server(address)

    def rows(self, query: str, *values) -> list[dict]:
        """Rows of a query, JSON read, times as SQLite keeps them."""
        return [_read(row) for row in self._ask(query, values)]

    def broken(self) -> list[str]:
        """Pages and references of a file that do not hold; a PostgreSQL server sees to its own."""
        if not self.is_file:
            return []
        pages = [row for row in self.rows("PRAGMA integrity_check") if "ok" not in row.values()]
        return [str(row) for row in (*pages, *self.rows("PRAGMA foreign_key_check"))]

    def of_task(self, task: str) -> Holdings:
        """All that is held of the task."""
        held = Holdings(
            inspections=self.rows("SELECT * FROM inspection WHERE task_id = ?", task),
            drafts=self.rows("SELECT * FROM phone_draft WHERE task_id = ?", task),
        )
        drafts, visits = _marks(held.drafts), _marks(held.inspections)
        held.packets = self.rows(f"SELECT * FROM packet WHERE draft_id IN {drafts} ORDER BY draft_id, number")
        held.entries = self.rows(f"SELECT * FROM chain_entry WHERE draft_id IN {drafts} ORDER BY draft_id, seq")
        held.receipts = self.rows(f"SELECT * FROM receipt WHERE draft_id IN {drafts} ORDER BY sequence")
        held.revisions = self.rows(
            f"SELECT * FROM revision WHERE inspection_id IN {visits} ORDER BY kept_at, number, seq"
        )
        held.answers = self.rows(f"SELECT * FROM answer WHERE inspection_id IN {visits}")
        held.evidence = self.rows(f"SELECT * FROM evidence WHERE inspection_id IN {visits}")
        self._bytes(held)
        return held

    def _bytes(self, held: Holdings) -> None:
        for sha256 in {row["content"]["sha256"] for row in held.entries if row["kind"] == "photo"}:
            for row in self.rows("SELECT account_id FROM handed_in WHERE sha256 = ?", sha256):
                held.handed_in.add((row["account_id"], sha256))
            file = self.instance / "evidence" / sha256[:2] / sha256
            if file.exists():
                held.hashes[sha256] = hashlib.sha256(file.read_bytes()).hexdigest()


Asking = Callable[[str, tuple], Iterable[dict]]


def _of_file(file: Path) -> Asking:
    opened = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
    opened.row_factory = sqlite3.Row
    return lambda query, values: map(dict, opened.execute(query, values))


def _of_server(address: str) -> Asking:
    import psycopg
    from psycopg.rows import dict_row

    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    opened = psycopg.connect(plain, autocommit=True, row_factory=dict_row)
    opened.read_only = True
    return lambda query, values: opened.execute(query.replace("?", "%s"), values)


def _read(row: dict) -> dict:
    read = {name: _as_kept(value) for name, value in row.items()}
    for name in JSON & set(read):
        if isinstance(read[name], str) and (name != "body" or "fingerprint" in read):
            read[name] = json.loads(read[name])
    return read


def _as_kept(value):
    is_time = isinstance(value, datetime)
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if is_time else value


def _marks(rows: list[dict]) -> str:
    """A list of ids for a query; they are ULIDs out of the same database. An empty one is no SQL but SQLite's."""
    return "(" + (", ".join(f"'{row['id']}'" for row in rows) or "NULL") + ")"
