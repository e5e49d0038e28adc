"""PDF files: the text layer where there is one, recognition where there is none; page after page. Pure."""

import threading
from collections.abc import Callable
from contextlib import closing

import pypdfium2

from checklists.reading.formats import scan
from checklists.reading.formats.page.book import Book
from checklists.reading.formats.page.drawn import drawn, is_scan
from checklists.reading.formats.page.marks import Marks
from checklists.reading.formats.refusals import Broken, Encrypted, NoSuchPages
from checklists.reading.formats.sheet import SourceText

PDFIUM = threading.Lock()  # the library serves one thread at a time
NEEDS_PASSWORD = (4, 5)  # wrong password, unknown security handler
DOTS = 200  # per inch, for recognition
MOST_PIXELS = 20_000_000


def read(
    name: str,
    data: bytes,
    pages: tuple[int, int] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SourceText:
    """The text of the pages in the range, first and last counted from 1; of all pages without one."""
    document, book, recognised = _open(name, data), Book(), 0
    try:
        numbers = _numbers(name, len(document), pages)
        for done, number in enumerate(numbers, 1):
            marks = _marks(name, document, number)
            recognised += bool(marks.runs)
            book.add(marks)
            if progress:
                progress(done, len(numbers))
    finally:
        with PDFIUM:
            document.close()
    return book.source("ocr" if recognised == len(numbers) else "pdf")


def _open(name: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(data)
            if len(document) == 0:
                raise Broken(name=name)
    except pypdfium2.PdfiumError as wrong:
        locked = getattr(wrong, "err_code", None) in NEEDS_PASSWORD or "password" in str(wrong).lower()
        raise (Encrypted if locked else Broken)(name=name) from wrong
    return document


def _numbers(name: str, count: int, pages: tuple[int, int] | None) -> range:
    first, last = pages or (1, count)
    if not 1 <= first <= last or first > count:
        raise NoSuchPages(name=name, count=count, first=first, last=last)
    return range(first, min(last, count) + 1)


def _marks(name: str, document: pypdfium2.PdfDocument, number: int) -> Marks:
    """What stands on the page. The page is closed before the next is opened, so that memory does not grow."""
    try:
        with PDFIUM, closing(document[number - 1]) as page:
            marks = drawn(page, number)
            picture, longest = (_picture(page) if is_scan(page, marks) else None), max(page.get_size())
    except pypdfium2.PdfiumError as wrong:
        raise Broken(name=name) from wrong
    if picture is None:
        return marks
    return scan.recognise(name, picture, number, longest)


def _picture(page: pypdfium2.PdfPage):
    width, height = page.get_size()
    scale = min(DOTS / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    return page.render(scale=scale).to_pil().convert("RGB")
