"""What a supervisor can do with a submitted visit: decide, return, approve, issue. A layer, never an edit."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from accounts.audit import record
from accounts.models import Account
from checklists.authoring.answer_kinds import Judgement
from checklists.authoring.models import Item
from core.clock import local_day
from core.db import db
from core.errors import N_, Conflict, Invalid
from core.working_days import CalendarUnpublished, deadline_after
from inspections.filling import queries, scores
from inspections.filling.models import Inspection
from inspections.filling.results import decided
from inspections.filling.services import require_item
from inspections.filling.states import advance
from inspections.filling.sync import queries as sent
from inspections.findings.models import Finding
from inspections.planning.queries import calendar_overrides
from inspections.review.models import Decision
from inspections.review.words import seen_words
from inspections.scoring import OPEN, ItemScore

KINDS = ("accept", "adjust", "return")
STATES = ("pass", "partial", "fail", "na")


class OwnVisit(Conflict):
    """The reviewer is one of the inspectors."""

    message = N_("不能审核自己参加的检查。")


class StaleDecision(Conflict):
    """Somebody decided on the item since the page was opened."""

    message = N_("另一位主管刚刚对检查项 {code} 作了决定，没有覆盖。请刷新后再决定。")


class NothingReturned(Conflict):
    """A return needs items to redo."""

    message = N_("请先在需要重做的检查项上选择“退回此项”。")


class NotDecided(Conflict):
    """Items stand in the way of approval; `fields` names them."""

    status = 422
    message = N_("还不能认可：{codes}")


class ConflictsOpen(NotDecided):
    """Two phones say different things of items, and nobody has decided which stands."""

    message = N_("还有 {count} 项收到两份不同的记录，请先核定：{codes}")


@dataclass(frozen=True)
class Given:
    """A decision as it was given on the page."""

    kind: str
    reason: str = ""
    state: str | None = None
    earned: Fraction | None = None
    seen: str | None = None  # the id of the decision that the page showed, "" for none; None: not said


def require_other_eyes(actor: Account, inspection: Inspection) -> None:
    """Raises OwnVisit for one of the inspectors."""
    inspectors = {inspection.inspector_id, *(each.id for each in inspection.task.inspectors)}
    if actor.id in inspectors:
        raise OwnVisit()


def judged(inspection: Inspection, now: datetime) -> dict[str, Judgement | None]:
    """What each answer of the visit means, by item code, before any decision."""
    context = scores.context_of(inspection, local_day(now))
    answers = queries.answers_of(inspection)
    return scores.judgements(inspection.checklist_version, answers, inspection.attributes, context)


def decide(actor: Account, inspection: Inspection, item_id: str, given: Given, now: datetime) -> Decision:
    """Say of one answer that it stands, stands otherwise, or is to be redone; the latest word of a round counts.

    Raises OwnVisit, WrongState, or Invalid naming the field.
    """
    require_other_eyes(actor, inspection)
    advance(inspection.state, "approve")
    item = require_item(inspection, item_id)
    _check(given, item)
    _require_fresh(given, inspection, item)
    _require_settled(inspection, item)
    item_score = scores.compute(inspection.checklist_version, judged(inspection, now)).items[item.code]
    decision = Decision(
        inspection_id=inspection.id,
        item_id=item.id,
        round=inspection.round,
        kind=given.kind,
        from_state=item_score.state,
        to_state=given.state if given.kind == "adjust" else None,
        from_earned=item_score.earned,
        to_earned=_earned(given, item) if given.kind == "adjust" else None,
        reason=given.reason,
        decided_by_id=actor.id,
        decided_at=now,
    )
    facts = {"item": item.code, "kind": given.kind, "to": decision.to_state, "reason": given.reason}
    record(actor, "review.decide", decision, {"state": item_score.state}, facts)
    db.session.add(decision)
    db.session.flush()
    return decision


def _require_fresh(given: Given, inspection: Inspection, item: Item) -> None:
    latest = queries.decisions_of(inspection).get(item.id)
    if given.seen is not None and given.seen != (latest.id if latest else ""):
        raise StaleDecision(code=item.code)


def _require_settled(inspection: Inspection, item: Item | None = None) -> None:
    named = sent.named_conflicts(inspection)
    left = [words for key, words in named.items() if item is None or key == item.id]
    if left:
        raise ConflictsOpen(count=len(left), codes="、".join(left))


def _check(given: Given, item: Item) -> None:
    if given.kind not in KINDS:
        raise Invalid(fields={"kind": N_("请选择审核意见。")})
    if given.kind != "accept" and not given.reason.strip():
        raise Invalid(fields={"reason": N_("请写明理由。")})
    if given.kind == "adjust" and given.state not in STATES:
        raise Invalid(fields={"state": N_("请选择调整后的结果。")})
    if given.kind == "adjust" and given.state == "partial" and item.method not in ("levels", "measure"):
        raise Invalid(fields={"state": N_("这一项不能部分符合。")})
    if given.earned is not None and not 0 <= given.earned <= (item.points or 0):
        raise Invalid(fields={"earned": N_("得分须在 0 与本项分值之间。")})


def _earned(given: Given, item: Item) -> Fraction:
    full = item.points or Fraction(0)
    by_state = {"pass": full, "partial": full / 2, "fail": Fraction(0), "na": Fraction(0)}
    return by_state[given.state] if given.earned is None or given.state != "partial" else given.earned


def return_visit(actor: Account, inspection: Inspection, now: datetime) -> None:
    """Send the visit back: only the items marked are redone. Raises NothingReturned."""
    require_other_eyes(actor, inspection)
    state = advance(inspection.state, "return")
    marked = [row for row in queries.decisions_of(inspection).values() if row.kind == "return"]
    if not marked:
        raise NothingReturned()
    record(actor, "review.return", inspection, {"state": inspection.state}, {"state": state, "items": len(marked)})
    inspection.state = state
    db.session.flush()


def approve(actor: Account, inspection: Inspection, now: datetime) -> None:
    """Accept the visit with the decisions laid over it, and keep the reviewed score beside the inspector's.

    Raises NotDecided while an item is marked for return, cannot be judged, or passes without its proof,
    ConflictsOpen while two phones' records of an item wait to be decided.
    """
    require_other_eyes(actor, inspection)
    state = advance(inspection.state, "approve")
    _require_settled(inspection)
    decisions, meanings = queries.decisions_of(inspection), judged(inspection, now)
    layer = decided(inspection.checklist_version, decisions)
    result = scores.compute(inspection.checklist_version, meanings, layer)
    hindered = _hindrances(inspection, decisions, result.items)
    if hindered:
        raise NotDecided(fields=hindered, codes="；".join(f"{code} {why}" for code, why in hindered.items()))
    record(actor, "review.approve", inspection, {"state": inspection.state}, {"state": state})
    inspection.state, inspection.reviewer_id, inspection.approved_at = state, actor.id, now
    db.session.flush()
    scores.record_score(inspection, "reviewed", result, meanings, now, layer)


def _hindrances(inspection: Inspection, decisions: dict[str, Decision], items: dict[str, ItemScore]) -> dict[str, str]:
    photos, found = queries.photos_of(inspection), {}
    for item in inspection.checklist_version.items:
        decision, state = decisions.get(item.id), items[item.code].state
        unproven = item.photo_rule.get("when") == "always" and not photos.get(item.id)
        if decision and decision.kind == "return":
            found[item.code] = N_("已选择退回，请整单退回或改为其他意见")
        elif state in OPEN:
            found[item.code] = N_("尚无结果，请调整为符合、不符合或不适用")
        elif state == "pass" and unproven and decision is None:
            found[item.code] = N_("没有要求的照片，请逐项作出决定")
    return found


@dataclass(frozen=True)
class Term:
    """How long a finding may take: so many working days set by the supervisor, or the document's own term."""

    working_days: int | None = None
    severity: str | None = None


