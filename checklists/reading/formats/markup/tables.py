"""The tables of a web page: which hold data, and where each cell of a row stands. Pure."""

from checklists.reading.formats.sheet import glue

WIDEST = 1024  # columns; what browsers take is less
LONGEST_CELL = 2000  # characters: more is an article, and its table a frame


def is_laid_out(table) -> bool:
    """Whether the table only arranges the page: it holds tables, headings, an article, or one cell a row."""
    if table.get("role") == "presentation":
        return True
    if next(table.iterdescendants("table", "h1", "h2", "h3", "h4", "h5", "h6"), None) is not None:
        return True
    alone = all(sum(cell.tag in ("td", "th") for cell in row) < 2 for row in table.iterdescendants("tr"))
    return alone or any(_long(cell) for cell in table.iterdescendants("td"))


def _long(cell) -> bool:
    total = 0
    for text in cell.itertext():
        total += len(text.strip())
        if total > LONGEST_CELL:
            return True
    return False


class Table:
    """One table of data while its rows come in."""

    def __init__(self):
        self.covered: dict[int, int] = {}  # column: rows that a cell above still reaches down
        self.cells: dict[int, list[str]] = {}
        self.column: int | None = None
        self.wide = 1
        self.high: dict[int, int] = {}  # column: rows that the cells of this row reach down

    def open(self, tag: str, element) -> None:
        """A row or a cell begins."""
        if tag == "tr":
            self.cells, self.column = {}, None
        elif tag in ("td", "th"):
            self._cell(_number(element.get("colspan")), _number(element.get("rowspan")))

    def _cell(self, wide: int, high: int) -> None:
        column = 0 if self.column is None else self.column + self.wide
        while self.covered.get(column, 0) > 0 and column < WIDEST:
            column += 1
        self.column, self.wide = column, min(wide, max(1, WIDEST - column))
        self.cells[column] = []
        self.high |= {column + n: high for n in range(self.wide)}

    def takes(self, line: str) -> bool:
        """Take a line of the open cell; False outside of every cell, as in a caption."""
        if self.column is None:
            return False
        self.cells[self.column].append(line)
        return True

    def row(self) -> dict[int, str]:
        """The row that ends here, by column."""
        self.covered = {column: left - 1 for column, left in self.covered.items() if left > 1}
        self.covered |= {column: high - 1 for column, high in self.high.items() if high > 1}
        row = {column: glue(parts) for column, parts in self.cells.items()}
        self.cells, self.column, self.high = {}, None, {}
        return row


def _number(text: str | None) -> int:
    return min(int(text), 65534) if text and text.isdecimal() and text.isascii() and int(text[:6]) > 0 else 1
