"""What the auditor reads in place of ids: the site that a held or an imported record was about."""

from sqlalchemy import Select, select

from accounts.admin.naming import names
from accounts.admin.points import meanings
from core.errors import N_
from inspections.filling.sync.models import Packet
from inspections.filling.sync.naming import of_a_draft
from inspections.planning.models import Site
from inspections.review.models import HeldNote, Rescue, RescueWord


@names("held_note")
def _held() -> Select:
    notes = select(HeldNote.id, Site.name).select_from(HeldNote)
    return of_a_draft(notes.join(Packet, HeldNote.packet_id == Packet.id))


@names("rescue")
def _rescues() -> Select:
    rescues = select(Rescue.id, Site.name).select_from(Rescue)
    return of_a_draft(rescues.join(Packet, Rescue.packet_id == Packet.id))


@names("rescue_word")
def _words() -> Select:
    words = select(RescueWord.id, Site.name).select_from(RescueWord).join(Rescue, RescueWord.rescue_id == Rescue.id)
    return of_a_draft(words.join(Packet, Rescue.packet_id == Packet.id))


meanings("held_note", "kind", {"noted": N_("知悉"), "returned": N_("退回")})
meanings("rescue", "outcome", {"taken": N_("已接收"), "held": N_("暂存，由主管处理")})
