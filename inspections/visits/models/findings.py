"""What an issued inspection found: for the enterprise to read, confirm and later put right."""

from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from checklists.authoring.models import Item
from core import guards
from core.db import Audited, Rational, Spoken, UtcDateTime, db
from inspections.planning.models import Site
from inspections.visits.models.record import Inspection

NOT_THE_OWNER = (
    "NEW.organisation_id <> (SELECT coalesce(organisation_id, '') FROM inspection WHERE id = NEW.inspection_id)"
)


class Finding(Audited, db.Model):
    """A failed clause at a site, as issued."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("inspection_id", "item_id"),
        CheckConstraint("severity IN ('general', 'major')", name="severity"),
        CheckConstraint("(deadline_state = 'set') = (deadline_on IS NOT NULL)", name="deadline"),
    )

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"))
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    severity: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20), default="open")
    answer_state: Mapped[str] = mapped_column(String(10))  # fail | partial, after review
    seen: Mapped[str] = mapped_column(Spoken)  # reading and note as issued
    points_lost: Mapped[Fraction | None] = mapped_column(Rational)
    deadline_on: Mapped[date | None]
    # set | calendar_unpublished (待确认)
    deadline_state: Mapped[str] = mapped_column(String(20), default="set")
    # Whose term it is: the document's words, or the supervisor's.
    deadline_basis: Mapped[str] = mapped_column(Spoken)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)

    inspection: Mapped[Inspection] = relationship()
    item: Mapped[Item] = relationship()
    site: Mapped[Site] = relationship()
    organisation: Mapped[Organisation] = relationship()


guards.audited("finding")
guards.declare("finding_of_the_owner", "finding", "INSERT", NOT_THE_OWNER, "finding goes to the owner of the visit")
guards.declare(
    "finding_owner_fixed",
    "finding",
    "UPDATE",
    "NEW.organisation_id <> OLD.organisation_id OR NEW.inspection_id <> OLD.inspection_id",
    "the owner of a finding never changes",
)
