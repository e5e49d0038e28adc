"""Scans and photographs: recognised line by line where the optional packages are there. Pure."""

import io
import logging
import re
import threading
import warnings
from functools import cache

from PIL import Image, ImageOps

from checklists.reading.formats.page.book import Book
from checklists.reading.formats.page.marks import Marks, Run
from checklists.reading.formats.refusals import Broken, Illegible, NeedsOcr, TooManyPixels
from checklists.reading.formats.sheet import WIDE, SourceText, clean

MOST_PIXELS = 80_000_000
SHARPEST = 5_000_000  # pixels of an A4 page at 240 dpi: more tells the recognition nothing
SURE = 0.9  # mean confidence of a page that lies the right way up
LEGIBLE = 0.6
FEWEST_EMS = 4  # of a line whose width tells the size of its characters
TURNS = (0, 180, 90, 270)
# the recognition cannot tell the narrow from the wide form of a mark; beside Chinese it is the wide one
HALF_WIDTH = re.compile(rf"(?<={WIDE.pattern})[(),:;?!]|[(),:;?!](?={WIDE.pattern})")
ENGINE = threading.Lock()


def read(name: str, data: bytes) -> SourceText:
    """The text of a picture of a page."""
    book = Book()
    book.add(recognise(name, _picture(name, data), 1))
    return book.source("ocr")


def _picture(name: str, data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_large(name, picture.width * picture.height)
            return ImageOps.exif_transpose(picture).convert("RGB")
    except Image.DecompressionBombError as wrong:
        raise _too_large(name, int(re.search(r"\d+", str(wrong))[0])) from wrong
    except (OSError, SyntaxError, ValueError) as wrong:
        raise Broken(name=name) from wrong


def _too_large(name: str, pixels: int) -> TooManyPixels:
    return TooManyPixels(name=name, millions=pixels // 1_000_000, limit=MOST_PIXELS // 1_000_000)


def recognise(name: str, picture: Image.Image, number: int, longest: float | None = None) -> Marks:
    """The lines of a page; one that lies on its head or its side is turned first.

    `longest` is the page's longer side in the unit wanted for places and sizes; pixels without it.
    """
    engine = _engine()
    if engine is None:
        raise NeedsOcr(name=name, page=number)
    picture.thumbnail((_longest(picture),) * 2)
    runs, turned = _upright(engine, picture)
    if runs and _sureness(runs) < LEGIBLE:
        raise Illegible(name=name, page=number)
    scale = (longest or max(turned.size)) / max(turned.size)
    width, height = turned.size
    return Marks(number, width * scale, height * scale, runs=[_scaled(run, scale) for run in runs])


def _scaled(run: Run, scale: float) -> Run:
    places = (run.x0 * scale, run.top * scale, run.x1 * scale, run.bottom * scale)
    return Run(run.text, *places, run.em * scale, score=run.score)


def _upright(engine, picture: Image.Image) -> tuple[list[Run], Image.Image]:
    """The lines of the page the right way up, and the page so turned."""
    tried = []
    for turn in TURNS:
        turned = picture.rotate(turn, expand=True)
        runs = _lines(engine, turned)
        tried.append((_weight(runs), runs, turned))
        if not runs or (_sureness(runs) >= SURE and not _is_sideways(runs)):
            break
    return max(tried, key=lambda attempt: attempt[0])[1:]


def _longest(picture: Image.Image) -> int:
    scale = min(1.0, (SHARPEST / (picture.width * picture.height)) ** 0.5)
    return max(1, round(max(picture.size) * scale))


def _sureness(runs: list[Run]) -> float:
    letters = sum(len(run.text) for run in runs)
    return sum(run.score * len(run.text) for run in runs) / max(1, letters)


def _weight(runs: list[Run]) -> tuple[bool, float]:
    # a page on its head yields fewer characters, and those with less confidence
    return not _is_sideways(runs), _sureness(runs) ** 4 * sum(len(run.text) for run in runs)


def _is_sideways(runs: list[Run]) -> bool:
    """Whether most of the text runs up or down the page: the recognition turns such lines by itself."""
    upright = sum(len(run.text) for run in runs if run.x1 - run.x0 >= run.bottom - run.top)
    return 2 * upright < sum(len(run.text) for run in runs)


@cache
def _engine():
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})


def _lines(engine, picture: Image.Image) -> list[Run]:
    import numpy

    with ENGINE:
        answer = engine(numpy.asarray(picture)[:, :, ::-1], use_cls=False)
    if answer.boxes is None:
        return []
    return [_run(box, text, score) for box, text, score in zip(answer.boxes, answer.txts, answer.scores, strict=True)]


def _run(box, text: str, score: float) -> Run:
    xs, ys = [float(x) for x, _ in box], [float(y) for _, y in box]
    text, width = HALF_WIDTH.sub(lambda found: chr(ord(found[0]) + 0xFEE0), clean(text)), max(xs) - min(xs)
    ems = sum(1 if WIDE.match(letter) else 0.5 for letter in text)
    # the outline of a recognised line is drawn a fifth higher than its characters
    em = (max(ys) - min(ys)) / 1.2 if ems < FEWEST_EMS else width / ems
    return Run(text, min(xs), min(ys), max(xs), max(ys), em, score=round(float(score), 3))
