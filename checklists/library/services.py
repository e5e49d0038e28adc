"""Loading the standards that ship with the product: each pack into the database, published, once."""

from datetime import date, datetime, timedelta
from pathlib import Path

import yaml

from accounts.models import Account
from checklists.authoring import queries
from checklists.authoring.models import ChecklistVersion
from checklists.authoring.packs import export_checklist, export_item
from checklists.authoring.services import create_draft, publish
from checklists.reading.answer import Clause, requirement_json
from checklists.reading.requirements import requirements
from checklists.standards.services import StoredText, store_text
from core.errors import N_, Sentence
from core.watching import Watched, unwatched

PACKS = Path(__file__).parent / "packs"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same rules in C, where it was built


def read_packs() -> list[dict]:
    """The packs of the library, by name."""
    return [yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER) for file in sorted(PACKS.glob("*.yaml"))]


def load_library(actor: Account | None, now: datetime, watched: Watched = unwatched) -> list[ChecklistVersion]:
    """Load every pack that is not there yet; returns the versions that were published."""
    packs = read_packs()
    return [version for pack in watched(packs, len(packs)) if (version := load_pack(actor, pack, now))]


def loaded_words(version: ChecklistVersion) -> Sentence:
    """What a terminal says of a version that was loaded."""
    words = N_("已载入检查表：{title}（{count} 项，第 {number} 版）")
    return Sentence(words, title=version.checklist.title, count=len(version.items), number=version.number)


def load_pack(actor: Account | None, pack: dict, now: datetime) -> ChecklistVersion | None:
    """Load one pack: document, checklist, items; None when this very content is published already."""
    if any(_same(present, pack) for present in queries.list_published_of(pack["checklist"]["code"])):
        return None
    stored = store_text(actor, _text(pack["document"]), now)
    version = create_draft(actor, stored.version, pack["checklist"], pack["items"])
    publish(version, actor, now)
    return version


def _same(version, pack: dict) -> bool:
    whole = queries.get_form(version.id)
    same_items = [export_item(item) for item in whole.items] == pack["items"]
    return export_checklist(whole) == pack["checklist"] and same_items


def _text(document: dict) -> StoredText:
    clauses = [{**clause, "spans": []} for clause in document["clauses"]]
    return StoredText(
        title=document["title"],
        number=document["number"],
        issuer=document["issuer"],
        kind=document["kind"],
        issued_on=_day(document["issued_on"]),
        effective_on=_day(document["effective_on"]),
        last_day=_day(document["expires_on"]),
        clauses=clauses,
        requirements={place: _requirements(clause) for place, clause in enumerate(clauses)},
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _requirements(clause: dict) -> list[dict]:
    """What binds in a clause, as the reader finds it."""
    text = clause["text"]
    unit = Clause("c", clause["path"], clause["label"], clause["heading"], text, [], [], None, list(range(len(text))))
    return [requirement_json(found) for found in requirements([unit])]


def _last_day(version) -> str | None:
    """The printed last day in force; the stored end is the day after it."""
    return (version.effective_to - timedelta(days=1)).isoformat() if version.effective_to else None


def export_pack(version) -> dict:
    """The version as a pack again: checklist, items, and the document with all its clauses."""
    document = version.document_version.document
    clauses = [
        {
            "path": clause.path,
            "label": clause.label,
            "heading": clause.heading,
            "text": clause.text,
            "paragraphs": clause.paragraphs,
            "table": clause.cells,
        }
        for clause in version.document_version.clauses
    ]
    issued = version.document_version.issued_on
    printed = version.document_version.effective_basis == "printed"
    return {
        "checklist": export_checklist(version),
        "items": [export_item(item) for item in version.items],
        "document": {
            "title": document.title,
            "number": document.number,
            "issuer": document.issuer,
            "kind": document.kind,
            "issued_on": issued.isoformat() if issued else None,
            "effective_on": version.document_version.effective_from.isoformat() if printed else None,
            "expires_on": _last_day(version.document_version),
            "clauses": clauses,
        },
    }
