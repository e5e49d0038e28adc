"""The one door: bytes in, the whole answer out. Pure."""

import hashlib
from dataclasses import replace

from checklists.reading.answer import Reading, Source
from checklists.reading.documents import documents
from checklists.reading.doubts import doubts
from checklists.reading.formats import open_source, printed_lines
from checklists.reading.gazette import pieces
from checklists.reading.requirements import requirements
from checklists.reading.tree import merge


def read(name: str, data: bytes, pages: tuple[int, int] | None = None, progress=None) -> Reading:
    """Read a gazette or a single document.

    Every character that is not white space lies in exactly one place of the answer: a clause, a part of a
    document, or the furniture. `pages` are the first and the last page to read, `progress` is told pages done and in
    all. Raises the errors of `formats.open_source` for what cannot be read.
    """
    file = open_source(name, data, pages, progress)
    running, lines = printed_lines(file)
    furniture, found = pieces(lines)
    read_documents = [
        replace(document, requirements=requirements(document.clauses))
        for piece in found
        for document in documents(piece)
    ]
    doubtful = [doubt for document in read_documents for doubt in doubts(document.clauses)]
    aside = merge([(line.start, line.end) for line in [*running, *furniture]])
    digest = hashlib.sha256(data).hexdigest()
    source = Source(name, digest, file.encoding, len(file.text), file.pages, file.confidence)
    return Reading(source, file.text, aside, read_documents, doubtful)
