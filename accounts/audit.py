"""Writing the audit trail: in the transaction of the change, before the change."""

from datetime import date, datetime
from enum import Enum
from fractions import Fraction

from accounts import pins
from accounts.appending import SYSTEM, append, stamp, wait_for_turn
from accounts.models import Account
from core.db import db
from core.failpoints import reached
from core.ids import new_id


def record(actor: Account | None, action: str, obj=None, before=None, after=None, outcome="ok", also=()) -> int:
    """Put one line on the chain and stamp the rows that the act changes.

    `before` and `after` are dictionaries of plain values, never passwords or whole texts of people.
    Returns the seq of the line. Must stand before the flush of the change, in the same transaction.
    """
    with db.session.no_autoflush:
        wait_for_turn()
        row = {
            "actor": {"id": actor.id, "role": str(actor.role)} if actor else SYSTEM,
            "action": action,
            "object": _object(obj),
            "before": plain(before),
            "after": plain(after),
            "outcome": outcome,
            **({"also": _names(also)} if also else {}),
        }
        seq = append(db.session.connection(), row)
    reached("audit.written")
    for changed in (obj, *also):
        if changed is not None and hasattr(changed, "audit_seq"):
            changed.audit_seq = seq
        if changed is not None:
            pins.named(changed)
    return seq


def _object(obj) -> dict | None:
    if obj is None:
        return None
    if getattr(obj, "id", None) is None:
        obj.id = new_id()
    return {"type": obj.__tablename__, "id": obj.id}


def _names(rows) -> list[str]:
    """The rows changed beside the object, as the guards of the database look for them."""
    return ["{type}:{id}".format(**_object(row)) for row in rows]


def plain(value):
    """Strings, whole numbers, booleans and null only, so that the canonical form is the only one."""
    if value is None or (isinstance(value, (str, bool, int)) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, (date, Fraction)):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(inner) for inner in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    raise TypeError(f"the audit trail takes no {type(value).__name__}")
