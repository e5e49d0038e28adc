"""The record of a visit: what was answered, what the supervisor laid over it, what was found."""

from inspections.visits.models.findings import Finding
from inspections.visits.models.layers import Decision, Settlement
from inspections.visits.models.record import Answer, Evidence, Inspection, ScoreRecord
from inspections.visits.models.revisions import Revision, Signature

__all__ = [
    "Answer",
    "Decision",
    "Evidence",
    "Finding",
    "Inspection",
    "Revision",
    "ScoreRecord",
    "Settlement",
    "Signature",
]
