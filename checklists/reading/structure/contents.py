"""The table of contents of a gazette: which papers it lists, and on which pages they stand. Pure."""

import re
from dataclasses import dataclass

from checklists.reading.structure.labels import match_label
from checklists.reading.structure.lines import Line
from checklists.reading.structure.titles import NUMBER, squash

CONTENTS = re.compile(r"目[ 　]*录")
LEADERS = " \t　.…·"  # the dots that lead to a page number
LONGEST_CONTENTS = 600  # lines
SHORTEST_TITLE = 6


@dataclass
class Entry:
    """A line or two of the table of contents: a title, and the page that it names."""

    title: str
    page: int | None = None


def contents(lines: list[Line]) -> tuple[int, list[Entry]]:
    """Where the table of contents ends, and what it lists. One whose entries are numbered is a law's own."""
    start = next((place for place, line in enumerate(lines[:200]) if CONTENTS.fullmatch(line.text)), None)
    if start is None or _lists_units(lines, start):
        return 0, []
    entries: list[Entry] = []
    for place in range(start + 1, min(len(lines), start + LONGEST_CONTENTS)):
        entry = _entry(lines[place].text)
        if _opens(lines, place) or (entry.page is None and _heads_text(entry.title, entries)):
            return place, entries
        if len(entry.title) >= SHORTEST_TITLE:
            entries.append(entry)
    return 0, []


def _lists_units(lines: list[Line], start: int) -> bool:
    """Whether the table of contents lists the units of one paper, not the papers of a gazette."""
    first = next((line for line in lines[start + 1 : start + 4] if not line.is_bare), None)
    return first is not None and match_label(first.text) is not None


def _entry(text: str) -> Entry:
    rest = text.rstrip("0123456789")
    page = text[len(rest) :]
    title = rest.rstrip(LEADERS)
    return Entry(squash(title), int(page)) if page and len(page) <= 4 else Entry(squash(title + page))


def _heads_text(title: str, entries: list[Entry]) -> bool:
    """Whether a title comes for the second time: the contents are over."""
    return any(known.title.startswith(title) for known in entries if len(title) >= 8)


def _opens(lines: list[Line], place: int) -> bool:
    text = lines[place].text
    return bool(NUMBER.fullmatch(text)) or (text.endswith("文件") and bool(_number_near(lines, place)))


def _number_near(lines: list[Line], place: int):
    return next((line for line in lines[place + 1 : place + 3] if NUMBER.fullmatch(line.text)), None)


def page_of(number: str | None, title: str, entries: list[Entry]) -> int | None:
    """The page on which the contents say that the paper of this number or title begins."""
    number, title = squash(number or ""), squash(title)
    for place, entry in enumerate(entries):
        known = (number and number == entry.title) or (len(title) >= 8 and title in entry.title)
        if known:
            return next((later.page for later in entries[place:] if later.page is not None), None)
    return None
