"""The supervisor's layer over the answers; never an edit of them."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account
from checklists.authoring.models import Item
from core import guards
from core.db import Audited, Rational, UtcDateTime, db
from inspections.visits.models.record import Inspection
from inspections.visits.models.revisions import Revision


class Decision(Audited, db.Model):
    """What the supervisor says of one answer; the latest counts, as long as the answer stays as it was."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("kind IN ('accept', 'adjust', 'return')", name="kind"),
        CheckConstraint("kind = 'accept' OR reason <> ''", name="reason"),
        CheckConstraint("kind <> 'adjust' OR to_state IS NOT NULL", name="adjusted"),
    )

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.id"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"))
    round: Mapped[int] = mapped_column(Integer)
    # Fingerprint of the answer and photos it was said about; null where it was made before that was kept.
    about: Mapped[str | None] = mapped_column(String(64))
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


for _table in ("decision", "settlement"):
    guards.append_only(_table)
    guards.named(_table)
    guards.declare(
        f"{_table}_by_no_inspector",
        _table,
        "INSERT",
        "NEW.decided_by_id IN (SELECT inspector_id FROM inspection WHERE id = NEW.inspection_id) OR "
        "NEW.decided_by_id IN (SELECT account_id FROM task_inspector WHERE task_id = "
        "(SELECT task_id FROM inspection WHERE id = NEW.inspection_id))",
        "an inspector cannot decide on his own visit",
    )
