"""Word files: paragraphs with the numbers that Word prints, tables, text boxes, notes. Pure."""

from checklists.reading.formats.sheet import Sheet, SourceText, clean, glue
from checklists.reading.formats.word.numbering import Numbering
from checklists.reading.formats.word.package import Package, W, value
from checklists.reading.formats.word.runs import MC, Runs, merges_on, take_apart
from checklists.reading.formats.word.styles import Styles

WIDEST = 1024  # columns
MOSTLY = 0.5  # where more than this share stands out, it is the face of the text and tells nothing
WRAPPERS = frozenset(
    [W + tag for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body")]
    + [MC + "Choice", MC + "Fallback"]
)


def read(name: str, data: bytes) -> SourceText:
    """The text of the file as it prints: tracked insertions kept, deletions left out."""
    package = Package(name, data)
    document = Document(package)
    document.blocks(package.document())
    return document.finish()


class Document:
    """Walks through the parts of a file and fills a sheet."""

    def __init__(self, package: Package):
        self.sheet = Sheet()
        self.styles = Styles(package.part("styles.xml"))
        self.numbering = Numbering(package.part("numbering.xml"))
        self.notes = {
            (part, note.get(W + "id")): note
            for part in ("footnotes", "endnotes")
            for note in _children(package.part(f"{part}.xml"))
            if note.get(W + "type") in (None, "normal")
        }
        self.held: list[tuple[str, int]] = []  # beginnings of a paragraph whose end mark is deleted
        self.noted = 0
        self.later: list[tuple[str, str]] = []  # notes called inside a table, printed after it

    def blocks(self, parent) -> None:
        """Paragraphs and tables, in order."""
        for block in parent:
            if block.tag == W + "p":
                self._paragraph(block)
            elif block.tag == W + "tbl":
                self._table(block)
            elif block.tag == MC + "AlternateContent":
                self.blocks(block[:1])
            elif block.tag in WRAPPERS:
                self.blocks(block)

    def _paragraph(self, paragraph) -> None:
        runs = take_apart(paragraph, self.styles)
        if merges_on(paragraph):
            self.held.append((runs.text, runs.bold))
        else:
            self._lines(*self._printed(paragraph, runs), self.styles.level(paragraph))
        self._hanging(runs)

    def _printed(self, paragraph, runs: Runs) -> tuple[str, int]:
        """The paragraph's text with its number, and how much of it stands out."""
        text, bold = "".join(held for held, _ in self.held) + runs.text, runs.bold
        if self.held:
            bold, self.held = self.held[0][1], []
        numbering = self.styles.numbering(paragraph)
        number = clean(self.numbering.number(numbering)) if numbering else ""
        return number + text, bold + len(number) if bold else 0

    def _lines(self, text: str, bold: int, level: int) -> None:
        for line in text.split("\n"):
            self.sheet.line(line, level, bold)
            bold = max(0, bold - len(line) - 1)

    def _hanging(self, runs: Runs) -> None:
        for box in runs.boxes:
            self.blocks(box)
        for note in runs.notes:
            self._note(note)

    def _note(self, name: tuple[str, str]) -> None:
        note = self.notes.get(name)
        if note is not None:
            self.noted += 1
            self.sheet.line(f"[{self.noted}] {glue(self._flat(note))}")

    def _flat(self, parent) -> list[str]:
        """The texts of the paragraphs below, for places where there is only one line."""
        texts = []
        for block in parent:
            if block.tag == W + "p":
                runs = take_apart(block, self.styles)
                texts.append(self._printed(block, runs)[0])
                texts += [text for box in runs.boxes for text in self._flat(box)]
                self.later += runs.notes
            elif block.tag in WRAPPERS or block.tag in (W + "tbl", W + "tr", W + "tc"):
                texts += self._flat(block)
        return texts

    def _table(self, table) -> None:
        self.later = []
        rows = [row for row in _through(table) if row.tag == W + "tr"]
        if all(len(_cells(row)) < 2 for row in rows):  # a frame around text
            for cell in (cell for row in rows for cell in _cells(row)):
                self.blocks(cell)
            return
        for row in rows:
            self.sheet.row(self._row(row))
        for note in self.later:
            self._note(note)

    def _row(self, row) -> dict[int, str]:
        cells, column = {}, _whole(value(row, "trPr/gridBefore"), 0)
        for cell in _cells(row):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is None or merge.get(W + "val") == "restart":
                cells[column] = glue(self._flat(cell))
            column = min(WIDEST, column + _whole(value(cell, "tcPr/gridSpan"), 1))
        return cells

    def finish(self) -> SourceText:
        """The text; what stands out everywhere stands out nowhere."""
        for text, bold in self.held:
            self._lines(text, bold, 0)
        source = self.sheet.source("docx", flowing=True)
        if sum(source.bold.values()) > MOSTLY * len(source.text):
            source.bold.clear()
        return source


def _children(root) -> list:
    return [] if root is None else list(root)


def _through(parent) -> list:
    """The children, those inside a wrapper too; deleted rows left out."""
    found = []
    for child in parent:
        if child.tag in WRAPPERS:
            found += _through(child)
        elif child.find(f"{W}trPr/{W}del") is None:
            found.append(child)
    return found


def _cells(row) -> list:
    return [cell for cell in _through(row) if cell.tag == W + "tc"]


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 6 else otherwise
