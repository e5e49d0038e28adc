"""PDF files: the text layer where there is one, recognition where there is none; page after page. Pure."""

from collections.abc import Callable

from checklists.reading.formats import scan
from checklists.reading.formats.apart import Page, opened
from checklists.reading.formats.page.book import Book
from checklists.reading.formats.page.marks import Marks
from checklists.reading.formats.sheet import SourceText


def read(
    name: str,
    data: bytes,
    pages: tuple[int, int] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SourceText:
    """The text of the pages in the range, first and last counted from 1; of all pages without one."""
    book, recognised = Book(), 0
    with opened(name, data, pages) as document:
        count = len(document.numbers)
        for done, page in enumerate(document.pages(), 1):
            marks = _marks(name, page)
            recognised += bool(marks.runs)
            book.add(marks)
            if progress:
                progress(done, count)
    return book.source("ocr" if recognised == count else "pdf")


def _marks(name: str, page: Page) -> Marks:
    if page.picture is None:
        return page.marks
    return scan.recognise(name, page.picture, page.marks.number, page.longest)
