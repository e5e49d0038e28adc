"""Looking up findings and receipts."""

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from accounts import scope
from accounts.models import Account, AuditEntry
from accounts.roles import Role
from checklists.authoring.models import ChecklistVersion, Item, Quotation
from checklists.standards.models import Clause, DocumentVersion
from core.db import db
from core.errors import NotFound
from core.paging import FIRST, Asked, Page, page
from inspections.findings.models import Acknowledgement
from inspections.visits.models import Evidence, Finding, Inspection


@scope.rule(Finding)
def _findings(actor: Account, rows: Select) -> Select:
    """Findings go with their visit, for officials and for the enterprise that it was issued to."""
    if actor.role in (Role.SUPERVISOR, Role.INSPECTOR, Role.ENTERPRISE):
        seen = scope.visible(actor, Inspection).with_only_columns(Inspection.id)
        return rows.where(Finding.inspection_id.in_(seen))
    return scope.nothing(rows)


def _whole():
    clause = selectinload(Finding.item).selectinload(Item.quotations).joinedload(Quotation.clause)
    version = joinedload(Finding.inspection).joinedload(Inspection.checklist_version)
    return (
        clause,
        clause.joinedload(Clause.version).joinedload(DocumentVersion.document),
        version.joinedload(ChecklistVersion.checklist),
        joinedload(Finding.site),
    )


def page_findings(actor: Account, at: Asked = FIRST) -> Page:
    """A page of the findings that the actor may see: what has no day yet first, then what is due first."""
    rows = scope.visible(actor, Finding).options(*_whole())
    return page(rows, func.coalesce(Finding.deadline_on, date.min), Finding.id, at=at)


def findings_of(actor: Account, inspection: Inspection) -> list[Finding]:
    """Every finding of the visit, in the order of its items."""
    rows = scope.visible(actor, Finding).where(Finding.inspection_id == inspection.id).options(*_whole())
    return list(db.session.scalars(rows.join(Finding.item).order_by(Item.position)))


def get_finding(actor: Account, finding_id: str) -> Finding:
    """One finding with its clause; NotFound when it is not the actor's."""
    statement = scope.visible(actor, Finding).where(Finding.id == finding_id).options(*_whole())
    found = db.session.scalars(statement).first()
    if found is None:
        raise NotFound()
    return found


def page_reports(actor: Account, at: Asked = FIRST) -> Page:
    """A page of the issued visits that the actor may see, newest first."""
    rows = scope.visible(actor, Inspection).where(Inspection.state == "issued")
    version = joinedload(Inspection.checklist_version).joinedload(ChecklistVersion.checklist)
    loaded = rows.options(joinedload(Inspection.site), version)
    return page(loaded, Inspection.issued_at.desc(), Inspection.id.desc(), at=at)


def photos_of(actor: Account, finding: Finding) -> list[Evidence]:
    """The photos of the finding's item."""
    statement = scope.visible(actor, Evidence).where(
        Evidence.inspection_id == finding.inspection_id,
        Evidence.item_id == finding.item_id,
        Evidence.withdrawn_at.is_(None),
    )
    return list(db.session.scalars(statement.order_by(Evidence.received_at)))


def find_acknowledgement(inspection: Inspection) -> Acknowledgement | None:
    """The enterprise's receipt of the visit."""
    rows = select(Acknowledgement).where(Acknowledgement.inspection_id == inspection.id)
    return db.session.scalars(rows.options(joinedload(Acknowledgement.account))).first()


def line_of_issue(inspection: Inspection) -> int:
    """The line of the audit trail with which a visit was issued."""
    lines = select(func.max(AuditEntry.seq)).where(AuditEntry.object_id == inspection.id)
    return db.session.scalar(lines.where(AuditEntry.action == "review.issue")) or 0
