"""What the auditor reads in place of ids: the site of what a phone sent, the bytes of what it handed in."""

from sqlalchemy import Select, func, select

from accounts.admin.naming import names
from inspections.filling.sync.models import HandedIn, Packet, PhoneDraft, Receipt
from inspections.planning.models import Site


@names("phone_draft")
def _drafts() -> Select:
    return select(PhoneDraft.id, Site.name).select_from(PhoneDraft).join(Site, PhoneDraft.site_id == Site.id)


@names("packet")
def _packets() -> Select:
    return of_a_draft(select(Packet.id, Site.name).select_from(Packet))


@names("receipt")
def _receipts() -> Select:
    receipts = select(Receipt.id, Site.name).select_from(Receipt)
    return of_a_draft(receipts.join(Packet, Receipt.packet_id == Packet.id))


def of_a_draft(rows: Select) -> Select:
    """What a packet brought is called by the site of its draft."""
    return rows.join(PhoneDraft, Packet.draft_id == PhoneDraft.id).join(Site, PhoneDraft.site_id == Site.id)


@names("handed_in")
def _bytes() -> Select:
    """Bytes are handed in before anybody says of what visit; they are known by their hash, as on the phone."""
    return select(HandedIn.id, func.substr(HandedIn.sha256, 1, 16).label("name"))
