"""Lines to clauses: which list a number continues decides where a unit stands. Pure."""

import itertools
import re
from dataclasses import dataclass

from checklists.reading.answer import Clause
from checklists.reading.structure.labels import NOT_IN_A_FIGURE, Label, match_label
from checklists.reading.structure.lines import FINAL, Line
from checklists.reading.structure.numerals import chinese_number
from checklists.reading.structure.open_clause import OpenClause

LAW = ("part", "subpart", "chapter", "section", "article")
LONGEST_GAP = 3  # numbers that a scan may have lost
INLINE = (
    ("digit", re.compile(rf"(?:^|(?<=[。；：;:]))(\d{{1,2}})[、．.]{NOT_IN_A_FIGURE}")),
    ("digit_paren", re.compile(r"(?:^|(?<=[。；：;:]))[（(](\d{1,2})[）)]")),
    ("cn_paren", re.compile(r"(?:^|(?<=[。；：;:]))[（(]([一二三四五六七八九十]{1,3})[）)]")),
)
IN_FORCE = re.compile(
    r"本[一-龥]{2,6}自.{2,24}起(?:正式)?(?:施行|执行|实施)|特此(?:通知|通告|通报|公告|批复|函复|函告)[。！]?$"
)
SHORT_HEADING = 40
SHORTEST_BROKEN = 20  # a line that the edge of the page broke is longer
TITLE = re.compile(r"[^。；;：:！？\n]{2,60}(?<=[一-龥）)”》])")  # no sentence that ends


@dataclass
class _Level:
    style: str
    number: int
    step: str
    unit: OpenClause


