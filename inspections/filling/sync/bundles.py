"""What a phone takes along: the tasks with their sizes, and the bundle of one task or checklist."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from accounts.models import Account
from checklists.authoring.models import ChecklistVersion, Item
from checklists.authoring.queries import get_form, list_published
from core.blobs import BlobStore
from core.db import db
from inspections.filling.shapes import item_of, scoring_of
from inspections.filling.sync.memory import recall
from inspections.filling.visits import visit_of
from inspections.planning.models import Site, Task
from inspections.planning.queries import CODE, calendar_overrides, list_open_tasks, sites_in_area
from inspections.visits import queries as filling
from inspections.visits.cards import Address
from inspections.visits.models import Evidence, Inspection
from inspections.visits.sheet import cite, source_words

MOST_SITES = 2000  # that a phone keeps in order to know them by their code
OFFLINE_DAYS = 30  # the term of work without a network
BUNDLE, ITEM = 4_000, 900  # bytes of a bundle without items, and of one item, as they are on average


def take_along(actor: Account, now: datetime, offline_days: int = OFFLINE_DAYS) -> dict:
    """The inspector's open tasks, and the sites and checklists for visits that nobody planned."""
    tasks, checklists = list_open_tasks(actor), list_published()
    begun, items = _begun(tasks), _items()
    return {
        "account": {"id": actor.id, "name": actor.name},
        "server_time": now.isoformat(),
        "offline_days": offline_days,
        "tasks": [task_of(task, begun.get(task.id), items.get(task.checklist_version_id, 0)) for task in tasks],
        "sites": [site_of(each) for each in db.session.scalars(sites_in_area(actor).limit(MOST_SITES))],
        "checklists": [
            {"version": each.id, "title": each.checklist.title, "hash": each.content_hash} for each in checklists
        ],
    }


def _begun(tasks: list[Task]) -> dict[str, Inspection]:
    rows = select(Inspection).where(Inspection.task_id.in_([task.id for task in tasks]))
    return {row.task_id: row for row in db.session.scalars(rows)}


def _items() -> dict[str, int]:
    rows = select(Item.version_id, func.count().label("items")).group_by(Item.version_id)
    return {row.version_id: row.items for row in db.session.execute(rows)}


def task_of(task: Task, inspection: Inspection | None, items: int) -> dict:
    """A task as the phone lists it."""
    version = task.checklist_version
    return {
        "id": task.id,
        "site": site_of(task.site),
        "checklist": version.checklist.title,
        "version": version.id,
        "version_hash": version.content_hash,
        "due_on": task.due_on.isoformat(),
        "state": task.state,
        "inspection": inspection.id if inspection else None,
        "inspection_state": inspection.state if inspection else None,
        "note": task.note,
        "bundle_bytes": BUNDLE + ITEM * items,
    }


def site_of(site: Site) -> dict:
    """A site as the phone shows it; its code is the end of its id."""
    return {
        "id": site.id,
        "name": site.name,
        "kind": site.kind,
        "address": site.address,
        "code": site.id[-CODE:],
        "attributes": site.attributes,
    }


def task_bundle(
    actor: Account, task: Task, store: BlobStore, past: Callable[[Evidence], str], address: Address
) -> dict:
    """All that filling one task needs without a network, in a fixed number of statements.

    `past` says the address of a photo of an earlier visit, `address` that of a page by its name.
    """
    begun = filling.find_of_task(task.id)
    version = get_form(task.checklist_version_id)
    memory, photos = recall(task.site, version, begun)
    for told in memory.values():
        told["photo"] = told["photo"] and _photo(told["photo"], past)
    return {
        "task": task_of(task, begun, len(version.items)),
        **version_bundle(version),
        "visit": visit_of(actor, filling.get_visit(actor, begun.id), address) if begun else None,
        "memory": memory,
        "evidence": [_photo(each, past) | {"size": _size(each, store)} for each in photos],
    }


def _photo(evidence: Evidence, address: Callable[[Evidence], str]) -> dict:
    """What is shown of a photo, not the bytes as received: those stay with the visit."""
    return {"sha256": evidence.shown_sha256, "url": address(evidence)}


def _size(evidence: Evidence, store: BlobStore) -> int:
    path = store.path(evidence.shown_sha256)
    return path.stat().st_size if path.exists() else 0


def version_bundle(version: ChecklistVersion) -> dict:
    """A checklist with its clauses, and the county's calendar."""
    return {
        "version": {
            "id": version.id,
            "title": version.checklist.title,
            "hash": version.content_hash,
            "site_kind": version.site_kind,
            "result_model": version.result_model,
            "attributes": version.attributes,
            "items": [with_words(item) for item in version.items],
            "scoring": scoring_of(version),
        },
        "calendar": {day.isoformat(): working for day, working in calendar_overrides().items()},
    }


def with_words(item: Item) -> dict[str, Any]:
    """An item with its question, and its clause with its words."""
    quotation, shape = item.scoring_quotation, item_of(item)
    words = {
        "cite": cite(quotation.clause.path),
        "quote": quotation.words,
        "text": quotation.clause.text,
        "source": source_words(item),
        "doubt": quotation.doubt,
    }
    asked = {"question": item.question, "failed_words": item.failed_words}
    return {**shape, **asked, "clause": {**shape["clause"], **words}}
