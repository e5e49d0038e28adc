"""What was given on a visit, one after the other: answers as they once were, signatures; every row is written once."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account
from core import guards
from core.db import Identified, UtcDateTime, db
from inspections.visits.models.record import Inspection


class Revision(Identified, db.Model):
    """An answer or a site's attribute as it was once given; `beside` means that another one stayed in force."""

    __tablename__ = "revision"
    __table_args__ = (
        CheckConstraint("(item_id IS NULL) <> (attribute IS NULL)", name="subject"),
        CheckConstraint("NOT beside OR draft_id IS NOT NULL", name="beside"),
        Index("ix_revision_inspection_id_item_id", "inspection_id", "item_id"),
        Index(
            "uq_revision_item_number",
            "inspection_id",
            "item_id",
            "number",
            unique=True,
            sqlite_where=sql("NOT beside AND item_id IS NOT NULL"),
            postgresql_where=sql("NOT beside AND item_id IS NOT NULL"),
        ),
    )

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.id"))
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))
    attribute: Mapped[str | None] = mapped_column(String(80))
    number: Mapped[int] = mapped_column(Integer)  # the answer's revision; beside: the one that stayed in force
    beside: Mapped[bool] = mapped_column(Boolean, default=False)
    content: Mapped[dict] = mapped_column(JSON)  # {"state", "value", "note"} or {"value"}
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("phone_draft.id"))
    seq: Mapped[int | None] = mapped_column(Integer)  # of the chain of that draft
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship()


class Signature(Identified, db.Model):
    """A signature drawn on the phone at the visit; the image is evidence bytes of the visit."""

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("inspection_id", "draft_id", "seq"),)

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.id"), index=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("phone_draft.id"))
    seq: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    shown_sha256: Mapped[str] = mapped_column(String(64))
    signer: Mapped[str] = mapped_column(String(80))
    signed_at: Mapped[str] = mapped_column(String(40))  # as the phone says
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

    inspection: Mapped[Inspection] = relationship()


for _table in ("revision", "signature"):
    guards.append_only(_table)
