"""Whether stored scores follow from what is stored of their visits."""

from collections.abc import Iterator

from sqlalchemy import select

from accounts.verifying import check
from core.db import db
from core.errors import N_, Sentence
from inspections.review.found import judged
from inspections.scoring import ENGINE
from inspections.visits import queries, scores
from inspections.visits.models import Inspection, ScoreRecord, Settlement

# In these states a visit has the score of that layer, computed from what is in force now.
LAYERS = {"submitted": ("inspector",), "approved": ("inspector", "reviewed"), "issued": ("inspector", "reviewed")}


@check
def kept_scores() -> Iterator[Sentence]:
    """The scores of every submitted visit against its answers and decisions, visit by visit."""
    visits = select(Inspection.id, Inspection.state).where(Inspection.state.in_(LAYERS)).order_by(Inspection.id)
    for inspection_id, state in db.session.execute(visits).all():
        inspection = queries.load_visit(inspection_id)
        for layer in LAYERS[state]:
            yield from _score(inspection, layer)
        db.session.expunge_all()


def _score(inspection: Inspection, layer: str) -> Iterator[Sentence]:
    about = {"id": inspection.id, "layer": layer}
    kept = queries.score_of(inspection, layer)
    if kept is None or kept.round != inspection.round:
        yield Sentence(N_("检查 {id} 没有得分记录（{layer}）。"), **about)
    elif kept.engine == ENGINE and (layer == "reviewed" or not _settled_since(kept)):
        wrong = _differences(inspection, kept)
        if wrong:
            yield Sentence(
                N_("检查 {id} 的得分记录（{layer}）与作答、审核不一致：{columns}。"), **about, columns="、".join(wrong)
            )


def _settled_since(kept: ScoreRecord) -> bool:
    """Whether the supervisor put another phone's record in force after the inspector's score was computed."""
    later = select(Settlement.id).where(
        Settlement.inspection_id == kept.inspection_id,
        Settlement.kind == "take",
        Settlement.decided_at >= kept.computed_at,
    )
    return db.session.scalars(later).first() is not None


def _differences(inspection: Inspection, kept: ScoreRecord) -> list[str]:
    version, meanings = inspection.checklist_version, judged(inspection, kept.computed_at)
    layer = scores.decided(version, queries.decisions_of(inspection)) if kept.layer == "reviewed" else []
    fresh = scores.kept_facts(version.content_hash, scores.compute(version, meanings, layer), meanings, layer)
    return sorted(name for name, value in fresh.items() if getattr(kept, name) != value)
