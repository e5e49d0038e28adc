"""Looking up visits, answers and evidence."""

from sqlalchemy import Select, and_, exists, select
from sqlalchemy.orm import joinedload, selectinload

from accounts import scope
from accounts.models import Account
from accounts.queries import governed_areas
from accounts.roles import Role
from checklists.authoring.conditions import holds
from checklists.authoring.models import Item
from checklists.authoring.queries import whole_version
from core.db import db
from core.errors import NotFound
from inspections.planning.models import Site
from inspections.planning.queries import tasks_of
from inspections.visits.models import Answer, Decision, Evidence, Finding, Inspection, ScoreRecord
from inspections.visits.standing import fingerprint, stands


@scope.rule(Inspection)
def _inspections(actor: Account, rows: Select) -> Select:
    """Inspectors see the visits of their tasks, supervisors what was submitted, enterprises what was issued to them."""
    if actor.role == Role.INSPECTOR:
        return rows.where(Inspection.task_id.in_(tasks_of(actor)))
    if actor.role == Role.SUPERVISOR:
        own = select(Site.id).where(Site.area_id.in_(governed_areas(actor)))
        return rows.where(Inspection.site_id.in_(own), Inspection.state != "draft")
    if actor.role == Role.ENTERPRISE:
        return rows.where(Inspection.organisation_id == actor.organisation_id, Inspection.state == "issued")
    return scope.nothing(rows)


@scope.rule(Evidence)
def _evidence(actor: Account, rows: Select) -> Select:
    """Evidence goes with its visit; an enterprise sees what belongs to its findings."""
    seen = scope.visible(actor, Inspection).with_only_columns(Inspection.id)
    rows = rows.where(Evidence.inspection_id.in_(seen))
    if actor.role == Role.ENTERPRISE:
        found = exists().where(Finding.inspection_id == Evidence.inspection_id, Finding.item_id == Evidence.item_id)
        return rows.where(found, Evidence.withdrawn_at.is_(None))
    return rows


def get_visit(actor: Account, inspection_id: str) -> Inspection:
    """A visit that the actor may see, with checklist, answers and evidence, in a fixed number of statements."""
    return _whole(scope.visible(actor, Inspection).where(Inspection.id == inspection_id))


def load_visit(inspection_id: str) -> Inspection:
    """The same for whoever has already been found entitled to it."""
    return _whole(select(Inspection).where(Inspection.id == inspection_id))


def _whole(statement: Select) -> Inspection:
    version = joinedload(Inspection.checklist_version)
    found = db.session.scalars(
        statement.options(
            joinedload(Inspection.site).joinedload(Site.organisation),
            joinedload(Inspection.organisation),
            *(version.options(option) for option in whole_version()),
            selectinload(Inspection.answers).joinedload(Answer.item),
            selectinload(Inspection.evidence),
        )
    ).first()
    if found is None:
        raise NotFound()
    return found


def answers_of(inspection: Inspection) -> dict[str, Answer]:
    """The answers of a visit by item id."""
    return {answer.item_id: answer for answer in inspection.answers}


def photos_of(inspection: Inspection) -> dict[str, list[Evidence]]:
    """The photos of a visit that were not withdrawn, by item id, in the order of arrival."""
    photos: dict[str, list[Evidence]] = {}
    for evidence in inspection.evidence:
        if evidence.withdrawn_at is None:
            photos.setdefault(evidence.item_id, []).append(evidence)
    return photos


def decisions_of(inspection: Inspection) -> dict[str, Decision]:
    """The decision that holds on each item, by item id: the last one, of whichever round, unless it has lapsed."""
    return _decisions(inspection, standing=True)


def lapsed_decisions(inspection: Inspection) -> dict[str, Decision]:
    """The last decision on each item where it holds no more, by item id: these are to be decided again."""
    return _decisions(inspection, standing=False)


def _decisions(inspection: Inspection, standing: bool) -> dict[str, Decision]:
    rows = db.session.scalars(select(Decision).where(Decision.inspection_id == inspection.id))
    last = {row.item_id: row for row in sorted(rows, key=lambda row: row.audit_seq)}
    items = {item.id: item for item in inspection.checklist_version.items if item.id in last}
    present = {item_id: decided_on(inspection, item) for item_id, item in items.items()}
    return {
        key: row
        for key, row in last.items()
        if stands(row.kind, row.round, row.about, inspection.round, present[key]) is standing
    }


def decided_on(inspection: Inspection, item: Item) -> str:
    """The fingerprint of what a reviewer of the item has before him."""
    answer, photos = answers_of(inspection).get(item.id), photos_of(inspection).get(item.id, ())
    said = (answer.state, answer.value, answer.note) if answer else (None, None, "")
    pictures = [(photo.sha256, photo.marks_sha256) for photo in photos]
    return fingerprint(holds(item.condition, inspection.attributes), *said, pictures)


def returned_items(inspection: Inspection) -> dict[str, str] | None:
    """The items that the last review sent back, with its notes; None when every item is open."""
    if inspection.state != "returned":
        return None
    return {item_id: row.reason for item_id, row in decisions_of(inspection).items() if row.kind == "return"}


def score_of(inspection: Inspection, layer: str) -> ScoreRecord | None:
    """The kept score of the latest round in that layer."""
    rows = select(ScoreRecord).where(ScoreRecord.inspection_id == inspection.id, ScoreRecord.layer == layer)
    return db.session.scalars(rows.order_by(ScoreRecord.round.desc())).first()


def find_of_task(task_id: str) -> Inspection | None:
    """The visit that a task led to."""
    return db.session.scalars(select(Inspection).where(Inspection.task_id == task_id)).first()


def find_photo(inspection: Inspection, item_id: str, sha256: str) -> Evidence | None:
    """The photo with these bytes at that item."""
    return db.session.scalars(
        select(Evidence).where(
            and_(Evidence.inspection_id == inspection.id, Evidence.item_id == item_id, Evidence.sha256 == sha256)
        )
    ).first()
