"""The app's icons, drawn from our own picture of rectangles; `python -m core.icons` writes them anew."""

import sys
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "static" / "icons"
FINE = 4  # drawn so much larger, then made small: smooth corners
SAFE = 0.8  # a phone may cut a maskable icon to the circle of this width
ICONS = {"tiaocha-192.png": (192, False), "tiaocha-512.png": (512, False), "tiaocha-maskable-512.png": (512, True)}


def rectangles(svg: str) -> list[dict]:
    """The rectangles of the picture, first the ground; lengths in units of its 512-wide box."""
    found = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect")
    return [{"x": "0", "y": "0", "rx": "0", **each.attrib} for each in found]


def draw(svg: str, size: int, maskable: bool) -> Image.Image:
    """The picture as pixels; a maskable one fills its square and keeps its marks within the safe circle."""
    ground, *marks = rectangles(svg)
    picture = Image.new("RGBA", (512 * FINE, 512 * FINE), ground["fill"] if maskable else (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    if not maskable:
        _fill(pen, ground, 1)
    for mark in marks:
        _fill(pen, mark, SAFE if maskable else 1)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _fill(pen: ImageDraw.ImageDraw, rect: dict, scale: float) -> None:
    x, y, width, height, radius = (float(rect[name]) for name in ("x", "y", "width", "height", "rx"))
    edge = 256 * (1 - scale)
    box = [(edge + place * scale) * FINE for place in (x, y, x + width, y + height)]
    pen.rounded_rectangle([box[0], box[1], box[2] - 1, box[3] - 1], radius * scale * FINE, fill=rect["fill"])


def pictures() -> dict[str, Image.Image]:
    """Every icon by its file name."""
    svg = (FOLDER / "tiaocha.svg").read_text()
    return {name: draw(svg, size, maskable) for name, (size, maskable) in ICONS.items()}


def write() -> None:
    """Write the icons, with few colours: they travel with the first visit."""
    for name, picture in pictures().items():
        picture.quantize(64, method=Image.Quantize.FASTOCTREE).save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    sys.exit(write())
