"""What a supervisor can do with a submitted visit: decide, return, approve, issue. A layer, never an edit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from accounts.audit import record
from accounts.models import Account
from checklists.authoring.conditions import holds
from checklists.authoring.models import Item
from core.clock import local_day
from core.db import db
from core.errors import N_, Conflict, Invalid, Sentence
from inspections.filling.sync import queries as sent
from inspections.planning.transfers import owner_on
from inspections.review.eyes import require_other_eyes
from inspections.review.found import Found, found_items, judged
from inspections.review.terms import Due, Term, dues_of
from inspections.scoring import OPEN, ItemScore
from inspections.visits import queries, scores
from inspections.visits.editable import require_item
from inspections.visits.models import Decision, Finding, Inspection
from inspections.visits.states import advance

KINDS = ("accept", "adjust", "return")
SEVERITIES = ("general", "major")
STATES = ("pass", "partial", "fail", "na")


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


NOT_ASKED = N_("该检查项不适用于本对象，无须审核。")


@dataclass(frozen=True)
class Given:
    """A decision as it was given on the page."""

    kind: str
    reason: str = ""
    state: str | None = None
    earned: Fraction | None = None
    seen: str | None = None  # the id of the decision that the page showed, "" for none; None: not said


def decide(actor: Account, inspection: Inspection, item_id: str, given: Given, now: datetime) -> Decision:
    """Say of one answer that it stands, stands otherwise, or is to be redone; the latest word counts.

    The same word once more changes nothing. Raises OwnVisit, BroughtByYou, WrongState, or Invalid naming the field.
    """
    require_other_eyes(actor, inspection)
    advance(inspection.state, "approve")
    item = require_item(inspection, item_id)
    _require_asked(inspection, item)
    _check(given, item)
    _require_fresh(given, inspection, item)
    _require_settled(inspection, item)
    item_score = scores.compute(inspection.checklist_version, judged(inspection, now)).items[item.code]
    decision = Decision(
        inspection_id=inspection.id,
        item_id=item.id,
        round=inspection.round,
        about=queries.decided_on(inspection, item),
        kind=given.kind,
        from_state=item_score.state,
        to_state=given.state if given.kind == "adjust" else None,
        from_earned=item_score.earned,
        to_earned=_earned(given, item) if given.kind == "adjust" else None,
        reason=given.reason,
        decided_by_id=actor.id,
        decided_at=now,
    )
    standing = queries.decisions_of(inspection).get(item.id)
    if standing is not None and _word_of(standing) == _word_of(decision):
        return standing
    facts = {"item": item.code, "kind": given.kind, "to": decision.to_state, "reason": given.reason}
    facts["about"] = decision.about
    record(actor, "review.decide", decision, {"state": item_score.state}, facts)
    db.session.add(decision)
    db.session.flush()
    return decision


def _require_asked(inspection: Inspection, item: Item) -> None:
    if not holds(item.condition, inspection.attributes):
        raise Invalid(NOT_ASKED, fields={"kind": NOT_ASKED})


def _word_of(decision: Decision) -> tuple:
    return decision.kind, decision.to_state, decision.to_earned, decision.reason


def _require_fresh(given: Given, inspection: Inspection, item: Item) -> None:
    latest = queries.decisions_of(inspection).get(item.id)
    if given.seen is not None and given.seen != (latest.id if latest else ""):
        raise StaleDecision(code=item.code)


def _require_settled(inspection: Inspection, item: Item | None = None) -> None:
    named = sent.named_conflicts(inspection)
    left = [words for key, words in named.items() if item is None or key == item.id]
    if left:
        raise ConflictsOpen(count=len(left), codes=tuple(left))


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
    layer = scores.decided(inspection.checklist_version, decisions)
    result = scores.compute(inspection.checklist_version, meanings, layer)
    hindered = _hindrances(inspection, decisions, result.items) | _adjusted_before(inspection)
    if hindered:
        listed = (Sentence(N_("{code}：{why}"), code=code, why=Sentence(why)) for code, why in hindered.items())
        raise NotDecided(fields=hindered, codes=tuple(listed))
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


def _adjusted_before(inspection: Inspection) -> dict[str, str]:
    """Adjustments of an answer that has changed since; they are neither kept nor dropped without a word."""
    codes = {item.id: item.code for item in inspection.checklist_version.items}
    rows = queries.lapsed_decisions(inspection).values()
    return {codes[row.item_id]: N_("调整后填写结果有变化，请重新审核") for row in rows if row.kind == "adjust"}


def issue(
    actor: Account, inspection: Inspection, terms: dict[str, Term], now: datetime, undated: Collection[str] = ()
) -> list[Finding]:
    """Make the findings and let the enterprise see them; those of the codes `undated` may go out without a day.

    Raises Invalid, naming the item without a term, and Undated for others that get no day.
    """
    require_other_eyes(actor, inspection)
    state, found = advance(inspection.state, "issue"), found_items(inspection, now)
    dues = dues_of(found, terms, local_day(now), undated)
    owner = owner_on(inspection.site, inspection.effective_on).id
    facts = {"state": state, "organisation": owner}
    record(actor, "review.issue", inspection, {"state": inspection.state}, facts, also=(inspection.task,))
    inspection.organisation_id = owner
    inspection.state, inspection.issued_at, inspection.task.state = state, now, "done"
    chosen = {code: term.severity for code, term in terms.items() if term.severity in SEVERITIES}
    findings = [_finding(actor, inspection, each, dues[each.item.code], chosen, now) for each in found]
    db.session.flush()
    return findings


def _finding(actor, inspection: Inspection, found: Found, due: Due, chosen: dict[str, str], now: datetime) -> Finding:
    item, part = found.item, found.part
    finding = Finding(
        inspection_id=inspection.id,
        item_id=item.id,
        site_id=inspection.site_id,
        organisation_id=inspection.organisation_id,
        severity=chosen.get(item.code, found.severity),
        answer_state=part.state,
        seen=found.seen,
        points_lost=part.lost if inspection.checklist_version.result_model == "points" else None,
        deadline_on=due.on,
        deadline_state="set" if due.on else "calendar_unpublished",
        deadline_basis=due.basis,
        issued_at=now,
    )
    record(actor, "finding.issue", finding, after={"item": item.code, "deadline": due.on, "severity": finding.severity})
    db.session.add(finding)
    return finding
