"""A source to the lines that the reader works on, with what the print told about each. Pure."""

from checklists.reading.formats.sheet import SourceText
from checklists.reading.structure.lines import Line, split


def printed_lines(source: SourceText) -> tuple[list[Line], list[Line]]:
    """The lines that belong to no document, as the format knows them; and all others."""
    lines = [_hinted(source, line) for line in split(source.text)]
    aside = {start for start, _ in source.furniture}
    furniture = [line for line in lines if line.start in aside]
    return furniture, [line for line in lines if line.start not in aside]


def _hinted(source: SourceText, line: Line) -> Line:
    line.level = source.levels.get(line.start, line.level)
    line.bold = source.bold.get(line.start, line.bold)
    line.begins = line.begins or source.flowing
    end = source.rows.get(line.start)
    return _row(source.text, line, end) if end else line


def _row(text: str, line: Line, end: int) -> Line:
    """The row with the tabs at its ends: an empty cell keeps its column."""
    start = text.rfind("\n", 0, line.start) + 1
    return Line(line.start, line.end, text[start:end], list(range(start, end)), line.level, line.bold)
