"""What a phone is told of a site: each clause's last result here, and photos of what is still open."""

from sqlalchemy import select

from checklists.authoring.models import ChecklistVersion
from core.db import db
from inspections.planning.models import Site
from inspections.visits.last import Last, last_results
from inspections.visits.models import Evidence, Finding, Inspection

OVER = ("submitted", "approved", "issued")


def recall(site: Site, version: ChecklistVersion, present: Inspection | None) -> tuple[dict[str, dict], list[Evidence]]:
    """By item id what its clause's last result here was, and the photos that go along; four statements."""
    last = last_results(site.id, version, present)
    wanted = {(each.inspection, each.item) for each in last.values()} | _open_findings(site)
    photos = [each for each in _photos(site, wanted) if (each.inspection_id, each.item_id) in wanted]
    by_item = {(each.inspection_id, each.item_id): each for each in photos}
    memory = {item: _told(each, by_item.get((each.inspection, each.item))) for item, each in last.items()}
    return memory, photos


def past_photo(site: Site, evidence_id: str) -> Evidence | None:
    """A photo of an earlier visit to the site, for whoever is sent there."""
    rows = select(Evidence).join(Inspection).where(Inspection.site_id == site.id, Inspection.state.in_(OVER))
    return db.session.scalars(rows.where(Evidence.id == evidence_id, Evidence.withdrawn_at.is_(None))).first()


def _photos(site: Site, wanted: set[tuple[str, str]]) -> list[Evidence]:
    rows = select(Evidence).join(Inspection).where(Inspection.site_id == site.id, Evidence.withdrawn_at.is_(None))
    within = Evidence.inspection_id.in_({inspection for inspection, _ in wanted})
    return list(db.session.scalars(rows.where(within).order_by(Evidence.received_at.desc())))


def _open_findings(site: Site) -> set[tuple[str, str]]:
    rows = select(Finding.inspection_id, Finding.item_id).where(Finding.site_id == site.id, Finding.state == "open")
    return {(row.inspection_id, row.item_id) for row in db.session.execute(rows)}


def _told(last: Last, photo: Evidence | None) -> dict:
    on = last.on.isoformat()
    return {"state": last.state, "on": on, "fails": last.fails, "note": last.note, "photo": photo}
