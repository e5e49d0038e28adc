"""What a paragraph or a run inherits from its styles: numbering, heading level, what stands out. Pure."""

import re
from collections.abc import Iterator

from checklists.reading.formats.word.package import W, is_on, value

STANDS_OUT = re.compile(r"黑体|楷体|^SimHei|^KaiTi|^STKaiti|^STHeiti|小标宋", re.IGNORECASE)
DEEPEST = 20  # styles that stand on one another; more is a circle


class Styles:
    """The styles of a file."""

    def __init__(self, root):
        found = root.findall(W + "style") if root is not None else []
        self.by_id = {style.get(W + "styleId"): style for style in found}
        self.default = next(
            (style.get(W + "styleId") for style in found if style.get(W + "default") in ("1", "true")), None
        )

    def chain(self, name: str | None) -> Iterator:
        """The style and those that it stands on."""
        for _ in range(DEEPEST):
            style = self.by_id.get(name)
            if style is None:
                return
            yield style
            name = value(style, "basedOn")

    def of_paragraph(self, paragraph) -> list:
        """The styles of a paragraph, nearest first."""
        return list(self.chain(value(paragraph, "pPr/pStyle") or self.default))

    def numbering(self, paragraph) -> tuple[str, int | None, str | None] | None:
        """(list, level, style that brings it) of a paragraph; the level is None where the list knows the style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None and value(own, "numId") is not None:
            return value(own, "numId"), _whole(value(own, "ilvl")), None
        level = _whole(value(own, "ilvl")) if own is not None and value(own, "ilvl") else None
        for style in self.of_paragraph(paragraph):
            number = value(style, "pPr/numPr/numId")
            if number is not None:
                of_style = value(style, "pPr/numPr/ilvl")
                return number, level if level is not None else of_style and _whole(of_style), style.get(W + "styleId")
        return None

    def level(self, paragraph) -> int:
        """1 to 9 for a heading, 0 for text."""
        for place in (paragraph, *self.of_paragraph(paragraph)):
            outline = value(place, "pPr/outlineLvl")
            if outline is not None:
                return _whole(outline) + 1 if _whole(outline) < 9 else 0
            if (value(place, "name") or "").lower() == "title":
                return 1
        return 0

    def stands_out(self, run, paragraph) -> bool:
        """Whether the run is bold, or set in a face that documents keep for headings."""
        places = [run, *self.chain(value(run, "rPr/rStyle")), *self.of_paragraph(paragraph)]
        bold = next((is_set for place in places if (is_set := is_on(place, "rPr/b")) is not None), False)
        face = next((name for place in places if (name := value(place, "rPr/rFonts", "eastAsia"))), "")
        return bold or bool(STANDS_OUT.search(face))


def _whole(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else 0
