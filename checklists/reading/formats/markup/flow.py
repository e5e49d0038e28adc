"""Walks through a page and breaks it into the lines that a visitor sees. Pure."""

import re

from checklists.reading.formats.markup.lists import Lists
from checklists.reading.formats.markup.tables import Table, is_laid_out
from checklists.reading.formats.sheet import WIDE, Sheet, clean

BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|header|hr|html|legend|li|main|nav|ol|option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
UNSEEN = re.compile("head|script|style|template|noscript|svg|math|object|iframe|del|button|select|datalist")
ASIDE = frozenset(("nav", "footer"))
BOLD = frozenset(("b", "strong"))
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
BLANKS = re.compile(r"[ \t\r\n\f]+")


class Flow:
    """The lines of the page as they come in; a table collects its cells until the row ends."""

    def __init__(self):
        self.sheet = Sheet()
        self.letters: list[str] = []
        self.bold_until = 0  # how many letters from the start of the line are bold without a break
        self.stands_out = False  # whether any of them is more than a number
        self.length = 0
        self.level = 0
        self.number = ""  # of the list item that is open
        self.lists = Lists()
        self.tables: list[Table | None] = []  # None for one that only lays out the page
        self.depths = {"unseen": 0, "aside": 0, "bold": 0, "pre": 0}

    def take(self, event: str, element) -> None:
        """One event of the walk; the text after an element belongs to its parent."""
        if event == "start":
            self._start(element)
            return
        if event == "end":
            self._end(element)
        self._text(element.tail)

    def _start(self, element) -> None:
        tag = element.tag
        if BLOCKS.fullmatch(tag) and not self.depths["unseen"]:
            self._break()
        for name in _states(element):
            self.depths[name] += 1
        if self.depths["unseen"]:
            return
        self._open(tag, element)
        self._text(element.text)

    def _open(self, tag: str, element) -> None:
        if tag == "br":
            self._break()
        elif tag in HEADINGS:
            self.level = HEADINGS[tag]
        elif tag in ("ol", "ul", "menu"):
            self.lists.open(element)
        elif tag == "li":
            self.number = self.lists.number(element)
            self._add(self.number, neutral=True)
        elif tag == "table":
            self.tables.append(None if is_laid_out(element) else Table())
        elif self.tables and self.tables[-1]:
            self.tables[-1].open(tag, element)

    def _end(self, element) -> None:
        if not self.depths["unseen"]:
            if element.tag == "li":
                self.number = ""
            if BLOCKS.fullmatch(element.tag):
                self._break()
            self._close(element.tag)
        for name in _states(element):
            self.depths[name] -= 1

    def _close(self, tag: str) -> None:
        if tag in HEADINGS:
            self.level = 0
        elif tag in ("ol", "ul", "menu"):
            self.lists.close()
        elif tag == "table":
            self._end_table()
        elif tag == "tr" and self.tables and self.tables[-1]:
            self._row()

    def _end_table(self) -> None:
        if self.tables and self.tables[-1]:
            self._row()
        if self.tables:
            self.tables.pop()

    def _row(self) -> None:
        self.sheet.row(self.tables[-1].row(), furniture=bool(self.depths["aside"]))

    def _text(self, text: str | None) -> None:
        if not text or self.depths["unseen"]:
            return
        if self.depths["pre"]:
            first, *others = clean(text).splitlines() or [""]
            self._add(first)
            for line in others:
                self._break()
                self._add(line)
        else:
            self._add(clean(text))

    def _add(self, text: str, neutral: bool = False) -> None:
        bold = bool(self.depths["bold"])
        if self.bold_until == self.length and (bold or neutral or not text.strip()):
            self.bold_until += len(text)
            self.stands_out |= bold and bool(text.strip())
        self.length += len(text)
        self.letters.append(text)

    def _break(self) -> None:
        """The line ends here."""
        raw, bold = "".join(self.letters), self.bold_until
        if self.number and raw.strip() == self.number.strip():
            return  # the item's first paragraph begins in the line of its number
        if not self.stands_out:
            bold = 0
        self.letters, self.length, self.bold_until, self.stands_out = [], 0, 0, False
        line, table = _collapsed(raw), self.tables[-1] if self.tables else None
        if table and table.takes(line):
            return
        standing_out = len(_collapsed(raw[:bold]).strip())
        self.sheet.line(line.strip(), self.level, standing_out, furniture=bool(self.depths["aside"]))


def _states(element) -> list[str]:
    """Which of the walk's states the element adds to."""
    tag, style = element.tag, element.get("style", "")
    hidden = UNSEEN.fullmatch(tag) or element.get("hidden") is not None or HIDDEN_STYLE.search(style)
    aside = tag in ASIDE or element.get("role") == "navigation"
    bold = tag in BOLD or BOLD_STYLE.search(style)
    states = {"unseen": hidden, "aside": aside, "bold": bold, "pre": tag == "pre"}
    return [name for name, is_on in states.items() if is_on]


def _collapsed(text: str) -> str:
    """White space as a browser shows it; a line break of the file between two Chinese characters is none."""
    return BLANKS.sub(lambda found: _blank(text, found), text)


def _blank(text: str, found: re.Match) -> str:
    before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
    joined = "\n" in found[0] and WIDE.match(before) and WIDE.match(after)
    return "" if joined else " "
