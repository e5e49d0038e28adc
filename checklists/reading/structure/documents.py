"""A piece to documents: title, number, issuer, dates, the parts around the clauses, and the clauses. Pure."""

import re
from dataclasses import dataclass, field

from checklists.reading.answer import Clause, DocumentRead, Part, Span
from checklists.reading.structure.adoption import Adoption, adoption
from checklists.reading.structure.framing import addressees, inner_contents, notes
from checklists.reading.structure.gazette import HISTORY, Piece
from checklists.reading.structure.imprint import shown_day, shown_number
from checklists.reading.structure.labels import Annex, match_annex
from checklists.reading.structure.lines import Line
from checklists.reading.structure.spans import merge
from checklists.reading.structure.titles import printed_title, squash
from checklists.reading.structure.tree import Tree
from checklists.reading.structure.validity import DAY, day, in_force

ORGANISATION = re.compile(r"[一-龥（）()、]{2,28}(?:政府|办公室|委员会|局|厅|部|院|会|中心)")
FORWARDS = re.compile(r"(?:关于)?(?:印发|转发|批转|公布|发布)(.+?)的(?:通知|函|批复|公告)$")
FORWARDED = re.compile(r"印发|审议|同意|通过|公布|批准")
ORDER = re.compile(r"(?P<order>.{2,30}令)(?P<number>第[一二三四五六七八九十百零〇\d]+号)$")  # 国务院令 第481号
ISSUER = re.compile(r"^(.{1,24}?(?:人民政府|办公室|委员会|局|厅))(?=关于)")
COURTS = re.compile(
    r"^((?:最高人民法院|最高人民检察院|国务院|[一-龥]{2,12}部)(?:、(?:最高人民法院|最高人民检察院|[一-龥]{2,12}部))*)(?=关于)"
)
BRACKETED = re.compile(r"[（(](?P<number>[^（()）〔\[]{1,14}[〔\[]\d{4}[〕\]]\d{1,5}号)[）)]$")
ATTACHMENTS = re.compile(r"附[ 　]*件[ 　]*[：:].+")
LISTED = re.compile(r"(?:附[ 　]*件[ 　]*[：:])?[ 　]*(?:(?P<number>\d{1,2})[.、．])?[ 　]*(?P<title>.*)")
MOST_SIGNERS = 12
MOST_LISTED = 60  # attachments of one paper
KINDS = (
    ("预案", "emergency"),
    ("考核", "assessment"),
    ("资金", "funds"),
    ("采购|流程|程序|约谈|督办|黑名单", "procedure"),
    ("标准", "standard"),
    ("方案|计划|规划", "plan"),
    ("办法|规定|制度|规则|细则|条例|法$", "rules"),
)


@dataclass
class _Drawing:
    """One measure while its lines come in."""

    title: str
    tree: Tree = field(default_factory=Tree)
    parts: dict[str, list[Span]] = field(default_factory=dict)
    loose: list[Line] = field(default_factory=list)  # the lines of the preamble
    history: list[str] = field(default_factory=list)  # how a law came about
    days: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)  # who signs, in order
    taken: list[Span] = field(default_factory=list)  # all its lines, in reading order

    def part(self, name: str, line: Line) -> None:
        self.parts.setdefault(name, []).append((line.start, line.end))


def documents(piece: Piece) -> list[DocumentRead]:
    """The documents of a piece: one, or several measures that one notice forwards under one number."""
    return [_document(piece, drawing) for drawing in _Walk(piece).run()]


