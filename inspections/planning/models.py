"""What is inspected, by whom, until when; and the county's own calendar."""

from datetime import date

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account, Area, Organisation
from checklists.authoring.models import ChecklistVersion
from core import guards
from core.db import Audited, Id, db

task_inspector = Table(
    "task_inspector",
    db.metadata,
    Column("task_id", Id, ForeignKey("task.id"), primary_key=True),
    Column("account_id", Id, ForeignKey("account.id"), primary_key=True, index=True),
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

    site: Mapped[Site] = relationship()
    checklist_version: Mapped[ChecklistVersion] = relationship()
    created_by: Mapped[Account] = relationship()
    inspectors: Mapped[list[Account]] = relationship(secondary=task_inspector)


class CalendarDay(Audited, db.Model):
    """The county's own word on one day; it goes over the national calendar."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(Date, unique=True)
    working: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(String(200))


for _table in ("site", "task", "calendar_day"):
    guards.audited(_table)
