"""Records that came too late or from outside the task: what they hold, and what is done about them."""

from datetime import datetime

from accounts.appending import wait_for_turn
from accounts.audit import record
from accounts.models import Account
from core.db import db
from core.errors import N_, Conflict, Invalid
from inspections.filling.sync.models import Packet
from inspections.review import services as review
from inspections.review.desk import queries
from inspections.review.eyes import OwnVisit, require_other_hands
from inspections.review.models import HeldNote
from inspections.review.rescued.queries import brought_with
from inspections.visits.models import Inspection

NOTED, RETURNED = "noted", "returned"


class AlreadyClosed(Conflict):
    """Somebody has dealt with the record meanwhile."""

    message = N_("这条记录已经处理过，没有再次处理。请刷新页面查看。")


class CannotReturn(Conflict):
    """The visit is in no state, or the record has no item, for which it could be given anew."""

    message = N_("这次检查现在不能退回，只能记为知悉。")


def items_of(packet: Packet) -> list[str]:
    """The ids of the items of which the record says something."""
    return list(dict.fromkeys(entry.item_id for entry in queries.entries_of(packet) if entry.item_id))


def can_return(packet: Packet, inspection: Inspection | None) -> bool:
    """Whether the visit can be sent back so that the content of the record is given anew."""
    return inspection is not None and inspection.state == "submitted" and bool(items_of(packet))


def close(actor: Account, packet: Packet, kind: str, reason: str, now: datetime) -> HeldNote:
    """Take note of a held record, or return its visit for the items of which it speaks; nothing of it is applied.

    Raises AlreadyClosed, OwnVisit, BroughtByYou, CannotReturn, or Invalid naming the field.
    """
    wait_for_turn()
    if queries.find_note(packet):
        raise AlreadyClosed()
    if packet.account_id == actor.id:
        raise OwnVisit()
    require_other_hands(actor, brought_with(packet))
    if kind not in (NOTED, RETURNED):
        raise Invalid(fields={"kind": N_("请选择如何处理。")})
    if not reason.strip():
        raise Invalid(fields={"reason": N_("请写明理由。")})
    if kind == RETURNED:
        _return(actor, packet, reason.strip(), now)
    note = HeldNote(packet_id=packet.id, kind=kind, reason=reason.strip(), decided_by_id=actor.id, decided_at=now)
    record(actor, "held.close", note, after={"packet": packet.id, "kind": kind, "reason": note.reason})
    db.session.add(note)
    db.session.flush()
    return note


def _return(actor: Account, packet: Packet, reason: str, now: datetime) -> None:
    inspection = queries.find_visit(actor, packet)
    if not can_return(packet, inspection):
        raise CannotReturn()
    for item_id in items_of(packet):
        review.decide(actor, inspection, item_id, review.Given("return", reason), now)
    review.return_visit(actor, inspection, now)
