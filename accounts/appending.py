"""The end of the audit trail: whose turn it is to write there, and the next line."""

from datetime import UTC, datetime

from sqlalchemy import Connection, event, insert, select, text
from sqlalchemy.orm import Session

from accounts.audit_chain import GENESIS, canonical, chain_hash
from accounts.models import AuditEntry
from core.clock import utc_now
from core.context import origin
from core.db import db

CHAIN_LOCK = 7310  # one writer of the chain at a time on PostgreSQL; SQLite has one writer anyway
TURN = "turn"  # in the session's info, while it has the lock
SYSTEM = {"id": None, "role": "system"}


def wait_for_turn() -> None:
    """From here to the end of the transaction nobody else writes what is audited."""
    if not db.session.info.get(TURN):
        take_turn(db.session.connection())
        db.session.info[TURN] = True


def take_turn(connection: Connection) -> None:
    """The same for a connection without a session."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


@event.listens_for(Session, "after_transaction_end")
def _over(session: Session, transaction) -> None:
    """With a savepoint PostgreSQL may give up what was locked within it."""
    if transaction.nested or transaction.parent is None:
        session.info.pop(TURN, None)


def append(connection: Connection, row: dict) -> int:
    """Put the row on the chain, with its number, time and origin; whoever does has the turn. Returns its seq."""
    last = select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    seq, previous = connection.execute(last).first() or (0, GENESIS)
    row = {**row, "seq": seq + 1, "at": stamp(utc_now()), **_origin()}
    connection.execute(insert(AuditEntry).values(**_columns(row, previous)))
    return row["seq"]


def _columns(row: dict, previous: str) -> dict:
    body, about = canonical(row), row["object"] or {"type": None, "id": None}
    return {
        "seq": row["seq"],
        "at": row["at"],
        "actor_id": row["actor"]["id"],
        "actor_role": row["actor"]["role"],
        "action": row["action"],
        "object_type": about["type"],
        "object_id": about["id"],
        "body": body,
        "prev_hash": previous,
        "hash": chain_hash(previous, body),
    }


def _origin() -> dict:
    where = origin()
    return {"request_id": where.request_id, "ip": where.address, "device": where.device}


def stamp(moment: datetime) -> str:
    """An instant as the trail writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
