"""A file to its pieces: where each document of a gazette opens, and what belongs to none. Pure."""

import itertools
import re
from dataclasses import dataclass, field

from checklists.reading.structure.contents import CONTENTS, Entry, contents, page_of
from checklists.reading.structure.imprint import ISSUER, Imprint, imprint, page_heading
from checklists.reading.structure.labels import match_label
from checklists.reading.structure.lines import Line
from checklists.reading.structure.titles import NUMBER, printed_title, squash

RED_HEAD = re.compile(r".{2,24}(?:文件|人民政府|办公室|委员会|局)")
# how a law came about: 2015年12月27日……通过, （2018年……修订）
HISTORY = re.compile(
    r"^[（(]?[ 　]*(?:\d{4}|[〇○零一二三四五六七八九]{4})年.{0,8}月"
    r"|(?:通过|公布|发布|批准|修订|修正|修改|施行)[）)]?$|^来源[：:]|^https?:|^<https?:"
    r"|^[一-龥]{2,24}令$|^第[ 　]*\d{1,4}[ 　]*号$"  # the order that promulgates it: 国务院令, 第227号
)
FEWEST_SENTENCES = 3  # fewer are a notice on the cover
TITLE_LINES = 4
LONGEST_TITLE_LINE = 60
MEASURE_END = re.compile(r"(?:通知|意见|决定|条例|办法|规定|规则|细则|方案)(?:[（(][^（()）]{2,10}[）)])?$")
TITLE_END = re.compile(r"(?:通知|意见|决定|办法|通报|通告|公告)$")


@dataclass
class Piece:
    """The lines of one document: its opening, and what follows."""

    opening: list[Line]  # title lines
    number: str | None
    number_line: Line | None
    head: str  # the organisation of the red head
    body: list[Line] = field(default_factory=list)
    first_page: int | None = None  # by the table of contents
    last_page: int | None = None
    page: dict[str, str] = field(default_factory=dict)  # what the page of a web site tells of it

    @property
    def title(self) -> str:
        """The title as printed, its lines joined."""
        return printed_title(self.opening)

    def holds(self, page: int) -> bool:
        """Whether the page can be one of this document's, as far as the table of contents tells."""
        return (self.first_page or 0) <= page <= (self.last_page or page)


@dataclass
class _Opening:
    start: int
    stop: int
    piece: Piece
    furniture: list[int]


def pieces(lines: list[Line]) -> tuple[list[Line], list[Piece]]:
    """The furniture of the file, and its documents in the order of print."""
    page, lines = imprint(lines)
    furniture, found = _pieces(page, lines)
    if len(found) == 1:
        found[0].page = page.entries
    return [*page.aside, *furniture], found


def _pieces(page: Imprint, lines: list[Line]) -> tuple[list[Line], list[Piece]]:
    first, entries = contents(lines)
    openings = _numbered(lines, first)
    openings = _apart(openings + _unnumbered(lines, first, entries, openings))
    if not openings:
        bare = [line for line in lines if line.is_bare]
        kept = [line for line in lines if not line.is_bare]
        above = page_heading(page, kept)
        return [*bare, *kept[:above]], [_whole(kept[above:])]
    before = _before(lines, first, openings[0].start)
    furniture = [lines[place] for place in range(first if before else openings[0].start)]
    furniture += [line for line in lines[first : openings[0].start] if before and line.is_bare]
    for opening, follower in zip(openings, [*openings[1:], None], strict=True):
        stop = follower.start if follower else len(lines)
        furniture += [lines[place] for place in opening.furniture]
        rest = list(lines[opening.stop : stop])
        furniture += [line for line in rest if line.is_bare]
        opening.piece.body = [line for line in rest if not line.is_bare]
    found = [*before, *(opening.piece for opening in openings)]
    _give_pages(found, entries)
    return furniture, found


def _before(lines: list[Line], first: int, start: int) -> list[Piece]:
    """The piece before the first opening, where sentences stand there and not only a cover and its imprint."""
    kept = [line for line in lines[first:start] if not line.is_bare]
    told = sum(line.text.endswith(("。", "；")) for line in kept)
    return [_whole(kept)] if told >= FEWEST_SENTENCES else []


def _apart(openings: list[_Opening]) -> list[_Opening]:
    """The openings in order; one that begins inside another (a number printed twice) opens nothing."""
    kept: list[_Opening] = []
    for opening in sorted(openings, key=lambda opening: opening.start):
        if not kept or opening.start >= kept[-1].stop:
            kept.append(opening)
    return kept


def _give_pages(pieces: list[Piece], entries: list[Entry]) -> None:
    """The pages of each piece: from the one that the contents name to the one where the next piece begins."""
    for piece in pieces:
        piece.first_page = page_of(piece.number, piece.title, entries)
    for piece, follower in itertools.pairwise(pieces):
        piece.last_page = follower.first_page


def _numbered(lines: list[Line], first: int) -> list[_Opening]:
    found = []
    for place in range(first, len(lines)):
        number = NUMBER.fullmatch(lines[place].text)
        if number:
            titled = number["open"] or (place > first and _closes_title(lines, place))
            opening = _title_before(lines, place, number) if titled else _title_after(lines, place, number)
            found += [opening] if opening else []
    return found


