"""The numbers that Word prints before paragraphs and does not store: counted here as Word counts them. Pure."""

import re
from dataclasses import dataclass

from checklists.reading.formats.numbers import NUMERALS
from checklists.reading.formats.word.package import W, is_on, value

LEVELS = 9
CLOSED = "、）)〕】．"  # after these nothing is wanted before the text
BULLET_PRINTED = re.compile("[\u4e00-\u9fff—–]")


@dataclass(frozen=True)
class Level:
    """One level of a list."""

    style: str
    pattern: str
    start: int
    restart: int | None  # the level after which it starts anew; None for any above, 0 for never
    legal: bool  # every number in it as 1, 2, 3
    gap: str  # tab | space | nothing


class Numbering:
    """The lists of a file, and how far each has counted."""

    def __init__(self, root):
        lists = [] if root is None else root
        self.abstract = {each.get(W + "abstractNumId"): each for each in lists if each.tag == W + "abstractNum"}
        self.lists = {each.get(W + "numId"): each for each in lists if each.tag == W + "num"}
        self.counts: dict[str, list[int | None]] = {}
        self.begun: set[tuple[str, int]] = set()  # lists whose own start has been used
        self.known: dict[tuple[str, int], Level | None] = {}

    def number(self, numbering: tuple[str, int | None, str | None]) -> str:
        """What is printed before the next paragraph of that list, with the gap behind it."""
        name, depth, style = numbering
        if name not in self.lists:
            return ""
        depth = self._level_of_style(name, style) if depth is None else depth
        level = self._level(name, depth) if 0 <= depth < LEVELS else None
        if level is None:
            return ""
        self._count(name, depth, level)
        return _gapped(self._printed(name, depth, level), level)

    def _abstract(self, name: str):
        """The definition behind a list; one that only links to a style's list is followed."""
        definition = self.abstract.get(value(self.lists.get(name), "abstractNumId"))
        link = value(definition, "numStyleLink")
        if link is None:
            return definition
        return next((each for each in self.abstract.values() if value(each, "styleLink") == link), definition)

    def _level_of_style(self, name: str, style: str | None) -> int:
        definition = self._abstract(name)
        levels = [] if definition is None else definition.findall(W + "lvl")
        found = next((level for level in levels if value(level, "pStyle") == style), None)
        return 0 if found is None else _whole(found.get(W + "ilvl"), 0)

    def _level(self, name: str, depth: int) -> Level | None:
        if (name, depth) not in self.known:
            self.known[name, depth] = self._defined(name, depth)
        return self.known[name, depth]

    def _defined(self, name: str, depth: int) -> Level | None:
        override = _at(self.lists[name], "lvlOverride", depth)
        own = override.find(W + "lvl") if override is not None else None
        level = own if own is not None else _at(self._abstract(name), "lvl", depth)
        if level is None:
            return None
        start = value(override, "startOverride") or value(level, "start")
        restart = value(level, "lvlRestart")
        return Level(
            value(level, "numFmt") or "decimal",
            value(level, "lvlText") or "",
            _whole(start, 1),
            None if restart is None else _whole(restart, 0),
            bool(is_on(level, "isLgl")),
            value(level, "suff") or "tab",
        )

    def _count(self, name: str, depth: int, level: Level) -> None:
        counts = self.counts.setdefault(self._counter(name), [None] * LEVELS)
        if self._starts_anew(name, depth) or counts[depth] is None:
            counts[depth] = level.start
        else:
            counts[depth] += 1
        for deeper in range(depth + 1, LEVELS):
            below = self._level(name, deeper)
            if below is None or below.restart is None or depth < below.restart:
                counts[deeper] = None

    def _counter(self, name: str) -> str:
        # lists of one definition count on from each other
        definition = self._abstract(name)
        return name if definition is None else definition.get(W + "abstractNumId") or name

    def _starts_anew(self, name: str, depth: int) -> bool:
        """Whether the list sets its own start for the level, and this is its first paragraph there."""
        override = _at(self.lists[name], "lvlOverride", depth)
        first = (name, depth) not in self.begun
        self.begun.add((name, depth))
        return first and value(override, "startOverride") is not None

    def _printed(self, name: str, depth: int, level: Level) -> str:
        if level.style == "bullet":
            return level.pattern if BULLET_PRINTED.fullmatch(level.pattern) else ""
        counts = self.counts[self._counter(name)]
        return re.sub(r"%([1-9])", lambda found: self._part(name, int(found[1]) - 1, level, counts), level.pattern)

    def _part(self, name: str, depth: int, level: Level, counts: list[int | None]) -> str:
        there = self._level(name, depth)
        if there is None:
            return ""
        count = there.start if counts[depth] is None else counts[depth]
        return NUMERALS.get("decimal" if level.legal else there.style, str)(count)


def _gapped(printed: str, level: Level) -> str:
    bare = not printed or level.gap == "nothing" or printed[-1] in CLOSED
    return printed if bare else printed + " "


def _at(parent, tag: str, depth: int):
    found = [] if parent is None else parent.findall(W + tag)
    return next((each for each in found if each.get(W + "ilvl") == str(depth)), None)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else otherwise
