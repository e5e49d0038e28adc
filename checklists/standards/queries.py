"""Looking up documents and their clauses."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from accounts import scope
from accounts.access import OFFICIALS
from accounts.models import Account
from checklists.standards.models import Clause, Document, DocumentVersion, SourceFile, ValidityOverride
from checklists.standards.validity import Term, in_force
from core.db import db
from core.paging import Asked, Page, page


@scope.rule(Document)
@scope.rule(DocumentVersion)
def _officials_read_documents(actor: Account, rows: Select) -> Select:
    return rows if actor.role in OFFICIALS else scope.nothing(rows)


def find_document(issuer: str, number: str | None, title: str) -> Document | None:
    """The stored document with that issuer, number and title."""
    return db.session.scalars(
        select(Document).where(Document.issuer == issuer, Document.number == number, Document.title == title)
    ).first()


def find_source(version: DocumentVersion, sha256: str) -> SourceFile | None:
    """The file with that hash among the sources of the version."""
    return db.session.scalars(
        select(SourceFile).where(SourceFile.version_id == version.id, SourceFile.sha256 == sha256)
    ).first()


def page_documents(actor: Account, at: Asked) -> Page:
    """A page of the documents that the actor may read, by issuer and number, with their versions."""
    rows = scope.visible(actor, Document).options(selectinload(Document.versions))
    number = func.coalesce(Document.number, "")
    return page(rows, Document.issuer, number, Document.title, Document.id, at=at)


def list_clauses(version: DocumentVersion) -> list[Clause]:
    """The clauses of a version in the order of print, with what binds in them."""
    statement = select(Clause).where(Clause.version_id == version.id).options(selectinload(Clause.requirements))
    return list(db.session.scalars(statement.order_by(Clause.position)))


def applies_on(version: DocumentVersion, day) -> bool:
    """Whether the version is in force on the day, recorded decisions to keep it included."""
    kept = db.session.scalars(select(ValidityOverride.until).where(ValidityOverride.version_id == version.id))
    return in_force(Term(version.effective_from, version.effective_to), day, kept)
