"""Text files: .txt and .md, in every encoding that an office uses. Pure."""

from checklists.reading.formats.encoding import decode
from checklists.reading.formats.sheet import SourceText


def read(name: str, data: bytes) -> SourceText:
    """The file's characters as they are; mark-up is told from print further on."""
    text, encoding = decode(name, data)
    return SourceText(text, encoding)
