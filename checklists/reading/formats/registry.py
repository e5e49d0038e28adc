"""Which format reads which ending; the one door to all of them. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from checklists.reading.formats import docx, html, kinds, pdf, plain, scan
from checklists.reading.formats.encoding import EmptyFile, TooLong
from checklists.reading.formats.refusals import (
    Encrypted,
    NoPages,
    TooMuchText,
    UnknownFormat,
    WrongContent,
    WrongEnding,
)
from checklists.reading.formats.sheet import SourceText

MEGABYTE = 1024 * 1024
Pages = tuple[int, int]  # first and last, counted from 1
Progress = Callable[[int, int], None]  # pages done, pages in all


@dataclass(frozen=True)
class Format:
    """A format: what its bytes must be, how many we take, and who reads them."""

    read: Callable[..., SourceText]
    kind: str | None  # None for text, which no first bytes mark
    megabytes: int
    paged: bool = False


TEXT = Format(plain.read, None, 20)
PAGE = Format(html.read, None, 20)
WORD = Format(docx.read, kinds.WORD, 60)
PDF = Format(pdf.read, kinds.PDF, 90, paged=True)
PHOTO = Format(scan.read, kinds.PHOTO, 40)
FORMATS = {
    ".txt": TEXT,
    ".md": TEXT,
    ".html": PAGE,
    ".htm": PAGE,
    ".xhtml": PAGE,
    ".shtml": PAGE,
    ".docx": WORD,
    ".docm": WORD,
    ".pdf": PDF,
    ".jpg": PHOTO,
    ".jpeg": PHOTO,
    ".png": PHOTO,
}


def open_source(name: str, data: bytes, pages: Pages | None = None, progress: Progress | None = None) -> SourceText:
    """The text of a file of any format that we read.

    Raises a DomainError with one sentence for everything else.
    """
    found = FORMATS.get(kinds.ending_of(name))
    if found and len(data) > found.megabytes * MEGABYTE:
        raise TooLong(name=name, size=-(-len(data) // MEGABYTE), limit=found.megabytes)
    if not data.strip():
        raise EmptyFile(name=name)
    _check_kind(name, data, found)
    if pages and not found.paged:
        raise NoPages(name=name)
    return _read(name, data, found, pages, progress)


def _read(name: str, data: bytes, found: Format, pages: Pages | None, progress: Progress | None) -> SourceText:
    more = {"pages": pages, "progress": progress} if found.paged else {}
    try:
        source = found.read(name, data, **more)
    except TooMuchText as error:
        raise TooMuchText(name=name) from error
    if not source.text.strip():
        raise EmptyFile(name=name)
    return source


def _check_kind(name: str, data: bytes, found: Format | None) -> None:
    """Refuse what is no format of ours, or is another than its name says."""
    kind = kinds.kind_of(data)
    named = kinds.BY_ENDING.get(kinds.ending_of(name))
    wanted = kinds.PAGE if found is PAGE else found and found.kind
    if kind == kinds.OLD_OFFICE and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0" in data:
        raise Encrypted(name=name)
    if kind == wanted and found:
        return
    if kind in kinds.ENDINGS:
        raise WrongEnding(name=name, kind=kind, ending=kinds.ENDINGS[kind])
    if refused := kinds.REFUSED.get(kind or named):
        raise refused(name=name, kind=named or kind)
    if found is None:
        raise UnknownFormat(name=name)
    if found.kind:
        raise WrongContent(name=name, kind=found.kind)
