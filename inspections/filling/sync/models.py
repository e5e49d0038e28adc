"""What phones sent, as it came, and what was made of it; every row is written once."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, CheckConstraint, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account
from checklists.authoring.models import ChecklistVersion
from core import guards
from core.db import Identified, Sequence, Spoken, UtcDateTime, db
from inspections.planning.models import Site, Task
from inspections.visits.models import Inspection, Revision


class HandedIn(Identified, db.Model):
    """Bytes that an account has fully handed in, and what they are as a photo (or why they are none)."""

    __tablename__ = "handed_in"
    __table_args__ = (UniqueConstraint("account_id", "sha256"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refusal: Mapped[str | None] = mapped_column(String(40))  # code of the error, when it is no photo
    refused_because: Mapped[str | None] = mapped_column(Spoken)
    media_type: Mapped[str | None] = mapped_column(String(40))
    shown_sha256: Mapped[str | None] = mapped_column(String(64))
    thumb_sha256: Mapped[str | None] = mapped_column(String(64))
    width: Mapped[int | None]
    height: Mapped[int | None]
    taken_at: Mapped[str | None] = mapped_column(String(40))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)


class PhoneDraft(Identified, db.Model):
    """A draft on one phone; its id is the phone's. What it became of it stands in its packets."""

    __tablename__ = "phone_draft"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    task_id: Mapped[str | None] = mapped_column(ForeignKey("task.id"))
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), index=True)
    checklist_version_id: Mapped[str] = mapped_column(ForeignKey("checklist_version.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)  # as the phone says
    clock: Mapped[dict] = mapped_column(JSON)  # as the phone says
    # The honest interval in which the visit began.
    earliest: Mapped[datetime] = mapped_column(UtcDateTime)
    latest: Mapped[datetime] = mapped_column(UtcDateTime)
    clock_suspect: Mapped[bool] = mapped_column(Boolean)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship()
    task: Mapped[Task | None] = relationship()
    site: Mapped[Site] = relationship()
    checklist_version: Mapped[ChecklistVersion] = relationship()
    packets: Mapped[list["Packet"]] = relationship(back_populates="draft", order_by="Packet.number")


class Packet(Identified, db.Model):
    """One record as it was sent, whole, and the answer that was given; its id is the idempotency key."""

    __tablename__ = "packet"
    __table_args__ = (
        UniqueConstraint("draft_id", "number"),
        CheckConstraint("outcome IN ('taken', 'held')", name="outcome"),
        CheckConstraint("(outcome = 'held') = (reason IS NOT NULL)", name="reason"),
        CheckConstraint("outcome = 'held' OR inspection_id IS NOT NULL", name="inspection"),
    )

    draft_id: Mapped[str] = mapped_column(ForeignKey("phone_draft.id"))
    number: Mapped[int] = mapped_column(Integer)  # within the draft, from 1
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    inspection_id: Mapped[str | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    body_sha256: Mapped[str] = mapped_column(String(64))
    manifest: Mapped[list] = mapped_column(JSON)
    last_seq: Mapped[int] = mapped_column(Integer)
    head: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(40))
    refused: Mapped[dict] = mapped_column(JSON)  # seq → code of the entries that could not be applied
    answer: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

    draft: Mapped[PhoneDraft] = relationship(back_populates="packets")
    inspection: Mapped[Inspection | None] = relationship()
    receipt: Mapped["Receipt"] = relationship(viewonly=True)


class ChainEntry(Identified, db.Model):
    """One change on the phone, as it was hashed there."""

    __tablename__ = "chain_entry"
    __table_args__ = (UniqueConstraint("draft_id", "seq"),)

    draft_id: Mapped[str] = mapped_column(ForeignKey("phone_draft.id"))
    seq: Mapped[int] = mapped_column(Integer)
    packet_id: Mapped[str] = mapped_column(ForeignKey("packet.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))
    content: Mapped[dict] = mapped_column(JSON)
    at: Mapped[str] = mapped_column(String(40))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Receipt(Identified, db.Model):
    """What the server confirmed to a phone, signed; each names the one before it."""

    __tablename__ = "receipt"

    sequence: Mapped[int] = mapped_column(Sequence, unique=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("phone_draft.id"), index=True)
    packet_id: Mapped[str] = mapped_column(ForeignKey("packet.id"), unique=True)
    inspection_id: Mapped[str | None] = mapped_column(ForeignKey("inspection.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    body: Mapped[dict] = mapped_column(JSON)  # as it was sent, signature included
    fingerprint: Mapped[str] = mapped_column(String(64))

    draft: Mapped[PhoneDraft] = relationship()
    account: Mapped[Account] = relationship()


# The record does not know phones; which draft a revision came from is said here.
Revision.draft = relationship(PhoneDraft)
for _table in ("handed_in", "phone_draft", "packet", "chain_entry", "receipt"):
    guards.append_only(_table)
guards.declare(
    "receipt_in_order",
    "receipt",
    "INSERT",
    "NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM receipt)",
    "receipts must continue the sequence",
)
