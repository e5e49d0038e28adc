"""Pages of a PDF, opened by a process of its own: what a page unpacks to is known only once it is too late."""

import math
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

import pypdfium2
from PIL import Image

from checklists.reading.formats.page.drawn import drawn, is_scan
from checklists.reading.formats.page.marks import Marks
from checklists.reading.formats.refusals import Broken, Encrypted, NoSuchPages, TooHeavy
from core.errors import DomainError

try:
    import resource
except ImportError:  # Windows: there the waiting alone is bounded
    resource = None

NEEDS_PASSWORD = (4, 5)  # wrong password, unknown security handler
DOTS = 200  # per inch, for recognition
MOST_PIXELS = 20_000_000
MEMORY = 1024 * 1024 * 1024  # address space; a usual page needs a third
COMPUTING = 20  # seconds for one page; a usual one needs a tenth
WAITING = 300  # seconds for one page, however busy the machine


@dataclass(frozen=True)
class Page:
    """What stands on a page; its picture where only recognition can read it."""

    marks: Marks
    picture: Image.Image | None
    longest: float  # side of the page, in points


class Opened:
    """A document that another process has open."""

    def __init__(self, name: str, answers: Connection):
        self.name, self._answers = name, answers
        self.page = 1
        self.numbers: range = self._next()

    def pages(self) -> Iterator[Page]:
        """One page after the other; raises TooHeavy where one goes beyond the limits."""
        for number in self.numbers:
            self.page = number
            yield self._next()

    def _next(self):
        try:
            answer = self._answers.recv() if self._answers.poll(WAITING) else None
        except (EOFError, OSError):  # it was ended by a limit
            answer = None
        if answer is None:
            raise TooHeavy(name=self.name, page=self.page)
        if isinstance(answer, DomainError):
            raise answer
        return answer


@contextmanager
def opened(name: str, data: bytes, pages: tuple[int, int] | None) -> Iterator[Opened]:
    """The document, its pages from the first to the last; the process ends with the block."""
    context = multiprocessing.get_context("spawn")  # a copy of this process would bring its threads' locks along
    answers, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs, name, data, pages), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Opened(name, answers)
    finally:
        process.kill()
        process.join()
        answers.close()


def _serve(answers: Connection, name: str, data: bytes, pages: tuple[int, int] | None) -> None:
    """What the process does: the numbers of the pages, then each page, or what is wrong."""
    with suppress(MemoryError, BrokenPipeError):
        try:
            _limit()
            with closing(_open(name, data)) as document:
                numbers = _numbers(name, len(document), pages)
                answers.send(numbers)
                for number in numbers:
                    _limit()
                    answers.send(_page(name, document, number))
        except DomainError as refused:
            answers.send(refused)


def _limit() -> None:
    """Bounds for what comes next; the system ends the process that goes beyond."""
    if resource is None:
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, math.ceil(time.process_time()) + COMPUTING)):
        hard = resource.getrlimit(kind)[1]
        with suppress(ValueError, OSError):  # macOS bounds no address space
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _open(name: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
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


def _page(name: str, document: pypdfium2.PdfDocument, number: int) -> Page:
    """The page is closed before the next is opened, so that memory does not grow."""
    try:
        with closing(document[number - 1]) as page:
            marks = drawn(page, number)
            return Page(marks, _picture(page) if is_scan(page, marks) else None, max(page.get_size()))
    except pypdfium2.PdfiumError as wrong:
        raise Broken(name=name) from wrong


def _picture(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = min(DOTS / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    return page.render(scale=scale).to_pil().convert("RGB")
