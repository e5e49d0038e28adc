"""What the auditor reads in place of ids: the title of a checklist or a document, the words of a question."""

from sqlalchemy import Select, select

from accounts.admin.naming import names
from accounts.admin.points import questions
from checklists.authoring.models import Checklist, ChecklistVersion, Item
from checklists.standards.models import Document, DocumentVersion, ValidityOverride
from core.db import db


@names("checklist_version")
def _checklists() -> Select:
    return select(ChecklistVersion.id, Checklist.title.label("name")).join(Checklist)


@names("document")
def _documents() -> Select:
    return select(Document.id, Document.title.label("name"))


@names("document_version")
def _wordings() -> Select:
    return select(DocumentVersion.id, Document.title.label("name")).join(Document)


@names("checklist")
def _titles() -> Select:
    return select(Checklist.id, Checklist.title.label("name"))


@names("validity_override")
def _kept() -> Select:
    kept = select(ValidityOverride.id, Document.title.label("name")).select_from(ValidityOverride)
    return kept.join(DocumentVersion).join(Document, DocumentVersion.document_id == Document.id)


@names("item")
def _items() -> Select:
    return select(Item.id, Item.code.label("name"))


@questions
def _of_sites() -> dict:
    """What published checklists ask of a site, and what can be answered."""
    asked = (each for attributes in db.session.scalars(select(ChecklistVersion.attributes)) for each in attributes)
    return {each["name"]: (each["label"], _options(each)) for each in asked}


def _options(attribute: dict) -> dict[str, str]:
    return {option["value"]: option["label"] for option in attribute["options"]}
