"""A page of a PDF to its marks: every character with its place, every drawn line. Pure."""

import math
from ctypes import byref, c_float, c_int, create_string_buffer
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as raw

from checklists.reading.formats.page.marks import Edges, Glyph, Marks
from checklists.reading.formats.refusals import TooMuchText
from checklists.reading.formats.sheet import WIDE

MOST_GLYPHS = 200_000  # on one page
MOST_OBJECTS = 20_000  # a map, not a form
THIN = 3.0  # points: a filled shape no thicker is a line
FEWEST_GLYPHS = 10  # less is no text layer but a stamp on a scan
PICTURE = 0.3  # share of the page that a scan covers at least
OUTLINES = 60  # shapes on a page without text: letters turned into drawings
QUARTER = math.pi / 2
ASKEW = 0.15  # quarter turns


class Turn:
    """Page coordinates, up from the lower left, to ours; text that runs another way is turned upright."""

    def __init__(self, page: pypdfium2.PdfPage, quarters: int):
        self.quarters = quarters
        left, bottom, right, top = page.get_bbox()
        corners = [self._point(left, bottom), self._point(right, top)]
        self.x = min(x for x, _ in corners)
        self.y = max(y for _, y in corners)
        self.width = abs(corners[0][0] - corners[1][0])
        self.height = abs(corners[0][1] - corners[1][1])

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return ((x, y), (-y, x), (-x, -y), (y, -x))[self.quarters]

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """(x0, top, x1, bottom) of a box."""
        (ax, ay), (bx, by) = self._point(left, bottom), self._point(right, top)
        return min(ax, bx) - self.x, self.y - max(ay, by), max(ax, bx) - self.x, self.y - min(ay, by)


def drawn(page: pypdfium2.PdfPage, number: int) -> Marks:
    """The marks of a page that is open."""
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MOST_GLYPHS:
            raise TooMuchText
        turn = Turn(page, _direction(text, count))
        glyphs: tuple[list[Glyph], list[Glyph]] = ([], [])
        for index in range(count):
            if glyph := _glyph(text, index, turn):
                glyphs[_is_slanted(text, index)].append(glyph)
    finally:
        text.close()
    return Marks(number, turn.width, turn.height, glyphs[0], _edges(page, turn), slanted=glyphs[1])


def _direction(text, count: int) -> int:
    """In which of four directions most of the text runs, in quarter turns."""
    votes = [0, 0, 0, 0]
    for index in range(0, count, max(1, count // 200)):
        votes[_quarters(raw.FPDFText_GetCharAngle(text, index))] += 1
    return votes.index(max(votes))


def _quarters(angle: float) -> int:
    return round(angle / QUARTER) % 4


def _is_slanted(text, index: int) -> bool:
    """Whether the character stands askew, as in a watermark."""
    angle = raw.FPDFText_GetCharAngle(text, index) / QUARTER
    return abs(angle - round(angle)) > ASKEW


def _glyph(text, index: int, turn: Turn) -> Glyph | None:
    letter = _letter(raw.FPDFText_GetUnicode(text, index))
    if letter in "\r\n" or (letter == " " and raw.FPDFText_IsGenerated(text, index)):
        return None
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    raw.FPDFText_GetLooseCharBox(text, index, byref(box))
    raw.FPDFText_GetMatrix(text, index, byref(matrix))
    em = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d) or box.top - box.bottom
    face = _face(text, index) if WIDE.match(letter) else ""
    return Glyph(letter, *turn.box(box.left, box.bottom, box.right, box.top), em, face)


def _letter(code: int) -> str:
    if code == 2:  # how the library gives a hyphen at the end of a line
        return "-"
    if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd"
    return "\u3000" if code == 0x3000 else chr(code)


def _face(text, index: int) -> str:
    """The name of the font, and whether it is bold; drawn fonts have no name and are bold ones mostly."""
    name, flags = create_string_buffer(96), c_int()
    raw.FPDFText_GetFontInfo(text, index, name, 96, byref(flags))
    plain = name.value.split(b"+")[-1].decode("utf-8", "replace") or "?"
    return f"{plain}/{raw.FPDFText_GetFontWeight(text, index) >= 600}"


def _edges(page: pypdfium2.PdfPage, turn: Turn) -> Edges:
    edges = Edges()
    if raw.FPDFPage_CountObjects(page) <= MOST_OBJECTS:
        for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
            _add_edges(edges, shape, turn)
    return edges


def _add_edges(edges: Edges, shape, turn: Turn) -> None:
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(shape, byref(fill), byref(stroke))
    if raw.FPDFPath_CountSegments(shape) <= 6:
        _add_box(edges, turn.box(*shape.get_bounds()), bool(stroke.value))
    elif stroke.value or fill.value:
        _add_segments(edges, shape, turn, bool(stroke.value))


def _add_box(edges: Edges, box: tuple[float, float, float, float], outlined: bool) -> None:
    x0, top, x1, bottom = box
    if bottom - top <= THIN < x1 - x0:
        edges.across.append(((top + bottom) / 2, x0, x1))
    elif x1 - x0 <= THIN < bottom - top:
        edges.down.append(((x0 + x1) / 2, top, bottom))
    elif outlined and x1 - x0 > THIN:
        edges.across += [(top, x0, x1), (bottom, x0, x1)]
        edges.down += [(x0, top, bottom), (x1, top, bottom)]


def _add_segments(edges: Edges, shape, turn: Turn, outlined: bool) -> None:
    """A path of many parts: its straight strokes, or the thin shapes that it fills."""
    a, b, c, d, e, f = shape.get_matrix().get()
    points: list[tuple[float, float]] = []
    for index in range(min(raw.FPDFPath_CountSegments(shape), MOST_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(shape, index)
        x, y = c_float(), c_float()
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            _add_polygon(edges, points, turn, outlined)
            points = []
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
    _add_polygon(edges, points, turn, outlined)


def _add_polygon(edges: Edges, points: list[tuple[float, float]], turn: Turn, outlined: bool) -> None:
    if not points:
        return
    pairs = pairwise(points) if outlined else [(_corner(points, min), _corner(points, max))]
    for (ax, ay), (bx, by) in pairs:
        _add_box(edges, turn.box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), False)


def _corner(points: list[tuple[float, float]], choose) -> tuple[float, float]:
    return choose(x for x, _ in points), choose(y for _, y in points)


def is_scan(page: pypdfium2.PdfPage, marks: Marks) -> bool:
    """Whether the page is a picture of text: hardly a character, and an image over much of it."""
    legible = sum(glyph.letter not in " \u3000\ufffd" for glyph in marks.glyphs)
    if legible >= FEWEST_GLYPHS and legible > len(marks.glyphs) // 2:
        return False
    area = sum(_area(image) for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))
    width, height = page.get_size()
    if area >= PICTURE * width * height:
        return True
    return legible == 0 and raw.FPDFPage_CountObjects(page) >= OUTLINES


def _area(image) -> float:
    left, bottom, right, top = image.get_bounds()
    return max(0.0, right - left) * max(0.0, top - bottom)
