"""Characters to runs: what stands next to each other on one line. Pure."""

from checklists.reading.formats.page.grid import Grid
from checklists.reading.formats.page.marks import LONGEST_NUMBER, WORD_GAP, Glyph, Run, is_blank, ordinary
from checklists.reading.formats.sheet import clean
from checklists.reading.structure.labels import match_label

FARTHEST = 2.0  # ems between neighbours of one run
OVERPRINT = 0.3  # of its width: the same character printed again so near makes it bold

Cell = tuple[int, int, int]  # table, row, column


def runs_of(glyphs: list[Glyph], tables: list[Grid]) -> list[tuple[Cell | None, Run]]:
    """The runs in the order in which they were drawn, each with the cell of a table that it stands in."""
    gathered: list[tuple[Cell | None, list[Glyph]]] = []
    for glyph in glyphs:
        if glyph.letter.isspace():
            if gathered and glyph.x1 > glyph.x0:
                gathered[-1][1].append(glyph)
            continue
        cell = cell_of(glyph, tables)
        if gathered and gathered[-1][0] == cell and _follows(gathered[-1][1], glyph):
            gathered[-1][1].append(glyph)
        else:
            gathered.append((cell, [glyph]))
    return [(cell, _run(run)) for cell, run in gathered]


def cell_of(mark: Glyph | Run, tables: list[Grid]) -> Cell | None:
    """The cell in whose field the middle of the mark lies."""
    x, y = (mark.x0 + mark.x1) / 2, (mark.top + mark.bottom) / 2
    for number, grid in enumerate(tables):
        cell = grid.cell_at(x, y)
        if cell:
            return number, *cell
    return None


def _follows(run: list[Glyph], glyph: Glyph) -> bool:
    last = next((one for one in reversed(run) if not one.letter.isspace()), run[-1])
    face = next((one.face for one in reversed(run) if one.face), "")
    shared = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    level = shared >= 0.5 * min(last.bottom - last.top, glyph.bottom - glyph.top)
    gap = (glyph.x0 - last.x1) / max(glyph.em, last.em, 1)
    if not level or not -0.8 <= gap <= FARTHEST or (gap > WORD_GAP and _is_number(run)):
        return False
    return not face or not glyph.face or face == glyph.face


def _is_number(run: list[Glyph]) -> bool:
    """Whether the run is the number of a list item, whose words begin at a place of their own."""
    text = "".join(glyph.letter for glyph in run[:LONGEST_NUMBER]).strip()
    label = match_label(text + " 一") if len(run) < LONGEST_NUMBER else None
    return label is not None and label.length >= len(text)


def _run(glyphs: list[Glyph]) -> Run:
    while len(glyphs) > 1 and glyphs[-1].letter.isspace():
        glyphs.pop()
    printed = [glyph for glyph in glyphs if not glyph.letter.isspace()]
    return Run(
        _text(glyphs),
        printed[0].x0,
        min(glyph.top for glyph in printed),
        max(glyph.x1 for glyph in printed),
        max(glyph.bottom for glyph in printed),
        max(glyph.em for glyph in printed),
        next((glyph.face for glyph in printed if glyph.face), ""),
    )


def _text(glyphs: list[Glyph]) -> str:
    letters: list[str] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.letter.isspace():
            letters.append(" ")
        elif last is None or not _same_again(last, glyph):
            gap = (glyph.x0 - last.x1) / max(glyph.em, last.em) if last else 0.0
            blank = gap > 0 and letters[-1] != " " and is_blank(gap, letters, glyph.letter)
            letters.append(" " + glyph.letter if blank else glyph.letter)
            last = glyph
    return clean(ordinary("".join(letters)))


def _same_again(last: Glyph, glyph: Glyph) -> bool:
    return last.letter == glyph.letter and abs(glyph.x0 - last.x0) < OVERPRINT * max(last.x1 - last.x0, 0.1)
