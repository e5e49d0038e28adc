"""The last result of a clause at a site: one rule for the phone and the desk."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from checklists.authoring.models import ChecklistVersion, Item, Quotation
from checklists.standards.models import Clause
from core.db import db
from inspections.visits.models import Answer, Inspection, ScoreRecord

REVIEWED = ("approved", "issued")


@dataclass(frozen=True)
class Last:
    """What was last held of a clause here, and how many times running it has failed; never a verdict to copy."""

    state: str
    on: date
    note: str
    fails: int
    inspection: str
    item: str


def last_results(site_id: str, version: ChecklistVersion, present: Inspection | None = None) -> dict[str, Last]:
    """By item id: the latest reviewed state of the item's clause at the site, in two statements.

    Reviewed is what was approved or issued, after the supervisor's decisions. The same clause is the
    lineage of the scoring quotation with the code of the item, in whichever version it was asked.
    The `present` visit, and those of a later day, are no past of it.
    """
    keys = {item.id: (item.scoring_quotation.clause.lineage_id, item.code) for item in version.items}
    rows = list(db.session.execute(_answered(site_id, {lineage for lineage, _ in keys.values()}, present)))
    reviewed = _reviewed({row.inspection_id for row in rows})
    runs: dict[tuple[str, str], list[tuple[str, object]]] = {}
    for row in rows:
        state = reviewed.get((row.inspection_id, row.code), row.state)
        runs.setdefault((row.lineage_id, row.code), []).append((state, row))
    return {item: _last(runs[key]) for item, key in keys.items() if key in runs}


def _answered(site_id: str, lineages: set[str], present: Inspection | None) -> Select:
    """Every answer about those clauses in a reviewed visit to the site, newest first."""
    rows = (
        select(
            *(Answer.inspection_id, Answer.item_id, Answer.state, Answer.note),
            *(Item.code, Clause.lineage_id, Inspection.effective_on),
        )
        .join(Inspection, Inspection.id == Answer.inspection_id)
        .join(Item, Item.id == Answer.item_id)
        .join(Quotation, (Quotation.item_id == Item.id) & (Quotation.role == "scoring"))
        .join(Clause, Clause.id == Quotation.clause_id)
        .where(Inspection.site_id == site_id, Inspection.state.in_(REVIEWED), Answer.state.is_not(None))
        .where(Clause.lineage_id.in_(lineages))
        .order_by(Inspection.effective_on.desc(), Inspection.approved_at.desc(), Inspection.id.desc())
    )
    if present is None:
        return rows
    return rows.where(Inspection.id != present.id, Inspection.effective_on <= present.effective_on)


def _reviewed(visits: set[str]) -> dict[tuple[str, str], str]:
    """The state after the decisions, by visit and code."""
    rows = select(ScoreRecord.inspection_id, ScoreRecord.details).where(
        ScoreRecord.inspection_id.in_(visits), ScoreRecord.layer == "reviewed"
    )
    return {
        (row.inspection_id, code): each["state"]
        for row in db.session.execute(rows.order_by(ScoreRecord.round))
        for code, each in row.details.items()
        if each["state"]
    }


def _last(run: list[tuple[str, object]]) -> Last:
    fails = next((n for n, (state, _) in enumerate(run) if state != "fail"), len(run))
    state, row = run[0]
    return Last(state, row.effective_on, row.note, fails, row.inspection_id, row.item_id)
