"""From stored answers to the scorer and back: the standard of a version, scored answers, the record."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from checklists.authoring.answer_kinds import Context, Judgement
from checklists.authoring.conditions import holds
from checklists.authoring.models import ChecklistVersion, Item
from core.db import db
from inspections.filling.entries import PERSON_ONLY, Entry, judge
from inspections.filling.models import Answer, Inspection, ScoreRecord
from inspections.planning.queries import calendar_overrides
from inspections.scoring import (
    ENGINE,
    Decided,
    ItemRule,
    Score,
    ScoredAnswer,
    Standard,
    apply_decisions,
    input_hash,
    score,
)


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
    by_person = answer.item.kind == "verdict" or answer.state in PERSON_ONLY
    return Entry(answer.state if by_person else None, answer.value, answer.note)


def judgements(
    version: ChecklistVersion, answers: Mapping[str, Answer], attributes: Mapping[str, str], context: Context
) -> dict[str, Judgement | None]:
    """What each item's answer means, by code; an item that its condition switches off does not apply."""
    return {
        item.code: judge(item, entry_of(answers.get(item.id)), context)
        if holds(item.condition, attributes)
        else Judgement("na")
        for item in version.items
    }


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


def record_score(
    inspection: Inspection,
    layer: str,
    result: Score,
    judged: Mapping[str, Judgement | None],
    now: datetime,
    decisions: Iterable[Decided] = (),
) -> ScoreRecord:
    """Keep a score with the fingerprint of what it was computed from."""
    row = ScoreRecord(
        inspection_id=inspection.id,
        round=inspection.round,
        layer=layer,
        engine=ENGINE,
        input_hash=input_hash(inspection.checklist_version.content_hash, scored(judged), decisions),
        earned=result.whole.earned,
        possible=result.whole.possible,
        open_points=result.whole.open,
        full_points=result.whole.full,
        raw=result.printed_raw,
        effective=result.printed,
        grade=result.grade,
        vetoes=list(result.vetoes),
        details={code: _detail(item) for code, item in result.items.items()},
        computed_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _detail(item) -> dict:
    return {"state": item.state, "possible": str(item.possible), "earned": str(item.earned)}
