"""Two phones, two answers: what stands beside what, and the supervisor's choice between them."""

from dataclasses import dataclass
from datetime import datetime

from accounts.appending import wait_for_turn
from accounts.audit import record
from accounts.models import Account
from checklists.authoring.models import Item
from core.db import db
from core.errors import N_, Conflict, Invalid
from inspections.filling import services as filling
from inspections.filling.sync import queries as sent
from inspections.review import services as review
from inspections.review.eyes import require_other_eyes
from inspections.visits import queries as visits
from inspections.visits.editable import kept_content
from inspections.visits.models import Answer, Inspection, Revision, Settlement
from inspections.visits.states import advance

KEEP, TAKE, RETURN = "keep", "take", "return"


class NothingToSettle(Conflict):
    """There is no undecided conflict there: it never was, or somebody has decided meanwhile."""

    message = N_("这一项没有待核定的记录，可能另一位主管刚刚核定过。请刷新页面。")


@dataclass(frozen=True)
class Dispute:
    """An answer, or an attribute of the site, of which more than one thing was said."""

    key: str  # item id or attribute name
    item: Item | None
    present: Revision | None  # in force; None where it is older than the keeping of revisions
    beside: list[Revision]

    @property
    def others(self) -> list[Revision]:
        """The last word of each draft that stands beside."""
        return list({row.draft_id: row for row in self.beside}.values())


def disputes(inspection: Inspection) -> list[Dispute]:
    """What waits to be decided on a visit: items in the order of the checklist, then attributes."""
    revisions = sent.revisions_of(inspection)
    present, beside = sent.in_force(revisions), sent.conflicts_of(inspection, revisions)
    items = {item.id: item for item in inspection.checklist_version.items}
    keys = [*(key for key in items if key in beside), *(key for key in beside if key not in items)]
    return [Dispute(key, items.get(key), present.get(key), beside[key]) for key in keys]


def settle(actor: Account, inspection: Inspection, key: str, choice: str, reason: str, now: datetime) -> None:
    """Decide which content stands: `choice` is the id of a revision beside, KEEP for what is in force, or RETURN.

    Raises OwnVisit, BroughtByYou, WrongState, NothingToSettle, or Invalid naming the field.
    """
    wait_for_turn()
    require_other_eyes(actor, inspection)
    advance(inspection.state, "approve")
    dispute = next((each for each in disputes(inspection) if each.key == key), None)
    if dispute is None:
        raise NothingToSettle()
    if not reason.strip():
        raise Invalid(fields={"reason": N_("请写明理由。")})
    taken = next((row for row in dispute.others if row.id == choice), None)
    if taken is None and choice not in _plain_choices(dispute):
        raise Invalid(fields={"choice": N_("请选择采用哪一份，或退回此项。")})
    result = _put_in_force(actor, inspection, dispute, taken, now) if taken else None
    _write_down(actor, inspection, dispute, (TAKE if taken else choice, taken, result), reason.strip(), now)
    if choice == RETURN:
        review.decide(actor, inspection, key, review.Given(RETURN, reason.strip()), now)


def _plain_choices(dispute: Dispute) -> tuple[str, ...]:
    return (KEEP, RETURN) if dispute.item else (KEEP,)


def _write_down(actor: Account, inspection: Inspection, dispute: Dispute, made: tuple, reason: str, now) -> None:
    kind, taken, result = made
    chosen = taken or (dispute.present if kind == KEEP else None)
    facts = {"subject": dispute.item.code if dispute.item else dispute.key, "kind": kind, "reason": reason}
    for row in dispute.beside:
        settlement = Settlement(
            inspection_id=inspection.id,
            revision_id=row.id,
            kind=kind,
            chosen_id=chosen.id if chosen else None,
            result_id=result.id if result else None,
            reason=reason,
            decided_by_id=actor.id,
            decided_at=now,
        )
        record(actor, "conflict.settle", settlement, after={**facts, "chosen": settlement.chosen_id})
        db.session.add(settlement)
    db.session.flush()


def _put_in_force(actor: Account, inspection: Inspection, dispute: Dispute, taken: Revision, now: datetime) -> Revision:
    """The content as a new revision of nobody's draft; who recorded it stays, the settlement says who decided."""
    if dispute.item is None:
        about = _set_attribute(actor, inspection, taken)
    else:
        about = _set_answer(actor, visits.answers_of(inspection)[dispute.key], taken, now)
    whose = {"answered_at": taken.answered_at, "content": taken.content}
    revision = filling.keep_revision(taken.account, inspection, now, None, **about, **whose)
    db.session.flush()
    return revision


def _set_answer(actor: Account, answer: Answer, taken: Revision, now: datetime) -> dict:
    after = {"item": answer.item.code, **taken.content, "recorded_by": taken.account_id}
    record(actor, "answer.settle", answer, kept_content(answer), after)
    answer.state, answer.value, answer.note = (taken.content[name] for name in ("state", "value", "note"))
    answer.revision, answer.answered_at, answer.saved_at = answer.revision + 1, taken.answered_at, now
    return {"item_id": answer.item_id, "number": answer.revision}


def _set_attribute(actor: Account, inspection: Inspection, taken: Revision) -> dict:
    merged = {**inspection.attributes, taken.attribute: taken.content["value"]}
    record(actor, "attribute.settle", inspection, dict(inspection.attributes), merged)
    inspection.attributes = merged
    return {"attribute": taken.attribute, "number": 0}
