"""The supervisor's queue, and what deserves attention in a visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from accounts import scope
from accounts.models import Account
from accounts.roles import Role
from checklists.authoring.models import ChecklistVersion, Item
from core.db import db
from core.paging import FIRST, Asked, Page, page
from inspections.planning.models import Site
from inspections.scoring import is_found
from inspections.visits.models import Decision, Evidence, Inspection, ScoreRecord, Settlement
from inspections.visits.scores import kept_score, verdict

LAST = datetime(9999, 12, 31, tzinfo=UTC)  # after every moment at which a visit was submitted


@scope.rule(Decision)
@scope.rule(Settlement)
def _officials_only(actor: Account, rows: Select) -> Select:
    if actor.role not in (Role.SUPERVISOR, Role.INSPECTOR):
        return scope.nothing(rows)
    seen = scope.visible(actor, Inspection).with_only_columns(Inspection.id)
    return rows.where(rows.selected_columns.inspection_id.in_(seen))


def page_queue(actor: Account, at: Asked = FIRST) -> Page:
    """A page of the visits: those to decide on first and oldest first, then the issued ones, newest first."""
    rows = scope.visible(actor, Inspection).options(
        joinedload(Inspection.site).joinedload(Site.organisation),
        joinedload(Inspection.inspector),
        joinedload(Inspection.checklist_version).joinedload(ChecklistVersion.checklist),
    )
    place = case({"submitted": 0, "approved": 1, "issued": 3}, value=Inspection.state, else_=2)
    waiting = case((Inspection.state != "issued", Inspection.submitted_at), else_=LAST)
    return page(rows, place, waiting, Inspection.id.desc(), at=at)


def count_waiting(actor: Account) -> int:
    """How many visits wait to be decided on."""
    rows = scope.visible(actor, Inspection).where(Inspection.state == "submitted")
    return db.session.scalar(select(func.count()).select_from(rows.with_only_columns(Inspection.id).subquery()))


def latest_scores(inspections: Iterable[Inspection]) -> dict[str, ScoreRecord]:
    """The last kept score of each visit, by visit id, in one statement."""
    ids = [inspection.id for inspection in inspections]
    rows = db.session.scalars(
        select(ScoreRecord).where(ScoreRecord.inspection_id.in_(ids)).order_by(ScoreRecord.computed_at)
    )
    return {row.inspection_id: row for row in rows}


@dataclass(frozen=True)
class Outcome:
    """What a visit came to, for a row of the queue."""

    verdict: str  # open | pass | fail | na
    grade: str | None
    vetoes: int
    findings: int


def outcomes(inspections: Iterable[Inspection], kept: dict[str, ScoreRecord]) -> dict[str, Outcome]:
    """What each handed-in visit came to by its kept score, by visit id, in one statement."""
    rows = select(Item).where(Item.version_id.in_({each.checklist_version_id for each in inspections}))
    items: dict[str, list[Item]] = {}
    for item in db.session.scalars(rows):
        items.setdefault(item.version_id, []).append(item)
    handed_in = [each for each in inspections if each.state != "returned" and each.id in kept]
    return {each.id: _outcome(each, kept[each.id], items[each.checklist_version_id]) for each in handed_in}


def _outcome(inspection: Inspection, record: ScoreRecord, items: list[Item]) -> Outcome:
    result = kept_score(record, items)
    found = sum(is_found(part) for part in result.items.values())
    return Outcome(verdict(inspection.checklist_version, result), result.grade, len(result.vetoes), found)


def used_elsewhere(inspection: Inspection) -> set[str]:
    """The ids of items of this visit with a photo whose very bytes were sent with another visit."""
    twins = select(Evidence.sha256).where(Evidence.inspection_id != inspection.id).group_by(Evidence.sha256)
    rows = select(Evidence.item_id).where(Evidence.inspection_id == inspection.id, Evidence.sha256.in_(twins))
    return set(db.session.scalars(rows))
