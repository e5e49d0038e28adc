"""Scans and photographs: recognised line by line where the optional packages are there. Pure."""

import io
import logging
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
TURNS = (180, 90, 270)
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
                millions = picture.width * picture.height // 1_000_000
                raise TooManyPixels(name=name, millions=millions, limit=MOST_PIXELS // 1_000_000)
            return ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as wrong:
        raise Broken(name=name) from wrong


def recognise(name: str, picture: Image.Image, number: int) -> Marks:
    """The lines of a page; one that lies on its head or its side is turned first."""
    engine = _engine()
    if engine is None:
        raise NeedsOcr(name=name, page=number)
    picture.thumbnail((_longest(picture),) * 2)
    found = [_lines(engine, picture)]
    if found[0] and _sureness(found[0]) < SURE:
        found += [_lines(engine, picture.rotate(turn, expand=True)) for turn in TURNS]
    best = max(found, key=_weight)
    if best and _sureness(best) < LEGIBLE:
        raise Illegible(name=name, page=number)
    width, height = picture.size if found.index(best) in (0, 1) else picture.size[::-1]
    return Marks(number, width, height, runs=best)


def _longest(picture: Image.Image) -> int:
    scale = min(1.0, (SHARPEST / (picture.width * picture.height)) ** 0.5)
    return max(1, round(max(picture.size) * scale))


def _sureness(runs: list[Run]) -> float:
    letters = sum(len(run.text) for run in runs)
    return sum(run.score * len(run.text) for run in runs) / max(1, letters)


def _weight(runs: list[Run]) -> float:
    # a page on its head yields fewer characters, and those with less confidence
    return _sureness(runs) ** 4 * sum(len(run.text) for run in runs)


def is_installed() -> bool:
    """Whether scans can be recognised here."""
    return _engine() is not None


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
    text, width = clean(text), max(xs) - min(xs)
    ems = sum(1 if WIDE.match(letter) else 0.5 for letter in text)
    # the outline of a recognised line is drawn a fifth higher than its characters
    em = (max(ys) - min(ys)) / 1.2 if ems < FEWEST_EMS else width / ems
    return Run(text, min(xs), min(ys), max(xs), max(ys), em, score=round(float(score), 3))
