"""What is remembered of a site: each clause's last result here, its run of failures, photos of what is still open."""

from dataclasses import dataclass

from sqlalchemy import select

from checklists.authoring.models import ChecklistVersion, Item, Quotation
from checklists.standards.models import Clause
from core.db import db
from inspections.filling.models import Answer, Evidence, Inspection, ScoreRecord
from inspections.findings.models import Finding
from inspections.planning.models import Site

VISITS = 12  # how far back the phone remembers
OVER = ("submitted", "approved", "issued")


@dataclass(frozen=True)
class Past:
    """One result of one clause at an earlier visit."""

    key: tuple[str, str]  # lineage of the clause, code of the item
    inspection: str
    item: str
    state: str
    on: str
    note: str


def recall(site: Site, version: ChecklistVersion, present: Inspection | None) -> tuple[dict[str, dict], list[Evidence]]:
    """By item id what its clause's last result here was, and the photos that go along; four statements."""
    visits = _visits(site, present)
    runs: dict[tuple, list[Past]] = {}
    for past in _past(visits):
        runs.setdefault(past.key, []).append(past)
    photos = _photos(site, list(visits))
    keys = {item.id: (item.scoring_quotation.clause.lineage_id, item.code) for item in version.items}
    known = {item: runs[key] for item, key in keys.items() if key in runs}
    by_item = {(each.inspection_id, each.item_id): each for each in photos}
    memory = {item: _told(run, by_item.get((run[0].inspection, run[0].item))) for item, run in known.items()}
    wanted = {(run[0].inspection, run[0].item) for run in known.values()} | _open_findings(site)
    return memory, [each for each in photos if (each.inspection_id, each.item_id) in wanted]


def past_photo(site: Site, evidence_id: str) -> Evidence | None:
    """A photo of an earlier visit to the site, for whoever is sent there."""
    rows = select(Evidence).join(Inspection).where(Inspection.site_id == site.id, Inspection.state.in_(OVER))
    return db.session.scalars(rows.where(Evidence.id == evidence_id, Evidence.withdrawn_at.is_(None))).first()


def _visits(site: Site, present: Inspection | None) -> dict[str, str]:
    rows = select(Inspection.id, Inspection.effective_on).where(
        Inspection.site_id == site.id, Inspection.state.in_(OVER), Inspection.id != (present.id if present else "")
    )
    newest = rows.order_by(Inspection.effective_on.desc(), Inspection.id.desc()).limit(VISITS)
    return {row.id: row.effective_on.isoformat() for row in db.session.execute(newest)}


def _past(visits: dict[str, str]) -> list[Past]:
    """Every result of those visits, newest first; after review as reviewed."""
    rows = (
        select(Answer.inspection_id, Answer.item_id, Answer.state, Answer.note, Item.code, Clause.lineage_id)
        .join(Item, Item.id == Answer.item_id)
        .join(Quotation, (Quotation.item_id == Item.id) & (Quotation.role == "scoring"))
        .join(Clause, Clause.id == Quotation.clause_id)
        .where(Answer.inspection_id.in_(visits), Answer.state.is_not(None))
    )
    reviewed = _reviewed(visits)
    order = {inspection: place for place, inspection in enumerate(visits)}
    found = sorted(db.session.execute(rows), key=lambda row: order[row.inspection_id])
    return [
        Past(
            (row.lineage_id, row.code),
            row.inspection_id,
            row.item_id,
            reviewed.get((row.inspection_id, row.code), row.state),
            visits[row.inspection_id],
            row.note,
        )
        for row in found
    ]


def _reviewed(visits) -> dict[tuple[str, str], str]:
    rows = select(ScoreRecord.inspection_id, ScoreRecord.details).where(
        ScoreRecord.inspection_id.in_(visits), ScoreRecord.layer == "reviewed"
    )
    return {
        (row.inspection_id, code): each["state"]
        for row in db.session.execute(rows.order_by(ScoreRecord.round))
        for code, each in row.details.items()
        if each["state"]
    }


def _photos(site: Site, visits: list[str]) -> list[Evidence]:
    rows = select(Evidence).join(Inspection).where(Inspection.site_id == site.id, Evidence.withdrawn_at.is_(None))
    open_visits = select(Finding.inspection_id).where(Finding.site_id == site.id, Finding.state == "open")
    within = Evidence.inspection_id.in_(visits) | Evidence.inspection_id.in_(open_visits)
    return list(db.session.scalars(rows.where(within).order_by(Evidence.received_at.desc())))


def _open_findings(site: Site) -> set[tuple[str, str]]:
    rows = select(Finding.inspection_id, Finding.item_id).where(Finding.site_id == site.id, Finding.state == "open")
    return {(row.inspection_id, row.item_id) for row in db.session.execute(rows)}


def _told(run: list[Past], photo: Evidence | None) -> dict:
    """The last result and how many times running it has failed; never a verdict to copy."""
    fails = next((n for n, past in enumerate(run) if past.state != "fail"), len(run))
    last = run[0]
    return {"state": last.state, "on": last.on, "fails": fails, "note": last.note, "photo": photo}
