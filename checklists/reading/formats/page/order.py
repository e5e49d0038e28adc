"""Runs to lines in the order in which a person reads them: down the page, column after column. Pure."""

from dataclasses import dataclass, field
from itertools import pairwise

from checklists.reading.formats.page.marks import Run, is_blank

FEWEST_ROWS = 4  # of print beside print that make columns
MOST_ROWS = 400  # looked at together; no page has more
GUTTER = 1.2  # ems between columns at the least
FULL = 0.6  # share of a column's lines that reach its edge: else it is a list in columns, read across
SHORTEST = 8  # ems of a line of a column


@dataclass
class PrintLine:
    """A line as printed: its runs from left to right, or the rows of a table."""

    runs: list[Run]
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    em: float
    column: int = 0  # which column of its page; each has edges of its own
    rows: list[dict[int, str]] = field(default_factory=list)
    left: float = 0.0  # edges of the text around
    right: float = 0.0
    sets_in: bool = False  # whether paragraphs around begin away from the edge
    furniture: bool = False

    @property
    def text(self) -> str:
        """The words of the line."""
        text, end = "", 0.0
        for run in self.runs:
            apart = text and is_blank((run.x0 - end) / max(run.em, 1), text, run.text)
            text += " " + run.text if apart else run.text
            end = run.x1
        return text


def lines_of(runs: list[Run], tables: list[PrintLine], page: int) -> list[PrintLine]:
    """The lines of a page in reading order, tables among them."""
    rows = _rows(runs, page) + tables
    rows.sort(key=lambda line: (line.top, line.x0))
    lines, place, column = [], 0, 0
    while place < len(rows):
        stop, middle = _columns(rows, place)
        for side in _sides(rows[place:stop], middle) if middle else ():
            column += 1
            for line in side:
                line.column = column
            lines += side
        lines += rows[place:stop] if middle is None else []
        place = stop
    return lines


def _rows(runs: list[Run], page: int) -> list[PrintLine]:
    """Runs side by side, as one line each."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.top + run.bottom) / 2):
        home = next((row for row in rows[-3:] if _beside(row, run)), None)
        if home is None:
            rows.append([run])
        else:
            home.append(run)
    return [_line(sorted(row, key=lambda run: run.x0), page) for row in rows]


def _beside(row: list[Run], run: Run) -> bool:
    widest = max(row, key=lambda one: one.em)
    shared = min(widest.bottom, run.bottom) - max(widest.top, run.top)
    level = shared >= 0.5 * min(widest.bottom - widest.top, run.bottom - run.top)
    return level and all(run.x0 >= one.x1 - 0.5 * one.em or run.x1 <= one.x0 + 0.5 * one.em for one in row)


def _line(runs: list[Run], page: int) -> PrintLine:
    return PrintLine(
        runs,
        page,
        min(run.x0 for run in runs),
        max(run.x1 for run in runs),
        min(run.top for run in runs),
        max(run.bottom for run in runs),
        max(run.em for run in runs),
    )


def _columns(rows: list[PrintLine], place: int) -> tuple[int, float | None]:
    """Where the print in columns that begins here ends, and the middle of the gutter; None where it is read across."""
    low, high, stop, both = float("-inf"), float("inf"), place, 0
    for line in rows[place : place + MOST_ROWS]:
        gap = _gap(line, low, high)
        if gap is None:
            break
        low, high = gap
        both += _on_both_sides(line, (low + high) / 2) if high < float("inf") and low > float("-inf") else 0
        stop += 1
    if both < FEWEST_ROWS or low == float("-inf") or high == float("inf"):
        return place + 1, None
    middle = (low + high) / 2
    return stop, middle if all(_flows(side) for side in _sides(rows[place:stop], middle)) else None


def _gap(line: PrintLine, low: float, high: float) -> tuple[float, float] | None:
    """The white between the runs of the line that lies inside the white of the lines above."""
    if line.rows:
        return None
    pieces = line.runs
    gaps = [(one.x1, two.x0) for one, two in pairwise(pieces)]
    if low != float("-inf"):
        gaps += [(float("-inf"), line.x0), (line.x1, float("inf"))]
    shared = [(max(low, start), min(high, end)) for start, end in gaps]
    wide = [gap for gap in shared if gap[1] - gap[0] >= GUTTER * line.em]
    return max(wide, key=lambda gap: gap[1] - gap[0], default=None)


def _on_both_sides(line: PrintLine, middle: float) -> bool:
    return line.x0 < middle < line.x1


def _sides(rows: list[PrintLine], middle: float) -> list[list[PrintLine]]:
    left = [[run for run in line.runs if run.x1 <= middle] for line in rows]
    right = [[run for run in line.runs if run.x1 > middle] for line in rows]
    return [[_line(runs, rows[0].page) for runs in side if runs] for side in (left, right)]


def _flows(side: list[PrintLine]) -> bool:
    """Whether the lines are running text: long, and most of them up to the edge."""
    edge, em = max(line.x1 for line in side), side[0].em
    full = sum(line.x1 > edge - 2 * em for line in side)
    return full >= FULL * len(side) and edge - min(line.x0 for line in side) >= SHORTEST * em