def found_items(inspection: Inspection, now: datetime) -> list[tuple[Item, ItemScore]]:
    """The failed and half-met items after the decisions."""
    version = inspection.checklist_version
    layer = decided(version, queries.decisions_of(inspection))
    result = scores.compute(version, judged(inspection, now), layer)
    items = [(item, result.items[item.code]) for item in version.items]
    return [(item, part) for item, part in items if part.state in ("fail", "partial") and part.rule.counts]


def proposed_severity(item: Item) -> str:
    """Major where the item says so or its failing is a veto; a proposal, the supervisor decides."""
    return item.severity or ("general" if item.veto == "none" else "major")


def issue(actor: Account, inspection: Inspection, terms: dict[str, Term], now: datetime) -> list[Finding]:
    """Make the findings and let the enterprise see them. Raises Invalid, naming the item without a term."""
    require_other_eyes(actor, inspection)
    state = advance(inspection.state, "issue")
    record(actor, "review.issue", inspection, {"state": inspection.state}, {"state": state}, also=(inspection.task,))
    inspection.state, inspection.issued_at, inspection.task.state = state, now, "done"
    findings = [
        _finding(actor, inspection, item, part, terms.get(item.code, Term()), now)
        for item, part in found_items(inspection, now)
    ]
    db.session.flush()
    return findings


def _finding(actor, inspection: Inspection, item: Item, part: ItemScore, term: Term, now: datetime) -> Finding:
    last, state, basis = deadline(inspection.checklist_version.rectification, item, term, local_day(now))
    answer = queries.answers_of(inspection).get(item.id)
    finding = Finding(
        inspection_id=inspection.id,
        item_id=item.id,
        site_id=inspection.site_id,
        organisation_id=inspection.site.organisation_id,
        severity=term.severity if term.severity in ("general", "major") else proposed_severity(item),
        answer_state=part.state,
        seen=seen_words(item, answer),
        points_lost=part.lost if inspection.checklist_version.result_model == "points" else None,
        deadline_on=last,
        deadline_state=state,
        deadline_basis=basis,
        issued_at=now,
    )
    record(actor, "finding.issue", finding, after={"item": item.code, "deadline": last, "severity": finding.severity})
    db.session.add(finding)
    return finding


def deadline(rectification: dict | None, item: Item, term: Term, start: date) -> tuple[date | None, str, str]:
    """The last day for putting right, its state, and whose term it is.

    The supervisor's working days go first; without them the document's own term, if it prints one.
    A year whose calendar is not published gives no day and the state calendar_unpublished, never a guess.
    """
    if term.working_days is None and rectification is None:
        raise _term_problem(item, N_("请填写整改期限（工作日数）。"))
    if term.working_days is not None and not 1 <= term.working_days <= 250:
        raise _term_problem(item, N_("整改期限须在 1 至 250 个工作日之间。"))
    if term.working_days is None:
        amount, unit = rectification["amount"], rectification["unit"]
        basis = f"{rectification['path'].replace('/', '')}：“{rectification['quote']}”"
    else:
        amount, unit = term.working_days, "工作日"
        basis = f"由主管确定：{amount} 个工作日"
    try:
        return deadline_after(start, amount, unit, calendar_overrides()), "set", basis
    except CalendarUnpublished:
        return None, "calendar_unpublished", basis


def _term_problem(item: Item, message: str) -> Invalid:
    return Invalid(message, fields={f"days-{item.code}": message})
