"""From answers to points and verdicts, by item, clause, section and whole. Pure; exact fractions only."""

from inspections.scoring.outcomes import FindingsOutcome, GatesOutcome, findings_outcome, gates_outcome, is_found
from inspections.scoring.record import ENGINE, apply_decisions, canonical_input, input_hash
from inspections.scoring.rules import OPEN, Decided, ItemRule, ScoredAnswer, Standard, section_of
from inspections.scoring.score import ItemScore, Score, Sums, lost_points, score

__all__ = [
    "ENGINE",
    "OPEN",
    "Decided",
    "FindingsOutcome",
    "GatesOutcome",
    "ItemRule",
    "ItemScore",
    "Score",
    "ScoredAnswer",
    "Standard",
    "Sums",
    "apply_decisions",
    "canonical_input",
    "findings_outcome",
    "gates_outcome",
    "input_hash",
    "is_found",
    "lost_points",
    "score",
    "section_of",
]
