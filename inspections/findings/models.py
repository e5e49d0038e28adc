"""What the enterprise says of an issued inspection."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account
from core import guards
from core.db import Audited, UtcDateTime, db
from inspections.visits.models.findings import NOT_THE_OWNER


class Acknowledgement(Audited, db.Model):
    """An enterprise's confirmation that an issued inspection reached it."""

    __tablename__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("inspection_id", "organisation_id"),)

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship()


guards.append_only("acknowledgement")
guards.named("acknowledgement")
guards.declare(
    "acknowledgement_of_the_owner",
    "acknowledgement",
    "INSERT",
    NOT_THE_OWNER,
    "acknowledgement goes to the owner of the visit",
)
