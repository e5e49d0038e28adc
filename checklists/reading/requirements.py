"""Clauses to requirements: every sentence that binds, or that holds a limit. Pure."""

from checklists.reading.answer import Clause, Requirement, Span
from checklists.reading.drafts import actor, drafts, weighed
from checklists.reading.limits import limits
from checklists.reading.modality import modality
from checklists.reading.sentences import sentences


def requirements(clauses: list[Clause]) -> list[Requirement]:
    """The requirements of the clauses, in order; each quotes its clause letter for letter."""
    found = [need for clause in clauses for span in sentences(clause.text) if (need := _requirement(clause, span))]
    return weighed(found, clauses)


def _requirement(clause: Clause, span: Span) -> Requirement | None:
    text = clause.text[slice(*span)]
    kind, figures = modality(text), limits(text)
    if kind == "none" and not figures:
        return None
    return Requirement(
        clause.id,
        text,
        source_spans(clause, span),
        kind,
        actor(text),
        figures,
        drafts(text, kind, figures, clause.heading if span[0] == 0 else None),
    )


def source_spans(clause: Clause, span: Span) -> list[Span]:
    """Where a stretch of the clause's text stands in the source; several where the print breaks it."""
    spans: list[Span] = []
    for place in clause.at[slice(*span)]:
        if spans and place <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], place + 1))
        else:
            spans.append((place, place + 1))
    return spans
