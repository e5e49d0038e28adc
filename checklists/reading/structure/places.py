"""From a stretch of a clause's text back to the source as printed. Pure."""

from checklists.reading.answer import Clause, Span


def source_spans(clause: Clause, span: Span) -> list[Span]:
    """Where a stretch of the clause's text stands in the source; several where the print breaks it."""
    spans: list[Span] = []
    begin = end = -1
    for place in clause.at[slice(*span)]:
        if not begin <= place <= end:
            spans += [(begin, end)] if end > begin else []
            begin = end = place
        end = max(end, place + 1)
    return [*spans, (begin, end)] if end > begin else spans
