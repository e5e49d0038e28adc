"""Looking up what the desk shows: the photos of each side, held records, what was imported."""

from collections.abc import Iterable

from sqlalchemy import select

from core.db import db
from inspections.filling.models import Evidence, Inspection
from inspections.filling.sync.models import ChainEntry


def photos_by_draft(inspection: Inspection, drafts: Iterable[str]) -> dict[tuple[str, str], list[Evidence]]:
    """The photos of a visit that each draft took, by draft and item, in the order of arrival."""
    rows = select(ChainEntry).where(ChainEntry.draft_id.in_(list(drafts)), ChainEntry.kind == "photo")
    named = {(row.draft_id, row.item_id, row.content["sha256"]) for row in db.session.scalars(rows)}
    kept = [each for each in inspection.evidence if each.withdrawn_at is None]
    places = {(draft, item) for draft, item, _ in named}
    return {
        (draft, item): [each for each in kept if each.item_id == item and (draft, item, each.sha256) in named]
        for draft, item in places
    }
