"""What the auditor reads in place of ids: the title of a checklist or a document."""

from sqlalchemy import Select, select

from accounts.admin.naming import names
from checklists.authoring.models import Checklist, ChecklistVersion
from checklists.standards.models import Document, DocumentVersion


@names("checklist_version")
def _checklists() -> Select:
    return select(ChecklistVersion.id, Checklist.title.label("name")).join(Checklist)


@names("document")
def _documents() -> Select:
    return select(Document.id, Document.title.label("name"))


@names("document_version")
def _wordings() -> Select:
    return select(DocumentVersion.id, Document.title.label("name")).join(Document)