def _closes_title(lines: list[Line], place: int) -> bool:
    """Whether the title stands before the number: by its last word, or because none can stand after it."""
    above, below = lines[place - 1], lines[place + 1 : place + 2]
    if TITLE_END.search(squash(above.text)):
        return True
    titled = _may_be_title(above) and not RED_HEAD.fullmatch(above.text)
    return titled and bool(below) and not _continues_title(below[0], [])


def _clean(number: str) -> str:
    return re.sub(r"[\s　]", "", number).translate(str.maketrans("[]()（）", "〔〕〔〕〔〕"))


def _title_after(lines: list[Line], place: int, number: re.Match[str]) -> _Opening | None:
    headed = place > 0 and RED_HEAD.fullmatch(lines[place - 1].text)
    start = place - 1 if headed else place
    furniture, stop = ([start] if headed else []), place + 1
    title = []
    while stop < len(lines) and (lines[stop].is_rule or _continues_title(lines[stop], title)):
        furniture.append(stop) if lines[stop].is_rule else title.append(lines[stop])
        stop += 1
    head = lines[start].text if headed else ""
    return _Opening(start, stop, Piece(title, _clean(number["number"]), lines[place], head), furniture)


def _continues_title(line: Line, title: list[Line]) -> bool:
    if len(title) >= TITLE_LINES or (title and TITLE_END.search(squash(title[-1].text))):
        return False
    return _may_be_title(line) and match_label(line.text) is None and not NUMBER.fullmatch(line.text)


def _title_before(lines: list[Line], place: int, number: re.Match[str]) -> _Opening | None:
    start = place
    while start > 0 and place - start < TITLE_LINES and _belongs_above(lines, start, place):
        start -= 1
        if RED_HEAD.fullmatch(lines[start].text):
            break
    headed = start < place and RED_HEAD.fullmatch(lines[start].text)
    title = lines[start + 1 : place] if headed else lines[start:place]
    if not title:
        return None
    first = _first_head(lines, start) if headed else start
    heads = range(first, start + 1) if headed else range(0)
    head = "、".join(lines[row].text for row in heads)
    piece = Piece(list(title), _clean(number["number"]), lines[place], head)
    return _Opening(first, place + 1, piece, list(heads))


def _first_head(lines: list[Line], start: int) -> int:
    """Where the red head begins: several organisations that issue together stand one below the other."""
    while start > 0 and RED_HEAD.fullmatch(lines[start - 1].text):
        start -= 1
    return start


def _belongs_above(lines: list[Line], start: int, place: int) -> bool:
    """Whether the title that stands from `start` to the number at `place` takes the line above `start` as well."""
    line, title = lines[start - 1], squash("".join(line.text for line in lines[start:place]))
    marked_alike = bool(line.level) or not lines[place - 1].level
    repeated = bool(title) and squash(line.text).endswith(title)
    return _may_be_title(line) and match_label(line.text) is None and marked_alike and not repeated


def _may_be_title(line: Line) -> bool:
    longest = 2 * LONGEST_TITLE_LINE if line.level and TITLE_END.search(line.text) else LONGEST_TITLE_LINE
    return len(line.text) <= longest and not re.search(r"[。；：:，,]$", line.text) and not line.is_rule


def _unnumbered(lines: list[Line], first: int, entries: list[Entry], taken: list[_Opening]) -> list[_Opening]:
    """Pieces that the contents list and that carry no number: speeches, reports, news."""
    busy = {place for opening in taken for place in range(opening.start, opening.stop)}
    named = [squash(opening.piece.title) for opening in taken]
    waiting = [
        entry.title
        for entry in entries
        if not any(entry.title in title or title in entry.title for title in named if title)
    ]
    found, marked = [], any(line.level for line in lines)
    for place in range(first, len(lines)):
        skipped = place in busy or (marked and not lines[place].level)
        entry = None if skipped else _entry_of(lines[place], waiting)
        if entry:
            waiting.remove(entry)
            stop = _end_of_title(lines, place, entry, busy)
            found.append(_Opening(place, stop, Piece(lines[place:stop], None, None, ""), []))
    return found


def _entry_of(line: Line, waiting: list[str]) -> str | None:
    text = squash(line.text)
    return next((entry for entry in waiting if len(text) >= 8 and entry.startswith(text)), None)


def _end_of_title(lines: list[Line], place: int, entry: str, busy: set[int]) -> int:
    stop, joined = place + 1, squash(lines[place].text)
    while stop < len(lines) and stop not in busy and joined != entry:
        if not entry.startswith(joined + squash(lines[stop].text)):
            break
        joined += squash(lines[stop].text)
        stop += 1
    return stop


def _whole(lines: list[Line]) -> Piece:
    """A file that is one document: its title stands before its history, its contents, a sentence or a number."""
    stop = 0
    while stop < min(len(lines), TITLE_LINES) and _titles(lines[stop]) and not _named_below(lines, stop):
        stop += 1
    return Piece(lines[:stop], None, None, "", lines[stop:])


def _named_below(lines: list[Line], place: int) -> bool:
    """Whether the line names who made the measure, below its complete title."""
    above = squash(lines[place - 1].text) if place else ""
    return bool(MEASURE_END.search(above) and ISSUER.fullmatch(lines[place].text))


def _titles(line: Line) -> bool:
    framing = match_label(line.text) or CONTENTS.fullmatch(line.text) or HISTORY.search(line.text)
    return _may_be_title(line) and not framing
