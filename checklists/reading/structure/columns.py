"""Where a scan mixed the columns of a notice: the end of its text stands at the addressee. Pure."""

import re

from checklists.reading.answer import Doubt
from checklists.reading.structure.documents import ORGANISATION
from checklists.reading.structure.gazette import Piece
from checklists.reading.structure.labels import match_label
from checklists.reading.structure.lines import Line, cut
from checklists.reading.structure.titles import squash
from checklists.reading.structure.validity import DAY
from core.errors import N_

OPENING_LINES = 14  # a notice that forwards a measure is no longer
LONGEST_LINE = 200  # letters; a longer one is a paragraph
BODY = r"(?:人民政府|管委会|部门|机构|单位|政工部|局|公司|院|办|委)"
GLUED = re.compile(rf"(?:各[^。：:]*{BODY}[，,：:]|[^。：:，,]{{0,40}}{BODY}[：:])(?=[^：:]+。$)")
ADDRESSEE = re.compile(rf"[^。]*{BODY}[，,：:]$")


def unscramble(piece: Piece) -> list[Doubt]:
    """Bring the lines before the notice's date into the order in which they are read, where they are out of it.

    They are out of it where a sentence stops before it began: its last words stand at the addressee, and the last
    line of the text is unfinished.
    """
    lines = _opening(piece.body)
    parted = [half for line in lines for half in _parted(line)]
    to = _addressees(parted)
    signs = [line for line in parted if _frames(line) and not _among(line, to)]
    texts = [line for line in parted if not _among(line, [*to, *signs])]
    if not to or len(texts) < 2 or not texts[0].text.endswith("。") or texts[-1].text.endswith(("。", "：", ":")):
        return []
    piece.body[: len(lines)] = [*to, *texts[1:], texts[0], *signs]
    why = N_("此处栏序错乱：通知正文的末句印在了主送机关处，已按句子接续，请核对原件")
    return [Doubt([(texts[0].start, texts[0].end)], why)]


def _opening(body: list[Line]) -> list[Line]:
    """The lines of the notice up to its date; none where no date comes soon, or where units come first."""
    dated = next((n for n, line in enumerate(body[:OPENING_LINES]) if DAY.fullmatch(line.text)), -1)
    return [] if any(match_label(line.text) for line in body[:dated]) else body[: dated + 1]


def _parted(line: Line) -> list[Line]:
    found = GLUED.match(line.text) if len(line.text) < LONGEST_LINE else None
    return list(cut(line, found.end())) if found else [line]


def _addressees(lines: list[Line]) -> list[Line]:
    """The lines up to the last that names addressees, without the sentence that got between them."""
    last = max((n for n, line in enumerate(lines) if ADDRESSEE.match(line.text)), default=-1)
    return [line for line in lines[: last + 1] if not line.text.endswith("。")]


def _frames(line: Line) -> bool:
    return bool(DAY.fullmatch(line.text) or ORGANISATION.fullmatch(squash(line.text)))


def _among(line: Line, lines: list[Line]) -> bool:
    return any(line is other for other in lines)
