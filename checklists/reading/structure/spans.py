"""Stretches of the source: joined where they touch, kept in reading order where the print jumps. Pure."""

from dataclasses import replace

from checklists.reading.answer import DocumentRead, Span


def merge(spans: list[Span], text: str | None = None) -> list[Span]:
    """The spans in the order given, neighbours joined.

    With the text of the source, spans that only white space parts are joined as well. A span that goes back in
    the source (the print jumps) stays a span of its own.
    """
    merged: list[Span] = []
    for start, end in spans:
        if merged and merged[-1][0] <= start <= _reach(merged[-1][1], text):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def _reach(end: int, text: str | None) -> int:
    """How far the white space after the end goes."""
    while text is not None and end < len(text) and text[end].isspace():
        end += 1
    return end


def joined(document: DocumentRead, text: str) -> DocumentRead:
    """The document with its spans, and those of its parts and clauses, joined across white space."""
    parts = [replace(part, spans=merge(part.spans, text)) for part in document.parts]
    clauses = [replace(clause, spans=merge(clause.spans, text)) for clause in document.clauses]
    return replace(document, spans=merge(document.spans, text), parts=parts, clauses=clauses)
