"""Looking up what the desk shows: the photos of each side, held records and what they hold."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from accounts import scope
from accounts.models import Account
from core.db import db
from core.errors import NotFound
from inspections.filling import queries as visits
from inspections.filling.models import Evidence, Inspection
from inspections.filling.sync.models import ChainEntry, HandedIn, Packet, PhoneDraft, Revision
from inspections.review.models import HeldNote, Rescue

PAGE = 40


def photos_by_draft(inspection: Inspection, drafts: Iterable[str]) -> dict[tuple[str, str], list[Evidence]]:
    """The photos of a visit that each draft took, by draft and item, in the order of arrival."""
    rows = select(ChainEntry).where(ChainEntry.draft_id.in_(list(drafts)), ChainEntry.kind == "photo")
    named = {(row.draft_id, row.item_id, row.content["sha256"]) for row in db.session.scalars(rows)}
    kept = [each for each in inspection.evidence if each.withdrawn_at is None]
    places = {(draft, item) for draft, item, _ in named}
    return {
        (draft, item): [each for each in kept if each.item_id == item and (draft, item, each.sha256) in named]
        for draft, item in places
    }


def said_at(revision: Revision) -> datetime | None:
    """When it was said by the clock of the phone."""
    if revision.answered_at or revision.draft_id is None:
        return revision.answered_at
    own = (ChainEntry.draft_id == revision.draft_id, ChainEntry.seq == revision.seq)
    written = db.session.scalar(select(ChainEntry.at).where(*own))
    return datetime.fromisoformat(written) if written else None


def _held(actor: Account) -> Select:
    return scope.visible(actor, Packet).where(Packet.outcome == "held")


def _later():
    """Whether a later record of the same draft was taken; what was held came into force with it."""
    other = aliased(Packet)
    same = (other.draft_id == Packet.draft_id, other.number > Packet.number, other.outcome == "taken")
    return exists().where(*same)


def _closed():
    return exists().where(HeldNote.packet_id == Packet.id) | _later()


def list_held(actor: Account) -> list[Packet]:
    """The held records that wait for somebody, oldest first."""
    draft = joinedload(Packet.draft)
    rows = (
        _held(actor).where(~_closed()).options(draft.joinedload(PhoneDraft.site), draft.joinedload(PhoneDraft.account))
    )
    return list(db.session.scalars(rows.order_by(Packet.received_at)))


def list_closed(actor: Account, before: str | None = None) -> list[Packet]:
    """A page of the held records that were dealt with, newest first."""
    draft = joinedload(Packet.draft)
    rows = (
        _held(actor).where(_closed()).options(draft.joinedload(PhoneDraft.site), draft.joinedload(PhoneDraft.account))
    )
    if before:
        rows = rows.where(Packet.id < before)
    return list(db.session.scalars(rows.order_by(Packet.id.desc()).limit(PAGE)))


def count_held(actor: Account) -> int:
    """How many held records wait for somebody."""
    waiting = _held(actor).where(~_closed()).with_only_columns(Packet.id).subquery()
    return db.session.scalar(select(func.count()).select_from(waiting))


def get_held(actor: Account, packet_id: str) -> Packet:
    """A held record that the actor may see; NotFound otherwise."""
    packet = db.session.scalars(_held(actor).where(Packet.id == packet_id)).first()
    if packet is None:
        raise NotFound()
    return packet


def find_note(packet: Packet) -> HeldNote | None:
    """What was done about a held record."""
    return db.session.scalars(select(HeldNote).where(HeldNote.packet_id == packet.id)).first()


def find_rescue(packet: Packet) -> Rescue | None:
    """Who brought the record in a rescue file."""
    return db.session.scalars(select(Rescue).where(Rescue.packet_id == packet.id)).first()


def came_into_force(packet: Packet) -> bool:
    """Whether a later record of the draft was taken, and this one with it."""
    return db.session.scalar(select(Packet.id).where(Packet.id == packet.id, _later())) is not None


def find_visit(actor: Account, packet: Packet) -> Inspection | None:
    """The visit of a record, where the actor may see it."""
    if packet.inspection_id is None:
        return None
    try:
        return visits.get_visit(actor, packet.inspection_id)
    except NotFound:
        return None


def entries_of(packet: Packet) -> list[ChainEntry]:
    """What the record holds, in order."""
    rows = select(ChainEntry).where(ChainEntry.packet_id == packet.id)
    return list(db.session.scalars(rows.order_by(ChainEntry.seq)))


def bytes_of(packet: Packet) -> dict[str, HandedIn]:
    """The bytes that the record names, by hash."""
    rows = select(HandedIn).where(HandedIn.account_id == packet.account_id, HandedIn.sha256.in_(packet.manifest))
    return {row.sha256: row for row in db.session.scalars(rows)}
