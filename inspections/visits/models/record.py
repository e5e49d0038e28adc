"""A visit and what was recorded on it: answers, evidence, scores."""

from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account, Organisation
from checklists.authoring.models import ChecklistVersion, Item
from core import guards
from core.db import Audited, Identified, Rational, UtcDateTime, db
from inspections.planning.models import Site, Task
from inspections.visits.states import OPEN


class Inspection(Audited, db.Model):
    """One visit with one checklist version. Its flags, times and people can never disagree."""

    __tablename__ = "inspection"
    __table_args__ = (
        CheckConstraint("state IN ('draft','submitted','returned','approved','issued')", name="state"),
        CheckConstraint("(state = 'draft') = (submitted_at IS NULL)", name="submitted"),
        CheckConstraint("(state IN ('approved','issued')) = (approved_at IS NOT NULL)", name="approved"),
        CheckConstraint("(state = 'issued') = (issued_at IS NOT NULL)", name="issued"),
        CheckConstraint("(approved_at IS NULL) = (reviewer_id IS NULL)", name="reviewer"),
        CheckConstraint("reviewer_id <> inspector_id", name="four_eyes"),
    )

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), unique=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), index=True)
    checklist_version_id: Mapped[str] = mapped_column(ForeignKey("checklist_version.id"))
    inspector_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    effective_on: Mapped[date]  # the day whose law decides
    # The site's attributes as they were answered at this visit.
    attributes: Mapped[dict] = mapped_column(JSON, default=dict)
    round: Mapped[int] = mapped_column(Integer, default=1)  # one more each time it is returned
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewer_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Whose record it is, from the issue on: the site's owner on the day of the visit, whoever owns it later.
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    # What the supervisor should know of how it came: clock_suspect | superseded | unplanned | conflict
    flags: Mapped[list] = mapped_column(JSON, default=list, server_default="[]")
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    task: Mapped[Task] = relationship()
    site: Mapped[Site] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    checklist_version: Mapped[ChecklistVersion] = relationship()
    inspector: Mapped[Account] = relationship(foreign_keys=[inspector_id])
    reviewer: Mapped[Account | None] = relationship(foreign_keys=[reviewer_id])
    answers: Mapped[list["Answer"]] = relationship(back_populates="inspection")
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="inspection", order_by="Evidence.received_at")

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def stage(self) -> str:
        """The state; a visit that was closed together with its task is neither filled nor submitted any more."""
        return "withdrawn" if self.state in OPEN and self.task.withdrawn else self.state


class Answer(Audited, db.Model):
    """What the inspector recorded for one item; a missing row or a null state is not yet answered."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("inspection_id", "item_id"),
        CheckConstraint("state IN ('pass','partial','fail','na','unable')", name="state"),
    )

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"))
    state: Mapped[str | None] = mapped_column(String(10))
    value: Mapped[dict | None] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(Integer, default=1)
    # The phone's clock when it was tapped; may disagree with saved_at by hours.
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    inspection: Mapped[Inspection] = relationship(back_populates="answers")
    item: Mapped[Item] = relationship()


class Evidence(Audited, db.Model):
    """A photo of one item: immutable bytes by hash; time and place are what the phone said, not proven."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("inspection_id", "item_id", "sha256"),)

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    # The re-encoded copy that people are shown: upright, at most 1600 px, without EXIF.
    shown_sha256: Mapped[str] = mapped_column(String(64))
    thumb_sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    taken_at: Mapped[str | None] = mapped_column(String(40))  # as EXIF or the phone wrote it
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    accuracy: Mapped[float | None] = mapped_column(Float)  # metres, as the phone said
    marks_sha256: Mapped[str | None] = mapped_column(String(64))  # the inspector's annotated copy
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_from_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    # Taken out of a draft by the inspector; the bytes stay.
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    inspection: Mapped[Inspection] = relationship(back_populates="evidence")
    item: Mapped[Item] = relationship()


class ScoreRecord(Identified, db.Model):
    """A score as it was computed once: by the inspector's answers, or with the supervisor's decisions."""

    __tablename__ = "score_record"
    __table_args__ = (UniqueConstraint("inspection_id", "round", "layer"),)

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.id"), index=True)
    round: Mapped[int] = mapped_column(Integer)
    layer: Mapped[str] = mapped_column(String(10))  # inspector | reviewed
    engine: Mapped[str] = mapped_column(String(20))
    input_hash: Mapped[str] = mapped_column(String(64))
    earned: Mapped[Fraction] = mapped_column(Rational)
    possible: Mapped[Fraction] = mapped_column(Rational)
    open_points: Mapped[Fraction] = mapped_column(Rational)
    full_points: Mapped[Fraction] = mapped_column(Rational)
    raw: Mapped[str | None] = mapped_column(String(10))
    effective: Mapped[str | None] = mapped_column(String(10))
    grade: Mapped[str | None] = mapped_column(String(40))
    vetoes: Mapped[list] = mapped_column(JSON, default=list)
    details: Mapped[dict] = mapped_column(JSON)
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)


guards.audited("inspection")
guards.audited("answer")
guards.audited("evidence")
guards.append_only("score_record")
CLOSED = (
    "coalesce((SELECT state FROM inspection WHERE id = {row}.inspection_id), '') NOT IN ('draft', 'returned', {also})"
)
guards.declare(
    "answer_closed_insert", "answer", "INSERT", CLOSED.format(row="NEW", also="''"), "the visit is submitted"
)
guards.declare(
    "answer_closed_update",
    "answer",
    "UPDATE",
    "NEW.inspection_id <> OLD.inspection_id OR NEW.item_id <> OLD.item_id OR "
    + CLOSED.format(row="OLD", also="'submitted'")
    + " OR ("
    + CLOSED.format(row="OLD", also="''")
    # Of a submitted visit only the supervisor's choice between two phones' records changes an answer.
    + " AND NOT EXISTS (SELECT 1 FROM audit_entry WHERE seq = NEW.audit_seq AND action = 'answer.settle'))",
    "the answers of a submitted visit are closed",
)
guards.declare(
    "evidence_bytes_fixed",
    "evidence",
    "UPDATE",
    "NEW.sha256 <> OLD.sha256 OR NEW.inspection_id <> OLD.inspection_id OR NEW.item_id <> OLD.item_id",
    "evidence never changes",
)
guards.declare(
    "inspection_owner_fixed",
    "inspection",
    "UPDATE",
    "OLD.organisation_id IS NOT NULL AND coalesce(NEW.organisation_id, '') <> OLD.organisation_id",
    "the owner of an issued visit never changes",
)
for _event in ("INSERT", "UPDATE"):
    guards.declare(
        f"inspection_issued_to_owner_{_event.lower()}",
        "inspection",
        _event,
        "(NEW.state = 'issued') <> (NEW.organisation_id IS NOT NULL)",
        "an issued visit has an owner, and no other",
    )
guards.declare(
    "reviewer_is_no_inspector",
    "inspection",
    "UPDATE",
    "NEW.reviewer_id IN (SELECT account_id FROM task_inspector WHERE task_id = NEW.task_id)",
    "the reviewer is one of the inspectors",
)
