"""Looking up findings and receipts."""

from sqlalchemy import Select, case, select
from sqlalchemy.orm import joinedload, selectinload

from accounts import scope
from accounts.models import Account
from accounts.roles import Role
from checklists.authoring.models import ChecklistVersion, Item, Quotation
from checklists.standards.models import Clause, DocumentVersion
from core.db import db
from core.errors import NotFound
from inspections.filling.models import Evidence, Inspection
from inspections.findings.models import Acknowledgement, Finding


@scope.rule(Finding)
def _findings(actor: Account, rows: Select) -> Select:
    """An enterprise sees its own; officials see those of the visits in their scope."""
    if actor.role == Role.ENTERPRISE:
        return rows.where(Finding.organisation_id == actor.organisation_id)
    if actor.role in (Role.SUPERVISOR, Role.INSPECTOR):
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


def list_findings(actor: Account) -> list[Finding]:
    """The findings that the actor may see: what is due first, what has no day yet before it."""
    order = case((Finding.deadline_on.is_(None), 0), else_=1)
    statement = scope.visible(actor, Finding).options(*_whole())
    return list(db.session.scalars(statement.order_by(order, Finding.deadline_on, Finding.id).limit(200)))


def get_finding(actor: Account, finding_id: str) -> Finding:
    """One finding with its clause; NotFound when it is not the actor's."""
    statement = scope.visible(actor, Finding).where(Finding.id == finding_id).options(*_whole())
    found = db.session.scalars(statement).first()
    if found is None:
        raise NotFound()
    return found


def list_reports(actor: Account) -> list[Inspection]:
    """The issued visits that the actor may see, newest first."""
    statement = scope.visible(actor, Inspection).where(Inspection.state == "issued")
    loaded = statement.options(
        joinedload(Inspection.site), joinedload(Inspection.checklist_version).joinedload(ChecklistVersion.checklist)
    )
    return list(db.session.scalars(loaded.order_by(Inspection.issued_at.desc()).limit(100)))


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
