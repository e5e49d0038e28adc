"""The one door: bytes in, the whole answer out. Pure."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from checklists.reading.answer import DocumentRead, Doubt, Reading, Source, Span
from checklists.reading.doubts import doubts
from checklists.reading.formats import open_source, printed_lines
from checklists.reading.requirements import requirements
from checklists.reading.structure.columns import unscramble
from checklists.reading.structure.documents import documents
from checklists.reading.structure.folded import unfolded
from checklists.reading.structure.gazette import pieces
from checklists.reading.structure.jumps import rejoin
from checklists.reading.structure.lines import Line
from checklists.reading.structure.spans import joined, merge

Progress = Callable[[int, int], None]  # is told how many pages are done, and of how many


def read(name: str, data: bytes, pages: tuple[int, int] | None = None, progress: Progress | None = None) -> Reading:
    """Read a gazette or a single document.

    Every character that is not white space lies in exactly one place of the answer: a clause, a part of a
    document, or the furniture. `pages` are the first and the last page to read. Raises the errors of
    `formats.open_source` for what cannot be read.
    """
    file = open_source(name, data, pages, progress)
    running, lines = printed_lines(file)
    furniture, found, torn = _documents(lines, file.text)
    doubtful = torn + [doubt for document in found for doubt in doubts(document)]
    digest = hashlib.sha256(data).hexdigest()
    source = Source(name, digest, file.encoding, len(file.text), file.pages, file.confidence)
    return Reading(source, file.text, _aside([*running, *furniture], file.text), found, doubtful)


def _documents(lines: list[Line], text: str) -> tuple[list[Line], list[DocumentRead], list[Doubt]]:
    """The furniture among the lines, the documents with their requirements, and what was torn apart in print."""
    furniture, found = pieces(unfolded(lines))
    marks, torn = rejoin(found)
    torn += [doubt for piece in found for doubt in unscramble(piece)]
    drawn = [document for piece in found for document in documents(piece)]
    whole = [replace(each, requirements=requirements(each.clauses, each.title)) for each in drawn]
    return [*furniture, *marks], [joined(each, text) for each in whole], torn


def _aside(lines: list[Line], text: str) -> list[Span]:
    return merge(sorted((line.start, line.end) for line in lines), text)
