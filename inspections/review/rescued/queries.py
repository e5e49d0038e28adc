"""Looking up what came in rescue files: of a visit, and what waits for the word of its inspector."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from accounts import scope
from accounts.models import Account
from core.db import db
from core.paging import Asked, Page, page
from inspections.filling.sync.models import Packet, PhoneDraft
from inspections.review.models import Rescue, RescueWord
from inspections.visits.models import Inspection


@scope.rule(Rescue)
def _with_their_packet(actor: Account, rows: Select) -> Select:
    seen = scope.visible(actor, Packet).with_only_columns(Packet.id)
    return rows.where(Rescue.packet_id.in_(seen))


def brought_to(inspection: Inspection) -> list[Rescue]:
    """What of the visit came in rescue files, in the order in which it was imported.

    A record that was held counts with its draft, whose later ones bring it into force.
    """
    drafts = select(Packet.draft_id).where(Packet.inspection_id == inspection.id)
    rows = _rescues().where(Packet.draft_id.in_(drafts))
    return list(db.session.scalars(rows.order_by(Rescue.audit_seq)))


def brought_with(packet: Packet) -> list[Rescue]:
    """That the packet came in a rescue file, if it did."""
    return list(db.session.scalars(_rescues().where(Packet.id == packet.id)))


def page_waiting(account: Account, at: Asked) -> Page:
    """A page of what was imported in the account's name and waits for its word, oldest first."""
    rows = _waiting(_rescues(), account).options(contains_eager(Rescue.packet).joinedload(Packet.receipt))
    return page(rows, Rescue.audit_seq, Rescue.id, at=at)


def find_waiting(account: Account) -> Rescue | None:
    """The oldest of them."""
    return db.session.scalars(_waiting(_rescues(), account).order_by(Rescue.audit_seq).limit(1)).first()


def count_waiting(account: Account) -> int:
    """How many there are."""
    rows = select(func.count(Rescue.id)).join(Packet, Packet.id == Rescue.packet_id).outerjoin(Rescue.word)
    return db.session.scalar(_waiting(rows, account))


def _rescues() -> Select:
    draft = contains_eager(Rescue.packet).joinedload(Packet.draft)
    options = (draft.joinedload(PhoneDraft.account), draft.joinedload(PhoneDraft.site))
    rows = select(Rescue).join(Rescue.packet).outerjoin(Rescue.word)
    return rows.options(joinedload(Rescue.imported_by), contains_eager(Rescue.word), *options)


def _waiting(rows: Select, account: Account) -> Select:
    return rows.where(Packet.account_id == account.id, RescueWord.id.is_(None))
