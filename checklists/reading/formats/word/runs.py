"""The runs of a paragraph to its lines; what hangs on it (boxes, notes) is collected beside. Pure."""

from dataclasses import dataclass, field

from checklists.reading.formats.sheet import clean
from checklists.reading.formats.word.package import W, is_on
from checklists.reading.formats.word.styles import Styles

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
BOX = W + "txbxContent"
GONE = frozenset(
    W + tag for tag in ("del", "moveFrom", "rPr", "pPr", "rt", "instrText", "delText", "sdtPr", "sdtEndPr")
)
PRINTED = {
    W + "tab": " ",
    W + "ptab": " ",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
# the boxes and ticks of Wingdings, which have places of their own in Unicode
SYMBOLS = {"A3": "□", "A8": "□", "6F": "□", "71": "□", "52": "☑", "FE": "☑", "FC": "✓", "50": "✓", "FD": "☒", "53": "☒"}


@dataclass
class Runs:
    """A paragraph taken apart."""

    letters: list[str] = field(default_factory=list)
    outstanding: list[tuple[int, bool]] = field(default_factory=list)  # (characters, whether they stand out)
    boxes: list = field(default_factory=list)  # text boxes anchored here
    notes: list[tuple[str, str]] = field(default_factory=list)  # (part, id) of notes called here

    def add(self, text: str, out: bool) -> None:
        """More text, and whether it stands out."""
        text = clean(text)
        self.letters.append(text)
        self.outstanding.append((len(text), out or not text.strip()))

    @property
    def text(self) -> str:
        """What the paragraph prints, without its number."""
        return "".join(self.letters)

    @property
    def bold(self) -> int:
        """How many characters from the beginning stand out."""
        total = 0
        for length, out in self.outstanding:
            if not out:
                break
            total += length
        return total if self.text[:total].strip() else 0


def take_apart(paragraph, styles: Styles) -> Runs:
    """The text of a paragraph as printed today: insertions in, deletions and hidden text out."""
    runs = Runs()
    _children(paragraph, paragraph, styles, runs, False)
    return runs


def _children(element, paragraph, styles: Styles, runs: Runs, out: bool) -> None:
    for child in element:
        if child.tag == W + "r":
            if not is_on(child, "rPr/vanish"):
                _children(child, paragraph, styles, runs, styles.stands_out(child, paragraph))
        else:
            _child(child, paragraph, styles, runs, out)


def _child(child, paragraph, styles: Styles, runs: Runs, out: bool) -> None:
    tag = child.tag
    if tag in GONE or not isinstance(tag, str):
        return
    if tag in (W + "t", MATH_TEXT):
        runs.add(child.text or "", out)
    elif tag in PRINTED:
        runs.add(PRINTED[tag], out)
    elif tag == W + "sym":
        runs.add(_symbol(child), out)
    elif tag in NOTES:
        runs.notes.append((NOTES[tag], child.get(W + "id") or ""))
    elif tag == BOX:
        runs.boxes.append(child)
    else:
        _children(_chosen(child), paragraph, styles, runs, out)


def _chosen(element):
    """Of two ways to draw the same thing, the first."""
    if element.tag != MC + "AlternateContent":
        return element
    return next(iter(element.findall(MC + "Choice") or element.findall(MC + "Fallback")), element)


def _symbol(element) -> str:
    code = (element.get(W + "char") or "").upper().removeprefix("F0")
    if code in SYMBOLS and "wingdings" in (element.get(W + "font") or "").lower():
        return SYMBOLS[code]
    try:
        return chr(int(element.get(W + "char") or "25A1", 16))
    except (ValueError, OverflowError):
        return "□"


def merges_on(paragraph) -> bool:
    """Whether the paragraph's own end is deleted, so that the next one goes on in its line."""
    mark = paragraph.find(f"{W}pPr/{W}rPr/{W}del")
    return mark is not None
