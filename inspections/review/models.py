"""The supervisor's layer over the answers; never an edit of them."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account
from checklists.authoring.models import Item
from core import guards
from core.db import Audited, Rational, UtcDateTime, db
from inspections.filling.models import Inspection
from inspections.filling.sync.models import Revision


class Decision(Audited, db.Model):
    """What the supervisor says of one answer; the latest of a round counts."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("kind IN ('accept', 'adjust', 'return')", name="kind"),
        CheckConstraint("kind = 'accept' OR reason <> ''", name="reason"),
        CheckConstraint("kind <> 'adjust' OR to_state IS NOT NULL", name="adjusted"),
    )

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.id"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"))
    round: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(10))
    from_state: Mapped[str | None] = mapped_column(String(10))
    to_state: Mapped[str | None] = mapped_column(String(10))
    from_earned: Mapped[Fraction | None] = mapped_column(Rational)
    to_earned: Mapped[Fraction | None] = mapped_column(Rational)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)

    inspection: Mapped[Inspection] = relationship()
    item: Mapped[Item] = relationship()
    decided_by: Mapped[Account] = relationship()


guards.append_only("decision")
guards.declare(
    "decision_by_no_inspector",
    "decision",
    "INSERT",
    "NEW.decided_by_id IN (SELECT inspector_id FROM inspection WHERE id = NEW.inspection_id) OR "
    "NEW.decided_by_id IN (SELECT account_id FROM task_inspector WHERE task_id = "
    "(SELECT task_id FROM inspection WHERE id = NEW.inspection_id))",
    "an inspector cannot decide on his own visit",
)


class Settlement(Audited, db.Model):
    """What was said of a revision that stood beside another: whose content is in force now, and why.

    Who recorded the content stands in the revisions, who decided stands here.
    """

    __tablename__ = "settlement"
    __table_args__ = (
        UniqueConstraint("revision_id"),
        CheckConstraint("kind IN ('keep', 'take', 'return')", name="kind"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(kind = 'take') = (result_id IS NOT NULL)", name="result"),
    )

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.id"), index=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))  # the one that stood beside
    kind: Mapped[str] = mapped_column(String(10))
    chosen_id: Mapped[str | None] = mapped_column(ForeignKey("revision.id"))  # whose content stands
    result_id: Mapped[str | None] = mapped_column(ForeignKey("revision.id"))  # the revision that came into force
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)

    inspection: Mapped[Inspection] = relationship()
    revision: Mapped[Revision] = relationship(foreign_keys=[revision_id])
    chosen: Mapped[Revision | None] = relationship(foreign_keys=[chosen_id])
    decided_by: Mapped[Account] = relationship()


class HeldNote(Audited, db.Model):
    """What the supervisor did about a record that came too late or from outside the task; closes it."""

    __tablename__ = "held_note"
    __table_args__ = (
        UniqueConstraint("packet_id"),
        CheckConstraint("kind IN ('noted', 'returned')", name="kind"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    packet_id: Mapped[str] = mapped_column(ForeignKey("packet.id"))
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)

    decided_by: Mapped[Account] = relationship()


class Rescue(Audited, db.Model):
    """That a packet came in a rescue file, and who brought it."""

    __tablename__ = "rescue"
    __table_args__ = (UniqueConstraint("packet_id"),)

    packet_id: Mapped[str] = mapped_column(ForeignKey("packet.id"))
    file_sha256: Mapped[str] = mapped_column(String(64))
    imported_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)

    imported_by: Mapped[Account] = relationship()


for _table in ("settlement", "held_note", "rescue"):
    guards.append_only(_table)
guards.declare(
    "settlement_by_no_inspector",
    "settlement",
    "INSERT",
    "NEW.decided_by_id IN (SELECT inspector_id FROM inspection WHERE id = NEW.inspection_id) OR "
    "NEW.decided_by_id IN (SELECT account_id FROM task_inspector WHERE task_id = "
    "(SELECT task_id FROM inspection WHERE id = NEW.inspection_id))",
    "an inspector cannot decide on his own visit",
)
