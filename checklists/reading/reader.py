"""The one door: bytes in, the whole answer out. Pure."""

import hashlib
from dataclasses import replace

from checklists.reading.answer import Reading, Source
from checklists.reading.columns import unscramble
from checklists.reading.documents import documents
from checklists.reading.doubts import doubts
from checklists.reading.encoding import decode
from checklists.reading.gazette import pieces
from checklists.reading.jumps import rejoin
from checklists.reading.lines import split
from checklists.reading.requirements import requirements
from checklists.reading.spans import joined, merge


def read(name: str, data: bytes) -> Reading:
    """Read a gazette or a single document.

    Every character that is not white space lies in exactly one place of the answer: a clause, a part of a
    document, or the furniture. Raises the errors of `encoding.decode` for what cannot be read.
    """
    text, encoding = decode(name, data)
    furniture, found = pieces(split(text))
    marks, torn = rejoin(found)
    torn += [doubt for piece in found for doubt in unscramble(piece)]
    read_documents = [
        joined(replace(document, requirements=requirements(document.clauses, document.title)), text)
        for piece in found
        for document in documents(piece)
    ]
    doubtful = torn + [doubt for document in read_documents for doubt in doubts(document)]
    source = Source(name, hashlib.sha256(data).hexdigest(), encoding, len(text))
    return Reading(
        source,
        text,
        merge(sorted((line.start, line.end) for line in [*furniture, *marks]), text),
        read_documents,
        doubtful,
    )
