"""A text that a page prints in one line, as its units and paragraphs. Pure."""

import itertools
import re

from checklists.reading.structure.labels import Label, match_label
from checklists.reading.structure.lines import Line

SHORTEST_FOLDED = 200  # characters
FEWEST = {"article": 3, "cn": 2}  # units one after the other in a line that holds a whole text
BLANK = re.compile(r"[ 　]+")
ENDS = re.compile(r"[。；：！？!?;:”）)]$")
SHORT_HEADING = 30
LONGEST_LABEL = 80  # characters that tell a label from text


def unfolded(lines: list[Line]) -> list[Line]:
    """The lines, each that holds a whole text cut where its white space parts units and paragraphs."""
    return [piece for line in lines for piece in _pieces(line)]


def _pieces(line: Line) -> list[Line]:
    if len(line.text) < SHORTEST_FOLDED or "\t" in line.text:
        return [line]
    starts = [found.end() for found in BLANK.finditer(line.text)]
    units = {place: label for place in starts if (label := match_label(line.text[place : place + LONGEST_LABEL]))}
    return _cut(line, _edges(line.text, starts, units)) if _whole(list(units.values())) else [line]


def _whole(labels: list[Label]) -> bool:
    """Whether units of one style follow each other in the line, counted from the first."""
    return any(_run([label.number for label in labels if label.style == style]) >= few for style, few in FEWEST.items())


def _run(numbers: list[int]) -> int:
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], enumerate(numbers, 1)))


def _edges(text: str, starts: list[int], units: dict[int, Label]) -> list[int]:
    """Where the white space parts: in the opening, before a unit, after a sentence or a heading."""
    edges, opened = [], None
    for place in starts:
        headed = opened is not None and _is_heading(text[opened:place], units[opened])
        if place in units or opened is None or headed or ENDS.search(text[max(0, place - 9) : place].rstrip(" 　")):
            edges.append(place)
        opened = place if place in units else opened
    return edges


def _is_heading(begun: str, label: Label) -> bool:
    heading = begun[label.length :].strip(" 　")
    short = 0 < len(heading) <= SHORT_HEADING and label.style != "article"
    return short and not re.search("[。，,；; 　]", heading)


def _cut(line: Line, edges: list[int]) -> list[Line]:
    pieces = []
    for here, there in itertools.pairwise([0, *edges, len(line.text)]):
        text = line.text[here:there].rstrip(" 　")
        start = line.at[here] if here else line.start
        end = line.at[there] if there < len(line.text) else line.end
        pieces.append(Line(start, end, text, line.at[here : here + len(text)], line.level, 0, begins=True))
    return pieces
