"""Writing the audit trail: in the transaction of the change, before the change."""

from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction

from sqlalchemy import insert, select, text

from accounts.audit_chain import GENESIS, canonical, chain_hash
from accounts.models import Account, AuditEntry
from core.clock import utc_now
from core.context import origin
from core.db import db
from core.ids import new_id

CHAIN_LOCK = 7310  # one writer of the chain at a time on PostgreSQL; SQLite has one writer anyway


def record(actor: Account | None, action: str, obj=None, before=None, after=None, outcome="ok", also=()) -> int:
    """Put one line on the chain and stamp the rows that the act changes.

    `before` and `after` are dictionaries of plain values, never passwords or whole texts of people.
    Returns the seq of the line. Must stand before the flush of the change, in the same transaction.
    """
    with db.session.no_autoflush:
        _lock()
        seq, previous = _head()
        row = {
            "seq": seq + 1,
            "at": _stamp(utc_now()),
            "actor": {"id": actor.id, "role": str(actor.role)} if actor else {"id": None, "role": "system"},
            "action": action,
            "object": _object(obj),
            "before": _plain(before),
            "after": _plain(after),
            "outcome": outcome,
            **_origin(),
        }
        _insert(row, previous)
    for changed in (obj, *also):
        if changed is not None and hasattr(changed, "audit_seq"):
            changed.audit_seq = seq + 1
    return seq + 1


def wait_for_turn() -> None:
    """From here to the end of the transaction nobody else writes what is audited."""
    _lock()


def _origin() -> dict:
    where = origin()
    return {"request_id": where.request_id, "ip": where.address, "device": where.device}


def _lock() -> None:
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


def _head() -> tuple[int, str]:
    last = db.session.execute(select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)).first()
    return (last.seq, last.hash) if last else (0, GENESIS)


def _insert(row: dict, previous: str) -> None:
    body = canonical(row)
    target = row["object"] or {"type": None, "id": None}
    db.session.execute(
        insert(AuditEntry).values(
            seq=row["seq"],
            at=row["at"],
            actor_id=row["actor"]["id"],
            actor_role=row["actor"]["role"],
            action=row["action"],
            object_type=target["type"],
            object_id=target["id"],
            body=body,
            prev_hash=previous,
            hash=chain_hash(previous, body),
        )
    )


def _object(obj) -> dict | None:
    if obj is None:
        return None
    if getattr(obj, "id", None) is None:
        obj.id = new_id()
    return {"type": obj.__tablename__, "id": obj.id}


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _plain(value):
    """Strings, whole numbers, booleans and null only, so that the canonical form is the only one."""
    if value is None or (isinstance(value, (str, bool, int)) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return _stamp(value)
    if isinstance(value, (date, Fraction)):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(inner) for inner in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    raise TypeError(f"the audit trail takes no {type(value).__name__}")
