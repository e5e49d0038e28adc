"""The pages of a file to its text: paragraphs across pages, tables, furniture aside. Pure."""

from collections import Counter

from checklists.reading.formats.page.furniture import mark_furniture
from checklists.reading.formats.page.grid import Grid, grids
from checklists.reading.formats.page.marks import Marks, Run
from checklists.reading.formats.page.order import PrintLine, lines_of
from checklists.reading.formats.page.paragraphs import goes_on, set_edges, usual_gap
from checklists.reading.formats.page.runs import Cell, cell_of, runs_of
from checklists.reading.formats.sheet import Sheet, SourceText, glue

LARGER = 1.15  # times the body's size: a heading
LONGEST = 2000  # lines of one paragraph
MOSTLY = 0.5  # where no face has more than this share, none is the body's


class Book:
    """Takes in page after page and yields the text."""

    def __init__(self):
        self.pages: list[tuple[Marks, list[PrintLine]]] = []
        self.sheet = Sheet()

    def add(self, marks: Marks) -> None:
        """Take in a page; what it drew is forgotten, its lines are kept."""
        tables = grids(marks.edges)
        placed = runs_of(marks.glyphs, tables) + [(cell_of(run, tables), run) for run in marks.runs]
        free = [run for cell, run in placed if cell is None]
        printed = [_table(number, grid, placed, marks.number) for number, grid in enumerate(tables)]
        lines = lines_of(free, [table for table in printed if table.rows], marks.number)
        lines += [_watermark(run, marks.number) for _, run in runs_of(marks.slanted, [])]
        self.pages.append((Marks(marks.number, marks.width, marks.height), lines))

    def source(self, encoding: str) -> SourceText:
        """The text of all pages."""
        mark_furniture(self.pages)
        for marks, lines in self.pages:
            set_edges(lines, marks.width)
        lines = [line for _, page in self.pages for line in page]
        self.gap = usual_gap(lines)
        self.face, self.em = _body(lines)
        self._paragraphs(lines)
        return self.sheet.source(encoding)

    def _paragraphs(self, lines: list[PrintLine]) -> None:
        open_lines: list[PrintLine] = []
        waiting: list[PrintLine] = []  # furniture between the two halves of a paragraph
        for line in lines:
            if line.furniture:
                waiting.append(line)
            elif 0 < len(open_lines) < LONGEST and goes_on(open_lines, line, self.gap):
                open_lines.append(line)
            else:
                self._flush(open_lines, waiting)
                open_lines, waiting = [line], []
        self._flush(open_lines, waiting)

    def _flush(self, lines: list[PrintLine], waiting: list[PrintLine]) -> None:
        if lines and lines[0].rows:
            self._page(self.sheet.length, lines[0].page)
            for row in lines[0].rows:
                self.sheet.row(row)
        elif lines:
            self._paragraph(lines)
        for line in waiting:
            self._page(self.sheet.length, line.page)
            self.sheet.line(line.text, furniture=True)

    def _paragraph(self, lines: list[PrintLine]) -> None:
        text, starts = "", []
        for line in lines:
            joined = glue([text, line.text])
            starts.append(len(joined) - len(line.text.strip()))
            text = joined
        bold = self._outstanding(lines)
        is_heading = lines[0].em > LARGER * self.em or bold >= len(text)
        span = self.sheet.line(text, int(is_heading), 0 if is_heading else bold)
        if span:
            for start, line in zip(starts, lines, strict=True):
                self._page(span[0] + start, line.page)
                self._confidence(span[0] + start, line)

    def _page(self, start: int, number: int) -> None:
        if not self.sheet.pages or self.sheet.pages[-1][1] != number:
            self.sheet.pages.append((start, number))

    def _confidence(self, start: int, line: PrintLine) -> None:
        scores = [run.score for run in line.runs if run.score is not None]
        if scores:
            self.sheet.confidence.append(((start, start + len(line.text.strip())), round(min(scores), 3)))

    def _outstanding(self, lines: list[PrintLine]) -> int:
        """How many characters from the beginning are in another face than the body's."""
        total, seen = 0, False
        for line in lines:
            for run in line.runs:
                if not self.face or run.face == self.face:
                    return total if seen else 0
                seen |= bool(run.face)
                total += len(run.text)
        return total if seen else 0


def _table(number: int, grid: Grid, placed: list[tuple[Cell | None, Run]], page: int) -> PrintLine:
    """A table as one item of the page."""
    cells: dict[tuple[int, int], list[Run]] = {}
    for cell, run in placed:
        if cell and cell[0] == number:
            cells.setdefault(cell[1:], []).append(run)
    rows: dict[int, dict[int, str]] = {}
    for row, column in sorted(set(grid.owners.values())):
        text = _cell_text(cells.get((row, column), []), page)
        rows.setdefault(row, {})[column] = text
    printed = [row for row in rows.values() if any(row.values())]
    return PrintLine([], page, grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1], 12.0, rows=_narrowed(printed))


def _watermark(run: Run, page: int) -> PrintLine:
    return PrintLine([run], page, run.x0, run.x1, run.top, run.bottom, run.em, furniture=True)


def _cell_text(runs: list[Run], page: int) -> str:
    return glue(line.text for line in lines_of(runs, [], page))


def _narrowed(rows: list[dict[int, str]]) -> list[dict[int, str]]:
    """The rows without columns in which no cell begins."""
    columns = sorted({column for row in rows for column in row})
    return [{columns.index(column): text for column, text in row.items()} for row in rows]


def _body(lines: list[PrintLine]) -> tuple[str, float]:
    """The face and the size that most characters have."""
    faces: Counter = Counter()
    sizes: Counter = Counter()
    for run in (run for line in lines for run in line.runs):
        faces[run.face] += len(run.text) if run.face else 0
        sizes[round(run.em, 1)] += len(run.text)
    (face, count), *_ = faces.most_common(1) or [("", 0)]
    mostly = count > MOSTLY * sum(faces.values())
    return (face if mostly else ""), (sizes.most_common(1)[0][0] if sizes else 12.0)
