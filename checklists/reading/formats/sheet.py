"""The text that a format yields, line by line, with what its print tells beyond the words. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from checklists.reading.answer import Span
from checklists.reading.formats.refusals import TooMuchText

LARGEST = 20_000_000  # characters; a gazette has a hundred thousand
INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF])
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")
WIDE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)


@dataclass(frozen=True)
class SourceText:
    """The text of a file; spans and first characters are places in it."""

    text: str
    encoding: str
    pages: list[tuple[int, int]] | None = None  # (first character, page number)
    furniture: list[Span] = field(default_factory=list)  # running heads, page numbers, navigation
    confidence: list[tuple[Span, float]] = field(default_factory=list)  # of each recognised line, 0..1
    levels: dict[int, int] = field(default_factory=dict)  # first character of a heading: its level
    bold: dict[int, int] = field(default_factory=dict)  # first character of a line: how many stand out from its start
    rows: dict[int, int] = field(default_factory=dict)  # first printed character of a table row: end of the row
    flowing: bool = False  # whether every line is a paragraph, and none is broken at the edge of the page


def clean(text: str) -> str:
    """The text without characters that no eye sees; what cannot stand in a text becomes U+FFFD."""
    return UNPRINTABLE.sub("\ufffd", text.translate(INVISIBLE))


def glue(parts: Iterable[str]) -> str:
    """Stretches of one line: Chinese follows Chinese directly, other words keep a space between them."""
    line = ""
    for part in (part.strip() for part in parts):
        apart = line and part and not WIDE.match(line[-1]) and not WIDE.match(part[0])
        line += " " + part if apart else part
    return line


def row_text(cells: dict[int, str]) -> str:
    """A row of a table: its cells by column, a tab between them; a merged cell stands in its first column only."""
    return "\t".join(cells.get(column, "") for column in range(max(cells, default=-1) + 1))


class Sheet:
    """Takes in lines and yields the text with its hints."""

    def __init__(self):
        self.parts: list[str] = []
        self.length = 0
        self.pages: list[tuple[int, int]] = []
        self.furniture: list[Span] = []
        self.confidence: list[tuple[Span, float]] = []
        self.levels: dict[int, int] = {}
        self.bold: dict[int, int] = {}
        self.rows: dict[int, int] = {}

    def line(self, text: str, level: int = 0, bold: int = 0, furniture: bool = False) -> Span | None:
        """Add a line; white ones leave no trace. Answers where it stands."""
        lead = len(text) - len(text.lstrip())
        text, bold = text.strip(), max(0, bold - lead)
        if not text:
            return None
        span = self._add(text)
        if furniture:
            self.furniture.append(span)
        if level:
            self.levels[span[0]] = level
        if bold:
            self.bold[span[0]] = min(bold, len(text))
        return span

    def row(self, cells: dict[int, str], furniture: bool = False) -> Span | None:
        """Add a row of a table; one cell alone is a line like any other."""
        text = row_text({column: re.sub(r"\s", " ", cell) for column, cell in cells.items()})
        if "\t" not in text or not text.strip():
            return self.line(text, furniture=furniture)
        span = self._add(text)
        self.rows[span[0] + len(text) - len(text.lstrip())] = span[1]
        if furniture:
            self.furniture.append(span)
        return span

    def page(self, number: int) -> None:
        """What follows stands on this page."""
        if self.pages and self.pages[-1][0] == self.length:
            self.pages.pop()
        self.pages.append((self.length, number))

    def _add(self, text: str) -> Span:
        start = self.length
        self.parts += [text, "\n"]
        self.length += len(text) + 1
        if self.length > LARGEST:
            raise TooMuchText
        return start, start + len(text)

    def source(self, encoding: str, flowing: bool = False) -> SourceText:
        """Everything that came in."""
        return SourceText(
            "".join(self.parts),
            encoding,
            self.pages or None,
            self.furniture,
            self.confidence,
            self.levels,
            self.bold,
            self.rows,
            flowing,
        )
