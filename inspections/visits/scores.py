"""From stored answers to the scorer and back: the standard of a version, scored answers, the record."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from checklists.authoring.answer_kinds import KINDS, Context, Judgement
from checklists.authoring.conditions import holds
from checklists.authoring.models import ChecklistVersion, Item
from core.db import db
from inspections.planning.queries import calendar_overrides
from inspections.scoring import (
    ENGINE,
    OPEN,
    Decided,
    ItemRule,
    ItemScore,
    Score,
    ScoredAnswer,
    Standard,
    Sums,
    apply_decisions,
    findings_outcome,
    gates_outcome,
    input_hash,
    score,
)
from inspections.visits.entries import PERSON_ONLY, Entry, judge
from inspections.visits.models import Answer, Decision, Inspection, ScoreRecord


def standard_of(version: ChecklistVersion) -> Standard:
    """The scoring side of a version."""
    profile = version.scoring
    bands = tuple((Fraction(band["from"]), band["name"]) for band in profile.get("bands", ()))
    weights = {name: Fraction(weight) for name, weight in profile.get("weights", {}).items()}
    items = tuple(_rule(item) for item in version.items)
    return Standard(items, profile.get("method", "points"), bands, weights, Fraction(profile.get("total", 100)))


def _rule(item: Item) -> ItemRule:
    method = "info" if item.slot else item.method
    return ItemRule(
        code=item.code,
        clause=item.scoring_quotation.clause.path,
        points=item.points or Fraction(0),
        method=method,
        veto=item.veto,
        severity=item.severity,
    )


def context_of(inspection: Inspection, day) -> Context:
    """When and by which calendar the answers are judged."""
    return Context(visit_day=inspection.effective_on, today=day, overrides=calendar_overrides())


def entry_of(answer: Answer | None) -> Entry:
    """A stored answer as an entry; what was judged is judged anew."""
    if answer is None:
        return Entry()
    by_person = KINDS[answer.item.kind].states(answer.item.params) or answer.state in PERSON_ONLY
    return Entry(answer.state if by_person else None, answer.value, answer.note)


def judgements(
    version: ChecklistVersion, answers: Mapping[str, Answer], attributes: Mapping[str, str], context: Context
) -> dict[str, Judgement | None]:
    """What each item's answer means, by code; an item that its condition switches off does not apply."""
    return {
        item.code: meaning(item, answers.get(item.id), context)
        if holds(item.condition, attributes)
        else Judgement("na")
        for item in version.items
    }


def meaning(item: Item, answer: Answer | None, context: Context) -> Judgement | None:
    """What a stored answer means. One that was judged when an answer in part still counted stays as it was judged."""
    entry = entry_of(answer)
    judged = judge(item, entry, context)
    if judged is None and answer is not None and answer.state and entry.value is not None:
        return KINDS[item.kind].judge(entry.value, item.params, context)
    return judged


def scored(judged: Mapping[str, Judgement | None]) -> dict[str, ScoredAnswer]:
    """The judgements as the scorer takes them."""
    return {
        code: ScoredAnswer(judgement.state, judgement.level) if judgement else ScoredAnswer()
        for code, judgement in judged.items()
    }


def compute(
    version: ChecklistVersion, judged: Mapping[str, Judgement | None], decisions: Iterable[Decided] = ()
) -> Score:
    """The score of judged answers, with the supervisor's decisions laid over them."""
    answers, overruled = apply_decisions(scored(judged), decisions)
    return score(standard_of(version), answers, overruled)


def decided(version: ChecklistVersion, decisions: dict[str, Decision]) -> list[Decided]:
    """The adjustments among the decisions, as the scorer takes them."""
    codes = {item.id: item.code for item in version.items}
    adjusted = [row for row in decisions.values() if row.kind == "adjust"]
    return [Decided(codes[row.item_id], row.to_state, row.to_earned) for row in adjusted]


def verdict(version: ChecklistVersion, result: Score) -> str:
    """The outcome in one word of the scorer's: open, pass, fail, or na."""
    if version.result_model == "findings":
        return findings_outcome(result).verdict
    if version.result_model == "gates":
        return gates_outcome(result).verdict
    if not result.final:
        return "open"
    if result.raw is None:
        return "na"
    if any(result.items[code].rule.veto == "all" for code in result.vetoes):
        return "fail"
    bands = version.scoring.get("bands") or []
    return "fail" if bands and result.grade == bands[-1]["name"] and len(bands) > 1 else "pass"


def record_score(
    inspection: Inspection,
    layer: str,
    result: Score,
    judged: Mapping[str, Judgement | None],
    now: datetime,
    decisions: Iterable[Decided] = (),
) -> ScoreRecord:
    """Keep a score with the fingerprint of what it was computed from."""
    about = {"inspection_id": inspection.id, "round": inspection.round, "layer": layer}
    version_hash = inspection.checklist_version.content_hash
    row = ScoreRecord(**about, **kept_facts(version_hash, result, judged, decisions), computed_at=now)
    db.session.add(row)
    db.session.flush()
    return row


def kept_facts(
    version_hash: str, result: Score, judged: Mapping[str, Judgement | None], decisions: Iterable[Decided] = ()
) -> dict:
    """What is kept of a score: the engine, the fingerprint of its input, and every figure."""
    return {
        "engine": ENGINE,
        "input_hash": input_hash(version_hash, scored(judged), decisions),
        "earned": result.whole.earned,
        "possible": result.whole.possible,
        "open_points": result.whole.open,
        "full_points": result.whole.full,
        "raw": result.printed_raw,
        "effective": result.printed,
        "grade": result.grade,
        "vetoes": list(result.vetoes),
        "details": {code: _detail(item) for code, item in result.items.items()},
    }


def kept_score(record: ScoreRecord, items: Iterable[Item]) -> Score:
    """A kept score as far as its outcome is asked: the state of each item, the vetoes, the grade."""
    rules = {item.code: _outcome_rule(item) for item in items}
    parts = {code: _part(rules[code], kept, code in record.vetoes) for code, kept in record.details.items()}
    open_items = sum(part.state in OPEN for part in parts.values())
    whole = Sums(record.earned, record.possible, record.open_points, record.full_points, "", record.earned)
    raw = None if record.raw is None else Fraction(record.raw)
    effective = None if record.effective is None else Fraction(record.effective)
    answered = len(parts) - open_items
    return Score(
        *(parts, {}, {}, whole, raw, effective, None, None, answered, len(parts)),
        vetoes=tuple(record.vetoes),
        grade=record.grade,
    )


def _outcome_rule(item: Item) -> ItemRule:
    method = "info" if item.slot else item.method
    return ItemRule(item.code, "", item.points or Fraction(0), method, item.veto, item.severity)


def _part(rule: ItemRule, kept: dict, vetoed: bool) -> ItemScore:
    return ItemScore(rule, kept["state"], Fraction(kept["possible"]), Fraction(kept["earned"]), vetoed)


def _detail(item) -> dict:
    return {"state": item.state, "possible": str(item.possible), "earned": str(item.earned)}
