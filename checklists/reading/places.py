"""From a stretch of a clause's text back to the source as printed. Pure."""

from checklists.reading.answer import Clause, Span


def source_spans(clause: Clause, span: Span) -> list[Span]:
    """Where a stretch of the clause's text stands in the source; several where the print breaks it."""
    spans: list[Span] = []
    for place in clause.at[slice(*span)]:
        if spans and spans[-1][0] <= place <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], place + 1))
        else:
            spans.append((place, place + 1))
    return spans
