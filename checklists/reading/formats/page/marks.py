"""What is drawn on a page, in coordinates that run right and down from its upper left corner. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from checklists.reading.formats.sheet import WIDE

WORD_GAP = 0.2  # ems that part two words in Latin letters
CHINESE_GAP = 0.5  # ems that were left on purpose beside a Chinese character; a justified line leaves less
LONGEST_NUMBER = 10  # characters
UNMARKED = re.compile(r"\d{1,2}(?:\.\d{1,2})*|第.{1,6}[编章节条]|附件\d*")  # numbers that end with a blank alone
# Forms of radicals that PDF writers put for the whole characters; the Kangxi block folds by its own decomposition
RADICALS = (
    "⺁厂⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺍小⺎兀⺒巳⺓幺⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫罒⺬示⺭礻⺮竹"
    "⺯糹⺰纟⺲罒⺶羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝"
    "⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
ORDINARY = {ord(radical): whole for radical, whole in zip(RADICALS[::2], RADICALS[1::2], strict=True)}
ORDINARY |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}


def ordinary(text: str) -> str:
    """Radicals as the characters that they stand for; nothing else is changed."""
    return text.translate(ORDINARY)


def is_blank(gap: float, before: Sequence[str], after: str) -> bool:
    """Whether white of that many ems on a line stands for a blank between the letters before and after."""
    beside_chinese = WIDE.match(before[-1]) or WIDE.match(after)
    bare_number = len(before) <= LONGEST_NUMBER and UNMARKED.fullmatch("".join(before))
    return gap > (CHINESE_GAP if beside_chinese and not bare_number else WORD_GAP)


@dataclass(slots=True)
class Glyph:
    """A character where it stands."""

    letter: str
    x0: float
    top: float
    x1: float
    bottom: float
    em: float
    face: str  # "" for characters of scripts that documents mix into every face


@dataclass(slots=True)
class Run:
    """A stretch of one line in one face."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    em: float
    face: str = ""
    score: float | None = None  # how sure the recognition was; None for text that was stored


@dataclass
class Edges:
    """The drawn lines: (place, from, to) of each."""

    across: list[tuple[float, float, float]] = field(default_factory=list)  # (y, x0, x1)
    down: list[tuple[float, float, float]] = field(default_factory=list)  # (x, top, bottom)


@dataclass
class Marks:
    """Everything on one page that matters to a reader."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    edges: Edges = field(default_factory=Edges)
    slanted: list[Glyph] = field(default_factory=list)  # a watermark
    runs: list[Run] = field(default_factory=list)  # where the page was recognised instead of read
