"""Looking up checklists."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from accounts import scope
from accounts.access import OFFICIALS
from accounts.models import Account
from accounts.roles import Role
from checklists.authoring.models import Checklist, ChecklistVersion, Item, Quotation
from checklists.standards.models import DocumentVersion
from core.db import db
from core.errors import NotFound
from core.paging import Asked, Page, page


@scope.rule(ChecklistVersion)
def _published_for_officials(actor: Account, rows: Select) -> Select:
    if actor.role == Role.EDITOR:
        return rows
    return rows.where(ChecklistVersion.state == "published") if actor.role in OFFICIALS else scope.nothing(rows)


def whole_version():
    """Load options: items, quotations and clauses in a fixed number of statements."""
    return (
        joinedload(ChecklistVersion.checklist),
        joinedload(ChecklistVersion.document_version).joinedload(DocumentVersion.document),
        selectinload(ChecklistVersion.items).selectinload(Item.quotations).joinedload(Quotation.clause),
    )


def get_form(version_id: str) -> ChecklistVersion:
    """A version with all its items and quotations, whatever their number, in three statements."""
    found = db.session.scalars(
        select(ChecklistVersion).where(ChecklistVersion.id == version_id).options(*whole_version())
    ).first()
    if found is None:
        raise NotFound()
    return found


def find_published(code: str) -> ChecklistVersion | None:
    """The newest published version of the checklist with that code."""
    return db.session.scalars(
        select(ChecklistVersion)
        .join(Checklist)
        .where(Checklist.code == code, ChecklistVersion.state == "published")
        .order_by(ChecklistVersion.number.desc())
    ).first()


def list_published_of(code: str) -> list[ChecklistVersion]:
    """Every published version of the checklist with that code."""
    rows = select(ChecklistVersion).join(Checklist).where(Checklist.code == code, ChecklistVersion.state == "published")
    return list(db.session.scalars(rows.order_by(ChecklistVersion.number)))


def list_published(site_kind: str | None = None) -> list[ChecklistVersion]:
    """The newest published version of every checklist, or of those for that kind of site, by title."""
    latest = (
        select(ChecklistVersion.checklist_id, func.max(ChecklistVersion.number).label("number"))
        .where(ChecklistVersion.state == "published")
        .group_by(ChecklistVersion.checklist_id)
        .subquery()
    )
    statement = (
        select(ChecklistVersion)
        .join(latest, (latest.c.checklist_id == ChecklistVersion.checklist_id))
        .where(latest.c.number == ChecklistVersion.number)
        .options(joinedload(ChecklistVersion.checklist))
    )
    fitting = [each for each in db.session.scalars(statement) if site_kind in (None, each.site_kind)]
    return sorted(fitting, key=lambda version: version.checklist.title)


def page_versions(actor: Account, at: Asked) -> Page:
    """A page of the versions that the actor may see, newest first within each checklist."""
    rows = scope.visible(actor, ChecklistVersion).options(
        joinedload(ChecklistVersion.checklist),
        joinedload(ChecklistVersion.document_version).joinedload(DocumentVersion.document),
    )
    return page(rows, ChecklistVersion.checklist_id, ChecklistVersion.number.desc(), ChecklistVersion.id, at=at)
