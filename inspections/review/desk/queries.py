"""Looking up what the desk shows: the photos of each side, held records and what they hold."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from accounts import scope
from accounts.models import Account
from checklists.authoring.models import ChecklistVersion
from core.db import db
from core.errors import NotFound
from core.paging import FIRST, Asked, Page, page
from inspections.filling.sync.models import ChainEntry, HandedIn, Packet, PhoneDraft
from inspections.review.models import HeldNote, Rescue
from inspections.visits import queries as visits
from inspections.visits.models import Evidence, Inspection, Revision, Settlement


def photos_by_draft(inspection: Inspection) -> dict[tuple[str | None, str], list[Evidence]]:
    """The photos of a visit by draft and item, in the order of arrival, those taken out again among them.

    What no phone took came over the web page and stands under the draft None.
    """
    drafts = select(Packet.draft_id).where(Packet.inspection_id == inspection.id)
    rows = select(ChainEntry).where(ChainEntry.draft_id.in_(drafts), ChainEntry.kind == "photo")
    takers: dict[tuple[str, str], set[str | None]] = {}
    for row in db.session.scalars(rows):
        takers.setdefault((row.item_id, row.content["sha256"]), set()).add(row.draft_id)
    found: dict[tuple[str | None, str], list[Evidence]] = {}
    for each in inspection.evidence:
        for draft in takers.get((each.item_id, each.sha256), {None}):
            found.setdefault((draft, each.item_id), []).append(each)
    return found


def said_at(revisions: Iterable[Revision]) -> dict[str, datetime]:
    """When each was said by the clock of the phone, by id of the revision; in one statement."""
    rows = list(revisions)
    places = {(row.draft_id, row.seq): row.id for row in rows if row.draft_id and not row.answered_at}
    drafts, seqs = {draft for draft, _ in places}, {seq for _, seq in places}
    own = (ChainEntry.draft_id.in_(drafts), ChainEntry.seq.in_(seqs))
    written = db.session.execute(select(ChainEntry.draft_id, ChainEntry.seq, ChainEntry.at).where(*own))
    found = {row.id: row.answered_at for row in rows if row.answered_at}
    by_place = {(draft, seq): at for draft, seq, at in written}
    return found | {places[key]: datetime.fromisoformat(at) for key, at in by_place.items() if key in places}


def settlements_of(inspection: Inspection) -> list[Settlement]:
    """What was decided between the records of a visit, in the order in which it was."""
    rows = select(Settlement).where(Settlement.inspection_id == inspection.id)
    return list(db.session.scalars(rows.options(joinedload(Settlement.decided_by)).order_by(Settlement.audit_seq)))


def revisions_of(inspection: Inspection) -> list[Revision]:
    """Every revision of a visit with who gave it and on which draft, in the order in which they were kept."""
    rows = select(Revision).where(Revision.inspection_id == inspection.id)
    rows = rows.options(joinedload(Revision.account), joinedload(Revision.draft))
    return list(db.session.scalars(rows.order_by(Revision.kept_at, Revision.number, Revision.seq)))


def imported_by(inspection: Inspection) -> dict[tuple[str, int], str]:
    """Who brought what of a visit in a rescue file: the name, by draft and number of the entry."""
    rows = (
        select(ChainEntry.draft_id, ChainEntry.seq, Account.name)
        .join(Packet, Packet.id == ChainEntry.packet_id)
        .join(Rescue, Rescue.packet_id == Packet.id)
        .join(Account, Account.id == Rescue.imported_by_id)
        .where(Packet.inspection_id == inspection.id)
    )
    return {(draft, seq): name for draft, seq, name in db.session.execute(rows)}


def has_settled(inspection: Inspection) -> bool:
    """Whether anything was ever decided between two records of the visit."""
    return db.session.scalar(select(exists().where(Settlement.inspection_id == inspection.id)))


def page_settled(actor: Account, at: Asked = FIRST) -> Page:
    """A page of what was decided in the actor's area, newest first: one row for each decision."""
    inspection = joinedload(Settlement.inspection)
    version = inspection.joinedload(Inspection.checklist_version)
    rows = scope.visible(actor, Settlement).where(~_same_decision_before())
    rows = rows.options(
        inspection.joinedload(Inspection.site),
        version.selectinload(ChecklistVersion.items),
        joinedload(Settlement.revision),
        joinedload(Settlement.chosen).joinedload(Revision.account),
        joinedload(Settlement.decided_by),
    )
    return page(rows, Settlement.id.desc(), at=at)


def _same_decision_before():
    """Whether an earlier row tells of the same decision: each edit that stood beside has a row of its own."""
    other, own, its = aliased(Settlement), aliased(Revision), aliased(Revision)
    return exists().where(
        other.inspection_id == Settlement.inspection_id,
        other.decided_at == Settlement.decided_at,
        other.audit_seq < Settlement.audit_seq,
        own.id == Settlement.revision_id,
        its.id == other.revision_id,
        func.coalesce(own.item_id, own.attribute) == func.coalesce(its.item_id, its.attribute),
    )


def _held(actor: Account) -> Select:
    return scope.visible(actor, Packet).where(Packet.outcome == "held")


def _later():
    """Whether a later record of the same draft was taken; what was held came into force with it."""
    other = aliased(Packet)
    same = (other.draft_id == Packet.draft_id, other.number > Packet.number, other.outcome == "taken")
    return exists().where(*same)


def _closed():
    return exists().where(HeldNote.packet_id == Packet.id) | _later()


def page_held(actor: Account, at: Asked = FIRST) -> Page:
    """A page of the held records that wait for somebody, oldest first."""
    draft = joinedload(Packet.draft)
    rows = (
        _held(actor).where(~_closed()).options(draft.joinedload(PhoneDraft.site), draft.joinedload(PhoneDraft.account))
    )
    return page(rows, Packet.received_at, Packet.id, at=at)


def page_closed(actor: Account, at: Asked = FIRST) -> Page:
    """A page of the held records that were dealt with, newest first."""
    draft = joinedload(Packet.draft)
    rows = (
        _held(actor).where(_closed()).options(draft.joinedload(PhoneDraft.site), draft.joinedload(PhoneDraft.account))
    )
    return page(rows, Packet.id.desc(), at=at)


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


def get_bytes(packet: Packet, handed_in_id: str) -> HandedIn:
    """Bytes that the record names; NotFound for any others."""
    row = next((each for each in bytes_of(packet).values() if each.id == handed_in_id), None)
    if row is None:
        raise NotFound()
    return row


def bytes_of(packet: Packet) -> dict[str, HandedIn]:
    """The bytes that the record names, by hash."""
    rows = select(HandedIn).where(HandedIn.account_id == packet.account_id, HandedIn.sha256.in_(packet.manifest))
    return {row.sha256: row for row in db.session.scalars(rows)}
