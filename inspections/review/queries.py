"""The supervisor's queue, and what deserves attention in a visit."""

from dataclasses import dataclass

from sqlalchemy import Select, case, select
from sqlalchemy.orm import joinedload

from accounts import scope
from accounts.models import Account
from accounts.roles import Role
from checklists.authoring.models import ChecklistVersion, Item, Quotation
from checklists.standards.models import Clause
from core.db import db
from inspections.filling.models import Answer, Evidence, Inspection, ScoreRecord
from inspections.planning.models import Site
from inspections.review.models import Decision, Settlement

PAGE = 40


@scope.rule(Decision)
@scope.rule(Settlement)
def _officials_only(actor: Account, rows: Select) -> Select:
    if actor.role not in (Role.SUPERVISOR, Role.INSPECTOR):
        return scope.nothing(rows)
    seen = scope.visible(actor, Inspection).with_only_columns(Inspection.id)
    return rows.where(rows.selected_columns.inspection_id.in_(seen))


def list_queue(actor: Account, before: str | None = None) -> list[Inspection]:
    """Every visit not issued yet, those to decide on first and oldest first; then a page of issued ones."""
    statement = scope.visible(actor, Inspection).options(
        joinedload(Inspection.site).joinedload(Site.organisation),
        joinedload(Inspection.inspector),
        joinedload(Inspection.checklist_version).joinedload(ChecklistVersion.checklist),
    )
    issued = statement.where(Inspection.state == "issued").order_by(Inspection.id.desc()).limit(PAGE)
    if before:
        return list(db.session.scalars(issued.where(Inspection.id < before)))
    order = case({"submitted": 0, "approved": 1}, value=Inspection.state, else_=2)
    waiting = statement.where(Inspection.state != "issued").order_by(order, Inspection.submitted_at)
    return [*db.session.scalars(waiting), *db.session.scalars(issued)]


def latest_scores(inspections: list[Inspection]) -> dict[str, ScoreRecord]:
    """The last kept score of each visit, by visit id, in one statement."""
    ids = [inspection.id for inspection in inspections]
    rows = db.session.scalars(
        select(ScoreRecord).where(ScoreRecord.inspection_id.in_(ids)).order_by(ScoreRecord.computed_at)
    )
    return {row.inspection_id: row for row in rows}


@dataclass(frozen=True)
class LastTime:
    """What was said of the same clause at the same site before."""

    day: object
    state: str | None


def last_times(inspection: Inspection) -> dict[str, LastTime]:
    """By lineage of the scoring clause and question: the last issued answer at this site, in one statement."""
    rows = db.session.execute(
        select(Clause.lineage_id, Item.question, Inspection.effective_on, Answer.state)
        .join(Quotation, Quotation.clause_id == Clause.id)
        .join(Item, Item.id == Quotation.item_id)
        .join(Answer, Answer.item_id == Item.id)
        .join(Inspection, Inspection.id == Answer.inspection_id)
        .where(
            Quotation.role == "scoring",
            Inspection.site_id == inspection.site_id,
            Inspection.state == "issued",
            Inspection.id != inspection.id,
        )
        .order_by(Inspection.issued_at)
    )
    return {f"{lineage} {question}": LastTime(day, state) for lineage, question, day, state in rows}


def used_elsewhere(inspection: Inspection) -> set[str]:
    """The ids of items of this visit with a photo whose very bytes were sent with another visit."""
    twins = select(Evidence.sha256).where(Evidence.inspection_id != inspection.id).group_by(Evidence.sha256)
    rows = select(Evidence.item_id).where(Evidence.inspection_id == inspection.id, Evidence.sha256.in_(twins))
    return set(db.session.scalars(rows))
