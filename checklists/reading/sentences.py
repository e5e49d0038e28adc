"""The text of a clause to sentences, each with its place. Pure."""

import re

from checklists.reading.answer import Span

MARKS = re.compile(r"[。！？；;\n（(“《〔）)”》〕]")
ASIDE = re.compile(r"(?:牵头|负责|配合|落实|承办|参与)$|(?:单位|部门|分工)[：:]")
OPENING, CLOSING = "（(“《〔", "）)”》〕"


def sentences(text: str) -> list[Span]:
    """Where the sentences of the text stand; those between semicolons count, those inside brackets do not."""
    spans, start, depth = [], 0, 0
    for mark in MARKS.finditer(text):
        letter, place = mark[0], mark.start()
        depth = max(0, depth + (letter in OPENING) - (letter in CLOSING))
        if letter in CLOSING:
            stops = depth == 0 and text[start] in "（(" and _stands_alone(text, start, place)
        else:
            stops = letter not in OPENING and (depth == 0 or letter == "\n")
        if stops:
            spans.append((start, place + 1))
            start, depth = place + 1, 0
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, span))]


def _stands_alone(text: str, start: int, place: int) -> bool:
    """Whether the bracket is a sentence of its own, as （市农业农村局牵头） behind a full stop is."""
    return bool(ASIDE.search(text, start, place)) and text[place + 1 : place + 2] not in ("。", "；", ";")


def _trim(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if any(letter.isalnum() for letter in text[start:end]) else None