class Tree:
    """Grows the clauses of one document, line by line."""

    def __init__(self):
        self.done: list[OpenClause] = []
        self._begin_scope("")

    def _begin_scope(self, prefix: str) -> None:
        self.prefix = prefix
        self.stack: list[_Level] = []
        self.last: dict[str, int] = {}
        self.parent_of: dict[str, str | None] = {}

    @property
    def current(self) -> OpenClause | None:
        """The clause that takes in the next line."""
        return self.done[-1] if self.done else None

    def restart(self) -> None:
        """Numbering begins anew: a measure after the notice that forwards it."""
        self._begin_scope("")

    def annex(self, path: str, line: Line, label: str | None, heading: str | None) -> None:
        """An attachment begins; its label is missing where only its title stands there and the list numbers it."""
        self._begin_scope(path)
        self.done.append(OpenClause(path, label, heading, spans=[(line.start, line.end)]))

    def awaits_heading(self, path: str) -> bool:
        """Whether the attachment of this path has just begun and has no title yet."""
        return self.current is not None and self.current.path == path and not self.current.letters

    def heading(self, line: Line) -> None:
        """The printed title of the attachment that has just begun."""
        self.current.heading = (self.current.heading or "") + line.text
        self.current.spans.append((line.start, line.end))

    def accepts(self, line: Line) -> Label | None:
        """The line's label, if its number belongs to a list that is open here or begins one."""
        label = match_label(line.text)
        return label if label and self._place(label) is not None else None

    def _place(self, label: Label) -> int | None:
        """How many levels stay open above the label; None when it is no label but text."""
        if label.style in LAW:
            return self._law_place(label)
        depth = next((n for n, level in enumerate(self.stack) if level.style == label.style), None)
        if depth is not None:
            return depth if self._follows(label, self.stack[depth].number) else None
        if label.style.startswith("decimal"):
            return self._decimal_place(label)
        if label.number != 1 and not self._follows(label, self.last.get(label.style)):
            return None
        return self._below(label)

    def _follows(self, label: Label, last: int | None) -> bool:
        if last is None:
            return label.number == 1
        if label.number == last + 1:
            return True
        settled = self.current is None or not self.current.unfinished
        return settled and (label.number == 1 or last < label.number <= last + LONGEST_GAP)

    def _law_place(self, label: Label) -> int | None:
        rank = LAW.index(label.style)
        last = self.last.get(label.style)
        if not (last is None or self._goes_on(label, last)):
            return None
        return next((n for n, level in enumerate(self.stack) if level.style not in LAW[:rank]), len(self.stack))

    def _goes_on(self, label: Label, last: int) -> bool:
        """Whether a unit of a law can come after the last of its kind; an excerpt leaves many out."""
        if last <= label.number <= last + LONGEST_GAP:
            return True
        settled = not (self.current and self.current.unfinished)
        return settled and (label.number == 1 or (label.apart and label.number > last))

    def _decimal_place(self, label: Label) -> int | None:
        parent = label.step.rpartition(".")[0]
        depth = next((n for n, level in enumerate(self.stack) if level.step == parent), None)
        return None if depth is None else depth + 1

    def _below(self, label: Label) -> int:
        known = self.parent_of.get(label.style)
        depth = next((n for n, level in enumerate(self.stack) if level.style == known), None)
        return len(self.stack) if depth is None or label.number == 1 else depth + 1

    def open(self, label: Label, line: Line) -> None:
        """A numbered unit begins with this line."""
        keep = self._place(label)
        if self.current and keep == len(self.stack):
            self.current.settle(line)
        del self.stack[keep:]
        self.parent_of.setdefault(label.style, self.stack[-1].style if self.stack else None)
        steps = [*([self.prefix] if self.prefix else []), *(level.step for level in self.stack), label.step]
        self.done.append(OpenClause("/".join(steps), label.printed))
        self.stack.append(_Level(label.style, label.number, label.step, self.current))
        self.last[label.style] = label.number
        self._fill(label, line)

    def _fill(self, label: Label, line: Line) -> None:
        rest, at = line.text[label.length :], line.at[label.length :]
        lead = len(rest) - len(rest.lstrip(" 　\t"))
        rest, at = rest[lead:], at[lead:]
        cut = _heading_length(rest, line, label.length + lead)
        self.current.may_be_titled = not cut and label.style in ("cn", "cn_paren") and bool(TITLE.fullmatch(rest))
        self.current.heading = rest[:cut].strip() or None
        if cut and line.begins and not line.level and not line.bold and len(line.text) >= SHORTEST_BROKEN:
            self.current.may_be_broken = at[: len(rest[:cut].rstrip())]
        rest, at = rest[cut:], at[cut:]
        self._body(rest, at, line.start, line.end)

    def _body(self, text: str, at: list[int], start: int, end: int) -> None:
        """The text of the unit, with inline units （1）…（2） or 1、…2、 taken out into clauses of their own."""
        marks = self._inline(text)
        if not marks:
            self.current.spans.append((start, end))
            self.current.add(text.strip(), at[len(text) - len(text.lstrip()) :][: len(text.strip())])
            return
        edges = [found.start() for found in marks] + [len(text)]
        self.current.spans.append((start, at[edges[0]]))
        self.current.add(text[: edges[0]], at[: edges[0]])
        for here, there in itertools.pairwise(edges):
            stop = at[there] if there < len(text) else end
            piece = Line(at[here], stop, text[here:there].rstrip(), at[here:there], 0, 0)
            self.open(match_label(piece.text), piece)

    def _inline(self, text: str) -> list[re.Match[str]]:
        open_styles = {level.style for level in self.stack}
        for style, pattern in INLINE:
            marks = list(pattern.finditer(text))
            counted = [_number(found[1]) for found in marks] == list(range(1, len(marks) + 1))
            if len(marks) > 1 and counted and style not in open_styles:
                return marks
        return []

    def text(self, line: Line) -> None:
        """A line without a number: it goes on with the unit before it, or closes the list that the unit ends."""
        self.current.mend(line)
        self.current.settle(line)
        if "\t" not in line.text and not self.current.unfinished:
            closed = self._closes(line)
            if closed is not None:
                self.done.append(OpenClause(closed, None))
        self.current.spans.append((line.start, line.end))
        if "\t" in line.text:
            self._row([cell.strip() for cell in line.text.split("\t")])
        else:
            self.current.add(line.text, line.at)

    def _row(self, cells: list[str]) -> None:
        """Take in a row; the head of a table that goes on on the next page is printed again, and is one row."""
        rows = self.current.rows
        if not rows or cells != rows[0]:
            rows.append(cells)

    def paragraph(self, line: Line) -> None:
        """A paragraph of a document that numbers nothing."""
        if self.current is None or (self.current.letters and self.current.letters[-1] in "。！？"):
            self.done.append(OpenClause(self.prefix, None))
        self.text(line)

    def _closes(self, line: Line) -> str | None:
        """The path that a paragraph without a number closes: that of the unit which announced the list, or the whole.

        None where the paragraph belongs to the unit before it.
        """
        if self.stack and self.stack[0].style not in LAW and IN_FORCE.match(line.text):
            return self.prefix
        if self.current.heading or self.current.label is None or not self.current.letters:
            return None
        above = [level for level in reversed(self.stack[:-1]) if level.unit.announces]
        article = next((level for level in above if level.style == "article"), None)
        closed = article or next(iter(above), None)  # paragraphs of a law belong to an article, never to an item
        return closed.unit.path if closed else None

    def clauses(self) -> list[Clause]:
        """What grew, in the order of print."""
        stopped = {_parent(unit.path) for unit in self.done if unit.heading and unit.heading.endswith("。")}
        for unit in self.done:
            if unit.heading and unit.heading[-1] not in FINAL + "：:" and _parent(unit.path) in stopped:
                unit.complete_heading()
        return [unit.closed(number) for number, unit in enumerate(self.done, 1)]


def _number(printed: str) -> int | None:
    return int(printed) if printed.isdigit() else chinese_number(printed)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _heading_length(rest: str, line: Line, before: int) -> int:
    """How much of the line, after its number, is the unit's own title."""
    if line.bold > before:
        return min(len(rest), line.bold - before)
    if line.level:
        stop = rest.find("。")
        return len(rest) if stop < 0 else stop + 1
    plain = rest.rstrip()
    if plain and len(plain) <= SHORT_HEADING and not re.search(r"[。；;，,：:]", plain) and line.bold == 0:
        return len(rest)
    return 0
