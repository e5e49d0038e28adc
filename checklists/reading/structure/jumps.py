"""Where the print jumps: the halves of a document that 下转 and 上接 point to are put together again. Pure."""

import re
from dataclasses import dataclass

from checklists.reading.answer import Doubt
from checklists.reading.structure.gazette import Piece
from checklists.reading.structure.labels import match_label
from checklists.reading.structure.lines import Line, cut
from checklists.reading.structure.titles import squash
from core.errors import N_

MARK = r"[（(][ 　]*{words}第?[ 　]*(?P<page>\d{{1,4}})[ 　]*页[ 　]*[）)]"
HEAD = re.compile(MARK.format(words="下转") + "$")
TAIL = re.compile(MARK.format(words="上接"))
ATTACHMENTS = re.compile(r"附[ 　]*件[ 　]*[：:]")
SHARED = 8  # letters of a title that tell whose list of attachments it is


@dataclass
class _Half:
    """One half of a jump: the line that bears the mark, and the page that it names."""

    piece: int
    page: int
    line: Line


@dataclass
class _Tail(_Half):
    """A second half, with all its lines."""

    lines: list[Line]


def rejoin(pieces: list[Piece]) -> tuple[list[Line], list[Doubt]]:
    """Put every tail behind its head, in the pieces themselves; the marks come back as furniture.

    A head goes with the tail whose page of origin lies in the head's document, and whose own document holds the
    page that the head names. A half without its other half stays where it is printed, and is a doubt.
    """
    marks: list[Line] = []
    heads = [head for number, piece in enumerate(pieces) for head in _heads(number, piece, marks)]
    tails = [tail for number, piece in enumerate(pieces) for tail in _tails(number, piece, marks)]
    doubts = []
    for tail in sorted(tails, key=lambda tail: tail.page):
        head = next((head for head in heads if _fit(pieces, head, tail)), None)
        if head is None:
            doubts.append(_alone(tail, N_("“上接”没有找到前半部分，这一段留在印出的位置")))
        else:
            heads.remove(head)
            _move(pieces, tail, head)
    return marks, doubts + [doubt for head in heads for doubt in _stranded(pieces, head)]


def _alone(half: _Half, why: str) -> Doubt:
    return Doubt([(half.line.start, half.line.end)], why)


def _heads(number: int, piece: Piece, marks: list[Line]) -> list[_Half]:
    heads, kept = [], []
    for line in piece.body:
        found = HEAD.search(line.text)
        before, mark = cut(line, found.start()) if found else (line, None)
        kept += [before] if before.text or not mark else []
        if mark:
            marks.append(mark)
            heads.append(_Half(number, int(found["page"]), before if before.text else _last(kept, mark)))
    piece.body = kept
    return heads


def _last(kept: list[Line], mark: Line) -> Line:
    return kept[-1] if kept else mark


def _tails(number: int, piece: Piece, marks: list[Line]) -> list[_Tail]:
    """The tails printed in the piece; each runs to the next, or to the end of the piece."""
    tails: list[_Tail] = []
    for place, line in enumerate(piece.body):
        found = TAIL.match(line.text)
        if found:
            mark, rest = cut(line, found.end())
            marks.append(mark)
            piece.body[place] = rest
            tails.append(_Tail(number, int(found["page"]), rest, []))
        if tails:
            tails[-1].lines.append(piece.body[place])
    return tails


def _fit(pieces: list[Piece], head: _Half, tail: _Half) -> bool:
    return pieces[head.piece].holds(tail.page) and pieces[tail.piece].holds(head.page)


def _move(pieces: list[Piece], tail: _Tail, head: _Half) -> None:
    """Take the tail's lines from the piece in which they are printed and set them behind the head's line."""
    taken = {id(line) for line in tail.lines}
    pieces[tail.piece].body = [line for line in pieces[tail.piece].body if id(line) not in taken]
    body = pieces[head.piece].body
    place = next((n for n, line in enumerate(body) if line is head.line), len(body) - 1)
    body[place + 1 : place + 1] = [line for line in tail.lines if line.text]


def _stranded(pieces: list[Piece], head: _Half) -> list[Doubt]:
    """A head whose tail bears no mark: its list of attachments, printed elsewhere, tells where the tail stands."""
    title = squash(pieces[head.piece].title)
    for number, piece in enumerate(pieces):
        if number != head.piece and piece.holds(head.page):
            lines = _unmarked_tail(piece, title)
            if lines:
                _move(pieces, _Tail(number, 0, lines[0], lines), head)
                return [_alone(head, N_("“下转”的后半部分没有“上接”标记，按附件名称接回，请核对原件"))]
    return [_alone(head, N_("“下转”没有找到后半部分，原件可能缺页"))]


def _unmarked_tail(piece: Piece, title: str) -> list[Line]:
    for place, line in enumerate(piece.body):
        if ATTACHMENTS.match(line.text) and _shares(squash(line.text), title):
            start = place
            while start > 0 and match_label(piece.body[start - 1].text) is None:
                start -= 1
            return piece.body[start:] if start > 0 else []
    return []


def _shares(one: str, other: str) -> bool:
    """Whether the two have a run of letters in common that is long enough to be no chance."""
    return any(one[place : place + SHARED] in other for place in range(len(one) - SHARED + 1))
