"""Drawn lines to tables: the cells that they enclose, merged where no line parts them. Pure."""

from bisect import bisect_right
from dataclasses import dataclass

from checklists.reading.formats.page.marks import Edges

NEAR = 3.0  # points: lines that are the same line
MOST_PIECES = 40_000  # drawn line by line round every cell
MOST_EDGES = 3000  # more is a drawing, not a table
MOST_CELLS = 250_000


@dataclass
class Grid:
    """A table: the lines of its columns and rows, and which cell owns each field between them."""

    xs: list[float]
    ys: list[float]
    owners: dict[tuple[int, int], tuple[int, int]]  # (row, column) of a field: of the cell's first field

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell around a point; None outside."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return self.owners.get((row, column))


def grids(edges: Edges) -> list[Grid]:
    """The tables that the lines draw: at least two cells in some row."""
    if len(edges.across) + len(edges.down) > MOST_PIECES:
        return []
    across, down = _lines(edges.across), _lines(edges.down)
    if len(across) + len(down) > MOST_EDGES:
        return []
    found = [_grid(*part) for part in _parts(across, down)]
    return [grid for grid in found if grid and _is_table(grid)]


Segment = tuple[float, float, float]


def _lines(segments: list[Segment]) -> list[Segment]:
    """Segments on one line that touch, as one; places that nearly agree, agreed."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments):
        if rows and segment[0] - rows[-1][0][0] <= NEAR:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [line for row in rows for line in _touching(row)]


def _touching(row: list[Segment]) -> list[Segment]:
    place, merged = row[0][0], []
    for start, end in sorted((start, end) for _, start, end in row):
        if merged and start <= merged[-1][1] + NEAR:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [(place, start, end) for start, end in merged]


def _parts(across: list[Segment], down: list[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    """The lines in groups that cross or touch each other."""
    group = list(range(len(across) + len(down)))

    def root(n: int) -> int:
        while group[n] != n:
            group[n] = group[group[n]]
            n = group[n]
        return n

    for n, (y, x0, x1) in enumerate(across):
        for m, (x, top, bottom) in enumerate(down, len(across)):
            if x0 - NEAR <= x <= x1 + NEAR and top - NEAR <= y <= bottom + NEAR:
                group[root(m)] = root(n)
    parts: dict[int, tuple[list, list]] = {}
    for n, line in enumerate(across + down):
        parts.setdefault(root(n), ([], []))[n >= len(across)].append(line)
    return list(parts.values())


def _grid(across: list[Segment], down: list[Segment]) -> Grid | None:
    if not across or not down:
        return None
    # a table may leave its outer sides undrawn, and where the page breaks it the last line too
    xs = _places([line[0] for line in down] + [end for line in across for end in line[1:]])
    ys = _places([line[0] for line in across] + [end for line in down for end in line[1:]])
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > MOST_CELLS:
        return None
    return Grid(xs, ys, _owners(xs, ys, across, down))


def _places(values: list[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return places


def _owners(xs, ys, across, down) -> dict[tuple[int, int], tuple[int, int]]:
    """For each field the first field of its cell: a field joins its neighbour where no line stands between."""
    walls, floors = sorted(down), sorted(across)
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        y = (ys[row] + ys[row + 1]) / 2
        for column in range(len(xs) - 1):
            x = (xs[column] + xs[column + 1]) / 2
            if column and not _covered(walls, xs[column], y):
                owners[row, column] = owners[row, column - 1]
            elif row and not _covered(floors, ys[row], x):
                owners[row, column] = owners[row - 1, column]
            else:
                owners[row, column] = (row, column)
    return owners


def _covered(lines: list[Segment], place: float, at: float) -> bool:
    first = bisect_right(lines, (place - NEAR, float("-inf"), 0.0))
    for line in lines[first:]:
        if line[0] > place + NEAR:
            return False
        if line[1] - NEAR <= at <= line[2] + NEAR:
            return True
    return False


def _is_table(grid: Grid) -> bool:
    cells = set(grid.owners.values())
    by_row: dict[int, int] = {}
    for row, _ in cells:
        by_row[row] = by_row.get(row, 0) + 1
    return max(by_row.values()) >= 2
