"""What stands around the clauses of a paper: whom it addresses, a table of contents of its own. Pure."""

import re

from checklists.reading.structure.contents import CONTENTS, LEADERS, LONGEST_CONTENTS
from checklists.reading.structure.gazette import HISTORY
from checklists.reading.structure.labels import match_annex, match_label
from checklists.reading.structure.lines import Line
from checklists.reading.structure.titles import squash
from checklists.reading.structure.validity import DAY

NOTE = re.compile(
    r"[（(]此件.{2,20}[）)]|[（(]联[ 　]*系.{1,80}[）)]|主[ 　]*题[ 　]*词[：:].*|[（(]?共印.{1,12}份[）)]?"
    rf"|[一-龥]{{2,30}}[ 　\t]*{DAY.pattern}[ 　]*印发"
)
COPIES = re.compile(r"抄[ 　]*[送报][：:]")
COPIES_LINES = 4
ADDRESSEE_LINES = 3
LONGEST_ADDRESSEE = 160
SENTENCE = re.compile(r"如下|下列|^(?:为|根据|按照|依据)")  # a preamble that announces the list


def addressees(lines: list[Line]) -> list[Line]:
    """The first lines of a paper, up to the colon after those whom it addresses."""
    first = next((place for place, line in enumerate(lines) if not HISTORY.search(line.text)), 0)
    for count in range(1, ADDRESSEE_LINES + 1):
        text = "".join(line.text for line in lines[first : first + count])
        if re.search(r"[：:]$", text) and len(text) < LONGEST_ADDRESSEE:
            return [] if SENTENCE.search(text) else lines[first : first + count]
        if not text or match_label(lines[: first + count][-1].text) or text.endswith(("。", "；")):
            break
    return []


def notes(lines: list[Line], place: int) -> int:
    """How many lines a note below the signature takes: who receives a copy, who prints it, whom to ask."""
    if NOTE.fullmatch(lines[place].text):
        return 1
    if not COPIES.match(lines[place].text):
        return 0
    stop = next((n for n, line in enumerate(lines[place : place + COPIES_LINES]) if line.text.endswith("。")), 0)
    between = lines[place + 1 : place + stop + 1]
    return 1 if any(match_label(line.text) or match_annex(line.text) for line in between) else stop + 1


def inner_contents(lines: list[Line], place: int) -> int:
    """How many lines a table of contents of the paper's own takes: until its first entry comes again as a heading.

    It is announced by 目录, or it is a row of chapters without a word between.
    """
    headed = bool(CONTENTS.fullmatch(lines[place].text))
    entries = lines[place + headed : place + LONGEST_CONTENTS]
    if not entries or not (headed or all(_is_chapter(line) for line in entries[:2])):
        return 0
    first = squash(entries[0].text.rstrip("0123456789" + LEADERS))
    again = next((count for count, line in enumerate(entries[1:], 1) if squash(line.text) == first), 0)
    return again and again + headed


def _is_chapter(line: Line) -> bool:
    label = match_label(line.text)
    return label is not None and label.style in ("part", "subpart", "chapter", "section")
