"""Looking up what phones sent: bytes, drafts, packets, receipts, revisions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from accounts import scope
from accounts.models import Account
from accounts.queries import governed_areas
from accounts.roles import Role
from core.db import db
from core.errors import NotFound
from inspections.filling.sync.merging import Present, first
from inspections.filling.sync.models import ChainEntry, HandedIn, Packet, PhoneDraft, Receipt
from inspections.planning.models import Site
from inspections.visits.models import Evidence, Inspection, Revision, Settlement, Signature


@scope.rule(PhoneDraft)
def _drafts(actor: Account, rows: Select) -> Select:
    """Inspectors see what they sent themselves, supervisors what was sent of their areas."""
    if actor.role == Role.INSPECTOR:
        return rows.where(PhoneDraft.account_id == actor.id)
    if actor.role == Role.SUPERVISOR:
        own = select(Site.id).where(Site.area_id.in_(governed_areas(actor)))
        return rows.where(PhoneDraft.site_id.in_(own))
    return scope.nothing(rows)


@scope.rule(Receipt)
@scope.rule(Packet)
def _with_their_draft(actor: Account, rows: Select) -> Select:
    seen = scope.visible(actor, PhoneDraft).with_only_columns(PhoneDraft.id)
    return rows.where(rows.selected_columns.draft_id.in_(seen))


@scope.rule(Signature)
def _with_their_visit(actor: Account, rows: Select) -> Select:
    """Signatures are for the inspectors and the supervisors of the visit."""
    if actor.role not in (Role.INSPECTOR, Role.SUPERVISOR):
        return scope.nothing(rows)
    seen = scope.visible(actor, Inspection).with_only_columns(Inspection.id)
    return rows.where(Signature.inspection_id.in_(seen))


def signatures_of(actor: Account, inspection: Inspection) -> list[Signature]:
    """Who signed the visit: of each draft the last signature, in the order of arrival."""
    rows = scope.visible(actor, Signature).where(Signature.inspection_id == inspection.id)
    ordered = db.session.scalars(rows.order_by(Signature.received_at, Signature.seq))
    return list({row.draft_id: row for row in ordered}.values())


def marked_copy(evidence: Evidence) -> HandedIn:
    """The inspector's drawing on that photo, as people are shown it; NotFound where nobody drew on it."""
    rows = select(HandedIn).where(HandedIn.sha256 == evidence.marks_sha256, HandedIn.shown_sha256.is_not(None))
    found = db.session.scalars(rows.limit(1)).first()
    if found is None:
        raise NotFound()
    return found


def handed_in(actor: Account, digests: Iterable[str]) -> dict[str, HandedIn]:
    """Of these bytes, what the account has fully handed in, by hash."""
    rows = select(HandedIn).where(HandedIn.account_id == actor.id, HandedIn.sha256.in_(list(digests)))
    return {row.sha256: row for row in db.session.scalars(rows)}


def refused_since(actor: Account, since: datetime) -> tuple[int, int]:
    """How many files that are no photo the account has handed in since then, and their bytes."""
    rows = select(func.count(HandedIn.id), func.coalesce(func.sum(HandedIn.size), 0))
    own = (HandedIn.account_id == actor.id, HandedIn.refusal.is_not(None), HandedIn.received_at > since)
    return tuple(db.session.execute(rows.where(*own)).one())


def find_draft(draft_id: str) -> PhoneDraft | None:
    """The draft of a phone, whoever sent it."""
    return db.session.get(PhoneDraft, draft_id)


def list_packets(draft_id: str) -> list[Packet]:
    """The packets of a draft in the order of arrival."""
    return list(db.session.scalars(select(Packet).where(Packet.draft_id == draft_id).order_by(Packet.number)))


def chain_of(draft_id: str) -> dict[int, str]:
    """The hashes of a draft's entries that are here, by seq."""
    rows = select(ChainEntry.seq, ChainEntry.hash).where(ChainEntry.draft_id == draft_id)
    return {row.seq: row.hash for row in db.session.execute(rows)}


def entries_of(draft_id: str, seqs: Iterable[int] | None = None, after: int = 0) -> list[ChainEntry]:
    """Entries of a draft that are here, in order: those with the numbers, or those after one."""
    rows = select(ChainEntry).where(ChainEntry.draft_id == draft_id, ChainEntry.seq > after)
    if seqs is not None:
        rows = rows.where(ChainEntry.seq.in_(list(seqs)))
    return list(db.session.scalars(rows.order_by(ChainEntry.seq)))


def last_receipt() -> Receipt | None:
    """The newest receipt of the installation."""
    return db.session.scalars(select(Receipt).order_by(Receipt.sequence.desc()).limit(1)).first()


def revisions_of(inspection: Inspection) -> list[Revision]:
    """Every revision of a visit's answers and attributes in the order in which they were kept."""
    rows = select(Revision).where(Revision.inspection_id == inspection.id).options(joinedload(Revision.account))
    return list(db.session.scalars(rows.order_by(Revision.kept_at, Revision.number, Revision.seq)))


def in_force(revisions: Iterable[Revision]) -> dict[str, Revision]:
    """The last revision in force, by item id or attribute name."""
    return {row.item_id or row.attribute: row for row in revisions if not row.beside}


def presents(revisions: Iterable[Revision]) -> dict[str, Present]:
    """What is in force as the rules of merging see it, by item id or attribute name."""
    found: dict[str, Present] = {}
    for row in revisions:
        if row.beside:
            continue
        key, said = row.item_id or row.attribute, (row.number, row.content, row.draft_id)
        found[key] = found[key].then(*said) if key in found else _first(*said)
    return found


def _first(number: int, content: dict, draft: str | None) -> Present:
    """Before the first revision that was kept there may have been others, of nobody's draft."""
    present = first(number, content, draft)
    return replace(present, drafts=present.drafts | {None}) if number > 1 else present


def conflicts_of(inspection: Inspection, revisions: Iterable[Revision]) -> dict[str, list[Revision]]:
    """What stands beside an answer or attribute and nobody has decided yet, by item id or attribute name."""
    beside = [row for row in revisions if row.beside]
    settled = _settled(inspection) if beside else set()
    found: dict[str, list[Revision]] = {}
    for row in beside:
        if row.id not in settled:
            found.setdefault(row.item_id or row.attribute, []).append(row)
    return found


def named_conflicts(inspection: Inspection) -> dict[str, str]:
    """What waits to be decided as people call it: codes of items, then labels of attributes, by id or name."""
    beside, version = conflicts_of(inspection, revisions_of(inspection)), inspection.checklist_version
    names = {item.id: item.code for item in version.items}
    names |= {each["name"]: each["label"] for each in version.attributes}
    return {key: words for key, words in names.items() if key in beside}


def _settled(inspection: Inspection) -> set[str]:
    rows = select(Settlement.revision_id).where(Settlement.inspection_id == inspection.id)
    return set(db.session.scalars(rows))


def count_conflicts(inspections: Iterable[Inspection]) -> dict[str, int]:
    """How many answers and attributes of each visit wait to be decided, by visit id; none: left out."""
    subject = func.coalesce(Revision.item_id, Revision.attribute)
    open_ones = ~exists().where(Settlement.revision_id == Revision.id)
    rows = (
        select(Revision.inspection_id, func.count(subject.distinct()))
        .where(Revision.beside, open_ones, Revision.inspection_id.in_([each.id for each in inspections]))
        .group_by(Revision.inspection_id)
    )
    return dict(db.session.execute(rows).all())
