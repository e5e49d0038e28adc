"""The text of a clause to sentences, each with its place. Pure."""

import re

from checklists.reading.answer import Span

STOPS = re.compile(r"[。！？；;\n]")
OPENING, CLOSING = "（(“《〔", "）)”》〕"


def sentences(text: str) -> list[Span]:
    """Where the sentences of the text stand; those between semicolons count, those inside brackets do not."""
    spans, start, depth = [], 0, 0
    for place, letter in enumerate(text):
        depth = max(0, depth + (letter in OPENING) - (letter in CLOSING))
        if STOPS.match(letter) and (depth == 0 or letter == "\n"):
            spans.append((start, place + 1))
            start, depth = place + 1, 0
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, span))]


def _trim(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if any(letter.isalnum() for letter in text[start:end]) else None
