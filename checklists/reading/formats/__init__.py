"""Any file that an office sends, to one text whose characters the rest of the reader points at."""

from checklists.reading.formats.printed import printed_lines
from checklists.reading.formats.registry import open_source
from checklists.reading.formats.sheet import SourceText

__all__ = ["SourceText", "open_source", "printed_lines"]
