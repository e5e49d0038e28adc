"""Text to lines: what is print and what is mark-up, every character with its place. Pure."""

import re
from dataclasses import dataclass

MARKUP = re.compile(r"^[\s　]*(?P<hashes>#{1,6}(?:[ \t]+|\s*$))?(?P<dash>[-*][ \t]+(?=\S))?(?:【章名】[ 　]*)?")
INDENTED = re.compile(r"[ 　]{2}|\t")
BOLD = re.compile(r"\*\*")
RULE = re.compile(r"[-*_=—]{3,}")
COMMENT = re.compile(r"<!--.*?-->")
FINAL = "。！？；!?;"


@dataclass
class Line:
    """A printed line without its mark-up; `at` holds the source position of each of its characters."""

    start: int
    end: int
    text: str
    at: list[int]
    level: int  # of the mark-up heading, 0 for none; a hint that can be wrong
    bold: int  # how many characters at the beginning are bold
    begins: bool = False  # an indentation, or the format of the file, marks the beginning of a paragraph

    @property
    def is_rule(self) -> bool:
        """Whether the line is only a drawn rule, or a comment of the mark-up."""
        return bool(RULE.fullmatch(self.text) or COMMENT.fullmatch(self.text))

    @property
    def is_bare(self) -> bool:
        """Whether the line holds a drawn rule or mark-up, and no words."""
        return self.is_rule or not self.text


def split(text: str) -> list[Line]:
    """The lines that hold print, in order; white lines are left out."""
    lines, start = [], 0
    for raw in text.splitlines(keepends=True):
        if raw.strip():
            lines.append(_line(raw, start))
        start += len(raw)
    return [line for line in lines if line.text or line.level or line.end > line.start]


def cut(line: Line, place: int) -> tuple[Line, Line]:
    """The line in two, at a place in its text; each half owns its stretch of the source."""
    edge = line.at[place] if place < len(line.at) else line.end
    spaced = place + len(line.text[place:]) - len(line.text[place:].lstrip(" \t　"))
    kept = len(line.text[:place].rstrip(" \t　"))
    before = Line(line.start, edge, line.text[:kept], line.at[:kept], line.level, min(line.bold, place))
    after = Line(edge, line.end, line.text[spaced:], line.at[spaced:], line.level, max(0, line.bold - place))
    return before, after


def _line(raw: str, start: int) -> Line:
    mark = MARKUP.match(raw)
    body_start = mark.end()
    body_end = len(raw.rstrip())
    kept = list(range(body_start, body_end))
    bold = [] if RULE.fullmatch(raw.strip()) else BOLD.finditer(raw, body_start, body_end)
    stars = {place for found in bold for place in range(*found.span())}
    kept = _trim(raw, [place for place in kept if place not in stars])
    first = len(raw) - len(raw.lstrip())
    return Line(
        start=start + min(first, body_start),
        end=start + body_end,
        text="".join(raw[place] for place in kept),
        at=[start + place for place in kept],
        level=len((mark["hashes"] or "").strip()),
        bold=_bold_prefix(raw, body_start, body_end),
        begins=bool(INDENTED.match(raw)),
    )


def _trim(raw: str, places: list[int]) -> list[int]:
    first, last = 0, len(places)
    while first < last and raw[places[first]].isspace():
        first += 1
    while last > first and raw[places[last - 1]].isspace():
        last -= 1
    return places[first:last]


def _bold_prefix(raw: str, start: int, end: int) -> int:
    """How many printed characters the bold beginning of the line has."""
    stars = [found.start() for found in BOLD.finditer(raw, start, end)]
    if not stars or raw[start : stars[0]].strip():
        return 0
    stop = stars[1] if len(stars) > 1 else end
    return len(raw[stars[0] + 2 : stop].strip())
