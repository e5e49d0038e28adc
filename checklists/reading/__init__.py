"""A file to documents, clauses and requirements. Pure: no flask, no database; usable alone."""

from checklists.reading.answer import Clause, DocumentRead, Limit, Reading, Requirement, to_json
from checklists.reading.reader import read

__all__ = ["Clause", "DocumentRead", "Limit", "Reading", "Requirement", "read", "to_json"]