class _Walk:
    """Goes through the lines of a piece and gives each its place."""

    def __init__(self, piece: Piece):
        self.piece = piece
        notice = BRACKETED.sub("", piece.title)
        forwarded = FORWARDS.search(notice)
        self.wanted = _titles(forwarded[1]) if forwarded else set()
        self.drawing = _Drawing(ISSUER.sub("", notice))
        self.drawings = [self.drawing]
        self.listing = False  # inside the list of attachments
        self.titled = not forwarded  # the measure's own title has been met
        self.attachments: dict[str, str] = {}  # title → path, as the list of attachments numbers them
        self.addressees = addressees(piece.body)
        announced = ((place, match_annex(line.text)) for place, line in enumerate(piece.body))
        self.last_annex = {annex.path: place for place, annex in announced if annex}
        for line in piece.opening:
            self.drawing.part("title", line)
        if piece.number_line:
            self.drawing.part("number", piece.number_line)
        self.drawing.taken = sorted(span for spans in self.drawing.parts.values() for span in spans)

    def run(self) -> list[_Drawing]:
        """Place every line."""
        lines, place = self.piece.body, 0
        while place < len(lines):
            count = self._take(lines, place)
            self.drawing.taken += [(line.start, line.end) for line in lines[place : place + count]]
            place += count
        for drawing in self.drawings:
            if self.piece.number and not drawing.tree.done:
                _without_numbers(drawing)
        return self.drawings

    def _take(self, lines: list[Line], place: int) -> int:
        """Place the line there; returns how many lines were taken."""
        line = lines[place]
        if taken := self._measure_title(lines, place):
            return taken
        if taken := inner_contents(lines, place):
            for entry in lines[place : place + taken]:
                self.drawing.part("contents", entry)
            return taken
        if taken := notes(lines, place):
            self.listing = False
            for note in lines[place : place + taken]:
                self.drawing.part("notes", note)
            return taken
        if annex := match_annex(line.text):
            return self._annex(annex, lines, place)
        if self._listed_annex(line) or self._frame(lines, place):
            return 1
        label = self.drawing.tree.accepts(line)
        if label and not self.listing:
            self.drawing.tree.open(label, line)
        elif self.listing:
            self._list(line)
        elif self.drawing.tree.current and not self._between():
            self.drawing.tree.text(line)
        else:
            part = self._outside(line)
            self.drawing.loose += [line] if part == "preamble" else []
            self.drawing.part(part, line)
        return 1

    def _between(self) -> bool:
        """Whether a measure's title has come and none of its clauses yet."""
        return not self.drawing.tree.stack and not self.drawing.tree.prefix

    def _outside(self, line: Line) -> str:
        if any(line is other for other in self.addressees):
            return "addressee"
        if self.piece.number is None and HISTORY.search(line.text):
            self.drawing.history.append(line.text)
            return "history"
        self._remember_titles(line)
        return "preamble"

    def _remember_titles(self, line: Line) -> None:
        if FORWARDED.search(line.text):
            self.wanted |= {squash(title) for title in re.findall(r"《([^》]{4,60})》", line.text)}

    def _measure_title(self, lines: list[Line], place: int) -> int:
        for count in (1, 2, 3) if self.wanted else ():
            text = squash("".join(line.text for line in lines[place : place + count]))
            if text in self.wanted and len(lines) >= place + count:
                self.wanted.discard(text)
                self._begin_measure(lines[place : place + count])
                return count
        return 0

    def _begin_measure(self, lines: list[Line]) -> None:
        title = re.sub(r"^《([^》]+)》$", r"\1", printed_title(lines))
        if self.titled and FORWARDS.search(self.piece.title):
            self.drawing = _Drawing(title, days=self.drawings[0].days[:1], signed=self.drawings[0].signed[:])
            self.drawings.append(self.drawing)
        self.titled, self.listing = True, False
        self.drawing.title = title
        self.drawing.tree.restart()
        for line in lines:
            self.drawing.part("title", line)

    def _lists(self, annex: Annex, lines: list[Line], place: int) -> bool:
        """Whether the line only lists the attachment: it begins further on, or those who sign follow."""
        if not annex.title or self.last_annex[annex.path] > place:
            return bool(annex.title)
        following = lines[place + 1 : place + 1 + MOST_LISTED]
        listed = next((n for n, line in enumerate(following) if not match_annex(line.text)), None)
        return listed is not None and self._signs(lines, place + listed)

    def _annex(self, annex: Annex, lines: list[Line], place: int) -> int:
        if self._lists(annex, lines, place):
            self.drawing.part("attachments", lines[place])
            return 1
        self.listing = False
        self.drawing.tree.annex(annex.path, lines[place], annex.printed, annex.title)
        taken = 1
        while not annex.title and place + taken < len(lines) and taken < 4 and self._annex_title(lines[place + taken]):
            self.drawing.tree.heading(lines[place + taken])
            taken += 1
        return taken

    def _listed_annex(self, line: Line) -> bool:
        """Whether the line is the title of an attachment that only the list of attachments numbers; begins it if so."""
        path = self.attachments.pop(squash(line.text), None)
        if path is None:
            return False
        self.listing = False
        if self.drawing.tree.awaits_heading(path):
            self.drawing.tree.heading(line)
        else:
            self.drawing.tree.annex(path, line, None, line.text)
        return True

    def _annex_title(self, line: Line) -> bool:
        marked = line.level or line.bold >= len(line.text) > 0
        return bool(marked) and self.drawing.tree.accepts(line) is None and len(line.text) < 60

    def _frame(self, lines: list[Line], place: int) -> bool:
        """Signature, day, list of attachments: what stands around the clauses."""
        line = lines[place]
        if DAY.fullmatch(line.text.strip("（）() ")):
            self.drawing.days.append(day(DAY.search(line.text)))
            self._close_list(line, "date")
        elif ATTACHMENTS.fullmatch(line.text):
            self.listing = True
            self._list(line)
        elif ORGANISATION.fullmatch(squash(line.text)) and self._signs(lines, place):
            self.drawing.signed += [squash(line.text)]
            self._close_list(line, "signature")
        else:
            return False
        return True

    def _list(self, line: Line) -> None:
        """Remember what the list of attachments names, to know its title again."""
        self.drawing.part("attachments", line)
        found = LISTED.match(line.text)
        self.attachments[squash(found["title"])] = f"附件{found['number'] or ''}"

    def _close_list(self, line: Line, part: str) -> None:
        self.listing = False
        self.drawing.part(part, line)

    def _signs(self, lines: list[Line], place: int) -> bool:
        """Whether a day follows, with at most other organisations that sign as well between."""
        following = (line.text for line in lines[place + 1 : place + 1 + MOST_SIGNERS])
        first = next((text for text in following if not ORGANISATION.fullmatch(squash(text))), "")
        return bool(DAY.fullmatch(first.strip("（）() ")))


