"""The text of a clause to sentences, each with its place. Pure."""

import re
from bisect import bisect_left

from checklists.reading.answer import Span

MARKS = re.compile(r"[。！？；;\n（(“《〔）)”》〕]")
ASIDE = ("牵头", "负责", "配合", "落实", "承办", "参与")
NAMING = re.compile(r"(?:单位|部门|分工)[：:]")
TAIL = re.compile(r"[一-龥]{2,3}。")
OPENING, CLOSING = "（(“《〔", "）)”》〕"


def sentences(text: str) -> list[Span]:
    """Where the sentences of the text stand; those between semicolons count, those inside brackets do not."""
    spans, start, depth = [], 0, 0
    naming = [found.start() for found in NAMING.finditer(text)]
    for mark in MARKS.finditer(text):
        letter, place = mark[0], mark.start()
        depth = max(0, depth + (letter in OPENING) - (letter in CLOSING))
        if letter in CLOSING:
            stops = depth == 0 and text[start] in "（(" and _stands_alone(text, start, place, naming)
        else:
            stops = letter not in OPENING and (depth == 0 or letter == "\n")
        if stops:
            spans.append((start, place + 1))
            start, depth = place + 1, 0
    spans.append((start, len(text)))
    return _whole([trimmed for span in spans if (trimmed := _trim(text, span))], text)


def _whole(spans: list[Span], text: str) -> list[Span]:
    """The spans, with the few letters behind a full stop that the print set too early put to their sentence."""
    whole: list[Span] = []
    for start, end in spans:
        if whole and whole[-1][1] == start and TAIL.fullmatch(text, start, end):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def _stands_alone(text: str, start: int, place: int, naming: list[int]) -> bool:
    """Whether the bracket is a sentence of its own, as （市农业农村局牵头） behind a full stop is.

    The text is searched once for all brackets: a search in each would take the square of their number.
    """
    named = bisect_left(naming, start) < bisect_left(naming, place - 2)
    aside = named or text.endswith(ASIDE, start, place)
    return aside and text[place + 1 : place + 2] not in ("。", "；", ";")


def _trim(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if any(letter.isalnum() for letter in text[start:end]) else None
