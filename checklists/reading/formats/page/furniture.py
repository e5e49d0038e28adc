"""Running heads and page numbers: what comes back on page after page at the same height. Pure."""

import re
from collections import Counter

from checklists.reading.formats.page.marks import Marks
from checklists.reading.formats.page.order import PrintLine
from checklists.reading.structure.labels import match_label

MARGIN = 0.12  # share of the page's height where heads and feet stand
OUTERMOST = 3  # lines from the top and from the bottom
SHARE = 0.25  # of the pages: left and right pages may have heads of their own
PAGE_NUMBER = re.compile(
    r"[-—–－―~·•.\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})\s*页?(?:\s*[/／,，、of]*\s*共?\s*\d{1,4}\s*页?)?[-—–－―~·•.\s]*"
)


def mark_furniture(pages: list[tuple[Marks, list[PrintLine]]]) -> None:
    """Mark the lines of all pages that belong to no document."""
    keys = [{_key(marks, line) for line in _outer(marks, lines)} for marks, lines in pages]
    seen = Counter(key for page in keys for key in page)
    wanted = 2 if len(pages) <= 3 else max(3, round(SHARE * len(pages)))
    for marks, lines in pages:
        for line in _outer(marks, lines):
            repeated = len(pages) > 1 and seen[_key(marks, line)] >= wanted
            line.furniture |= match_label(line.text) is None and (repeated or _is_page_number(lines, line))


def _outer(marks: Marks, lines: list[PrintLine]) -> list[PrintLine]:
    """The lines near the upper and the lower edge of the page."""
    lines = sorted((line for line in lines if not line.rows), key=lambda line: line.top)
    near = {id(line): line for line in lines[:OUTERMOST] if line.top < MARGIN * marks.height}
    near |= {id(line): line for line in lines[-OUTERMOST:] if line.bottom > (1 - MARGIN) * marks.height}
    return list(near.values())


def _key(marks: Marks, line: PrintLine) -> tuple[str, int]:
    """The line without what changes from page to page; heights within a few points are the same."""
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line.text)), round(line.top / 12)


def _is_page_number(lines: list[PrintLine], line: PrintLine) -> bool:
    first, last = min(one.top for one in lines), max(one.bottom for one in lines)
    return bool(PAGE_NUMBER.fullmatch(line.text)) and (line.top <= first or line.bottom >= last)
