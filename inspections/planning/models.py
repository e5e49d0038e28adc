"""What is inspected, by whom, until when; and the county's own calendar."""

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account, Area, Organisation
from checklists.authoring.models import ChecklistVersion
from core import guards
from core.db import Audited, Id, UtcDateTime, db

NOT_HANDED_IN = ("draft", "returned")  # states of a visit

task_inspector = Table(
    "task_inspector",
    db.metadata,
    Column("task_id", Id, ForeignKey("task.id"), primary_key=True),
    Column("account_id", Id, ForeignKey("account.id"), primary_key=True, index=True),
    info={"belongs_to": "task"},
)


class Site(Audited, db.Model):
    """What is inspected: a depot, a plant, a purchase project."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_id: Mapped[str] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))  # depot | plant | purchase …
    address: Mapped[str] = mapped_column(String(200), default="")
    attributes: Mapped[dict] = mapped_column(JSON, default=dict)  # {name: option}; they switch items on

    organisation: Mapped[Organisation] = relationship()
    area: Mapped[Area] = relationship()


class SiteTransfer(Audited, db.Model):
    """That a site went to another organisation, from which day and why."""

    __tablename__ = "site_transfer"
    __table_args__ = (
        CheckConstraint("from_organisation_id <> to_organisation_id", name="other"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), index=True)
    from_organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    to_organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    from_on: Mapped[date]  # the first day of the new owner
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)

    from_organisation: Mapped[Organisation] = relationship(foreign_keys=[from_organisation_id])
    to_organisation: Mapped[Organisation] = relationship(foreign_keys=[to_organisation_id])
    decided_by: Mapped[Account] = relationship()


class Task(Audited, db.Model):
    """A visit to be made: one site, one published checklist, one or more inspectors, a last day."""

    __tablename__ = "task"
    __table_args__ = (CheckConstraint("state IN ('open', 'done', 'cancelled')", name="state"),)

    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), index=True)
    checklist_version_id: Mapped[str] = mapped_column(ForeignKey("checklist_version.id"))
    created_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="open")
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    visit_kept: Mapped[bool | None]  # of a withdrawn task whose visit was begun: whether it may be finished

    site: Mapped[Site] = relationship()
    checklist_version: Mapped[ChecklistVersion] = relationship()
    created_by: Mapped[Account] = relationship()
    inspectors: Mapped[list[Account]] = relationship(secondary=task_inspector)
    # By name, to be looked at: the visit is a model of a room behind this one.
    visit = relationship("Inspection", viewonly=True, uselist=False)

    @property
    def may_be_withdrawn(self) -> bool:
        """Still to be done, and nothing of it with the supervisor yet."""
        return self.state == "open" and (self.visit is None or self.visit.state in NOT_HANDED_IN)

    @property
    def withdrawn(self) -> bool:
        """Taken back, and a visit that was begun with it."""
        return self.state == "cancelled" and not self.visit_kept


class CalendarDay(Audited, db.Model):
    """The county's own word on one day; it goes over the national calendar."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(Date, unique=True)
    working: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(String(200))


for _table in ("site", "task", "calendar_day"):
    guards.audited(_table)
guards.append_only("site_transfer")
guards.named("site_transfer")
guards.declare(
    "site_owner_by_transfer",
    "site",
    "UPDATE",
    "NEW.organisation_id <> OLD.organisation_id AND NOT EXISTS (SELECT 1 FROM site_transfer AS given"
    " WHERE given.site_id = NEW.id AND given.audit_seq = NEW.audit_seq"
    " AND given.from_organisation_id = OLD.organisation_id AND given.to_organisation_id = NEW.organisation_id)",
    "a site changes its owner by a transfer only",
)
