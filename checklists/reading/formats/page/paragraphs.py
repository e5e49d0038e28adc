"""Lines to paragraphs: a line goes on in the next where the next one's first word had no room in it. Pure."""

import re
from collections import Counter
from itertools import pairwise

from checklists.reading.formats.page.order import PrintLine
from checklists.reading.formats.sheet import WIDE
from checklists.reading.structure.labels import match_label

FINAL = re.compile(r"[。；：！？;:]$")
OPENING = "（(《〈“‘〔[【"
CLOSING = re.compile("[，。、；：？！）)》〉”’〕】%％…]")
SLACK = 0.35  # ems
SETS_IN = 0.3  # share of the lines at the edge where paragraphs begin away from it
INDENT = 1.0  # ems from the edge that begin a paragraph


def set_edges(lines: list[PrintLine], width: float) -> None:
    """Give the lines of one page the edges of the text that they stand in."""
    for column in {line.column for line in lines}:
        inside = [line for line in lines if line.column == column and not line.furniture]
        if inside:
            left, right = _edges(inside, width, whole=column == 0)
            at_edge = sum(line.x0 - left < 0.5 * line.em for line in inside)
            for line in inside:
                line.left, line.right = left, right
                line.sets_in = at_edge >= SETS_IN * len(inside)


def _edges(lines: list[PrintLine], width: float, whole: bool) -> tuple[float, float]:
    em = Counter(round(line.em, 1) for line in lines).most_common(1)[0][0]
    printed = [line for line in lines if not line.rows] or lines
    left, right = min(line.x0 for line in printed), max(line.x1 for line in printed)
    reaching = sum(line.x1 > right - em for line in printed)
    if whole and reaching < 3:  # nothing shows where lines end; margins are mostly alike
        right = max(right, width - left)
    return left, right


def usual_gap(lines: list[PrintLine]) -> float:
    """The white between two lines of one paragraph, in ems: what most narrow gaps have."""
    gaps = sorted((two.top - one.bottom) / two.em for one, two in pairwise(lines) if _stacked(one, two))
    return gaps[len(gaps) // 4] if gaps else 0.0


def _stacked(one: PrintLine, two: PrintLine) -> bool:
    same_column = (one.page, one.column) == (two.page, two.column)
    plain = not (one.rows or two.rows or one.furniture or two.furniture)
    return same_column and plain and two.top > one.top and _alike(one, two)


def _alike(one: PrintLine, two: PrintLine) -> bool:
    """Whether both are of one size; of a recognised line it is only known roughly."""
    recognised = any(run.score is not None for run in two.runs)
    return abs(one.em - two.em) <= (0.3 if recognised else 0.15) * max(one.em, two.em)


def goes_on(paragraph: list[PrintLine], two: PrintLine, gap: float) -> bool:
    """Whether the line continues the paragraph."""
    one = paragraph[-1]
    if one.rows or two.rows or not _alike(one, two):
        return False
    if one.right - one.x1 >= _first_word(two) + SLACK * two.em:
        return False  # there was room: the line was ended on purpose
    if _stacked(one, two) and (two.top - one.bottom) / two.em > gap + 0.45:
        return False
    if FINAL.search(one.text) and match_label(two.text):
        return False
    return _centred(one, two) or _flush(paragraph, two) or _hangs(paragraph, two)


def _flush(paragraph: list[PrintLine], two: PrintLine) -> bool:
    """Whether the line is not set in like the beginning of a paragraph."""
    one = paragraph[-1]
    before, after = (one.x0 - one.left) / one.em, (two.x0 - two.left) / two.em
    if after < INDENT:
        return True
    new = len(paragraph) == 1 and (one.sets_in or FINAL.search(one.text))
    return abs(after - before) < 0.5 and not new


def _hangs(paragraph: list[PrintLine], two: PrintLine) -> bool:
    """Whether the line stands under the words behind the paragraph's number."""
    one = paragraph[0]
    label = match_label(one.text)
    if len(paragraph) > 1 or not label:
        return False
    words = one.x0 + sum(one.em if WIDE.match(letter) else one.em / 2 for letter in one.text[: label.length])
    starts = [words, *(run.x0 for run in one.runs[1:2])]
    return any(abs((start - one.left) - (two.x0 - two.left)) < 0.5 * one.em for start in starts)


def _centred(one: PrintLine, two: PrintLine) -> bool:
    return all(
        abs((line.x0 - line.left) - (line.right - line.x1)) < 1.5 * line.em and line.x0 - line.left > 0.3 * line.em
        for line in (one, two)
    )


def _first_word(line: PrintLine) -> float:
    """How wide the part of the line is that no line break may divide."""
    text, width = line.text, 0.0
    place = len(text) - len(text.lstrip(OPENING))
    width += place * line.em
    if place < len(text) and WIDE.match(text[place]):
        width, place = width + line.em, place + 1
    else:
        latin = re.match(r"[^\s\u2e80-\uffef]*", text[place:]).end()
        width, place = width + latin * line.em / 2, place + latin
    closing = len(text[place:]) - len(re.sub("^(?:" + CLOSING.pattern + ")+", "", text[place:]))
    return min(width + closing * line.em, line.x1 - line.x0 + 0.1)