def _without_numbers(drawing: _Drawing) -> None:
    """A paper that numbers nothing: its paragraphs are its clauses, for they may bind."""
    drawing.parts.pop("preamble", None)
    for line in drawing.loose:
        drawing.tree.paragraph(line)


def _titles(forwarded: str) -> set[str]:
    """The titles that a notice names: each in its own brackets, or the words themselves."""
    return {squash(title) for title in re.findall(r"《([^》]{4,60})》", forwarded)} or {squash(forwarded)}


def _document(piece: Piece, drawing: _Drawing) -> DocumentRead:
    clauses = drawing.tree.clauses()
    parts = [Part(name, merge(spans)) for name, spans in drawing.parts.items()]
    adopted = adoption("\n".join(drawing.history))
    issued = next((day for day in [*drawing.days, adopted.issued_on, shown_day(piece.page, "issued")] if day), None)
    effective, expires = in_force(clauses, issued)
    return DocumentRead(
        title=drawing.title or piece.title,
        number=piece.number or adopted.number or _order(piece, drawing) or _number(piece),
        issuer=_issuer(piece, drawing, adopted),
        issued_on=issued,
        effective_on=effective or adopted.effective_on or shown_day(piece.page, "effective"),
        expires_on=expires,
        kind=_kind(drawing.title or piece.title, clauses),
        spans=merge(drawing.taken),
        parts=parts,
        clauses=clauses,
        requirements=[],
    )


def _number(piece: Piece) -> str | None:
    """The number that follows the title in brackets, or that the page of a web site shows."""
    found = BRACKETED.search(squash(piece.title))
    return found["number"] if found else shown_number(piece.page)


def _order(piece: Piece, drawing: _Drawing) -> str | None:
    """The number of the order that promulgates the measure, where the file opens with the order."""
    found = ORDER.search(piece.title) if drawing.title != piece.title else None
    return found[0] if found else None


def _issuer(piece: Piece, drawing: _Drawing, adopted: Adoption) -> str:
    printed = ISSUER.match(piece.title) or COURTS.match(piece.title)
    if printed:
        return printed[1]
    head = re.sub(r"文件$", "", squash(piece.head)) or "、".join(dict.fromkeys(drawing.signed))
    return head or adopted.issuer or piece.page.get("issuer", "")


def _kind(title: str, clauses: list[Clause]) -> str:
    headings = "".join(clause.heading or "" for clause in clauses)
    if "建设标准" in headings:
        return "standard"
    return next((kind for words, kind in KINDS if re.search(words, title)), "other")
