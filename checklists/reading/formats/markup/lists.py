"""The numbers that a browser prints before the items of a list. Pure."""

import re
from typing import Any

from checklists.reading.formats.numbers import NUMERALS

TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
STYLES = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "cjk-decimal": "ideographDigital",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "simp-chinese-formal": "chineseLegalSimplified",
    "cjk-heavenly-stem": "ideographTraditional",
}
CHINESE = frozenset(("chineseCounting", "ideographDigital", "chineseLegalSimplified", "ideographTraditional"))
STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)")


class Lists:
    """The lists that are open, each with the number that comes next."""

    def __init__(self):
        self.open_lists: list[dict[str, Any]] = []

    def open(self, element) -> None:
        """A list begins."""
        numbered = element.tag == "ol"
        step = -1 if element.get("reversed") is not None else 1
        first = len(element.findall("li")) if step < 0 else 1
        style = _style(element, TYPES.get(element.get("type", "1"), "decimal") if numbered else None)
        self.open_lists.append({"style": style, "next": _whole(element.get("start"), first), "step": step})

    def close(self) -> None:
        """The innermost list ends."""
        if self.open_lists:
            self.open_lists.pop()

    def number(self, item) -> str:
        """What stands before the item."""
        if not self.open_lists:
            return ""
        current = self.open_lists[-1]
        value = _whole(item.get("value"), current["next"])
        current["next"] = value + current["step"]
        style = _style(item, current["style"])
        if style is None:
            return ""
        return NUMERALS[style](value) + ("、" if style in CHINESE else ". ")


def _style(element, otherwise: str | None) -> str | None:
    found = STYLE.search(element.get("style", ""))
    words = found[1].split() if found else []
    if "none" in words:
        return None
    return next((STYLES[word] for word in words if word in STYLES), otherwise)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text.strip()) else otherwise
