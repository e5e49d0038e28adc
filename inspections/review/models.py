"""What the supervisor did about records that came too late, from outside the task or in a rescue file."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account
from core import guards
from core.db import Audited, UtcDateTime, db
from inspections.filling.sync.models import Packet


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
    packet: Mapped[Packet] = relationship()
    word: Mapped["RescueWord | None"] = relationship(back_populates="rescue")

    @property
    def confirmed(self) -> bool:
        """Whether the inspector has said that the records are his."""
        return self.word is not None and self.word.kind == "confirmed"


class RescueWord(Audited, db.Model):
    """What the inspector says of records that somebody brought in his name: his, or not his."""

    __tablename__ = "rescue_word"
    __table_args__ = (
        UniqueConstraint("rescue_id"),
        CheckConstraint("kind IN ('confirmed', 'denied')", name="kind"),
        CheckConstraint("kind = 'confirmed' OR reason <> ''", name="reason"),
    )

    rescue_id: Mapped[str] = mapped_column(ForeignKey("rescue.id"))
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    said_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)

    rescue: Mapped[Rescue] = relationship(back_populates="word")
    said_by: Mapped[Account] = relationship()


for _table in ("held_note", "rescue", "rescue_word"):
    guards.append_only(_table)
    guards.named(_table)
# Whoever brought records in a rescue file, until the inspector has confirmed them: the passphrase proves nobody's hand.
# A record that was held counts with its draft, whose later ones bring it into force.
IMPORTERS = (
    "SELECT rescue.imported_by_id FROM rescue JOIN packet ON packet.id = rescue.packet_id WHERE {which} AND NOT EXISTS "
    "(SELECT 1 FROM rescue_word AS word WHERE word.rescue_id = rescue.id AND word.kind = 'confirmed')"
)
OF_VISIT = "packet.draft_id IN (SELECT own.draft_id FROM packet AS own WHERE own.inspection_id = NEW.{visit})"
for _table in ("decision", "settlement"):
    guards.declare(
        f"{_table}_by_no_importer",
        _table,
        "INSERT",
        f"NEW.decided_by_id IN ({IMPORTERS.format(which=OF_VISIT.format(visit='inspection_id'))})",
        "whoever imported records of a visit cannot decide on it",
    )
guards.declare(
    "held_note_by_no_importer",
    "held_note",
    "INSERT",
    f"NEW.decided_by_id IN ({IMPORTERS.format(which='packet.id = NEW.packet_id')})",
    "whoever imported a record cannot decide on it",
)
guards.declare(
    "inspection_reviewed_by_no_importer",
    "inspection",
    "UPDATE",
    "NEW.state <> OLD.state AND NEW.state IN ('returned', 'approved', 'issued') AND EXISTS (SELECT 1 FROM "
    f"({IMPORTERS.format(which=OF_VISIT.format(visit='id'))}) AS importer WHERE importer.imported_by_id = "
    "(SELECT actor_id FROM audit_entry WHERE seq = NEW.audit_seq) "
    "OR NEW.state = 'approved' AND importer.imported_by_id = NEW.reviewer_id)",
    "whoever imported records of a visit cannot return, approve or issue it",
)
guards.declare(
    "rescue_word_by_its_inspector",
    "rescue_word",
    "INSERT",
    "NEW.said_by_id <> (SELECT packet.account_id FROM rescue JOIN packet ON packet.id = rescue.packet_id "
    "WHERE rescue.id = NEW.rescue_id)",
    "only the inspector in whose name records were imported says whether they are his",
)
