"""Numbering: which style a line begins with, which number, and how it stands in a path. Pure."""

import re
import unicodedata
from dataclasses import dataclass, replace

from checklists.reading.structure.numerals import chinese_number

CN = "一二三四五六七八九十百千〇○零两"
STEMS = "甲乙丙丁戊己庚辛壬癸"
# a heading set without white space, 第一章总则; 第三章规定的 is a reference
CRAMPED = r"(?!规定|第|以[外上下]|[的和与或及至到中内里所、，,])[^，。；：,;:]{1,30}$"
NOT_IN_A_FIGURE = r"(?:(?!\d)|(?=\d{4}年))"  # 1.5 is a figure, 1.2025年 begins a unit
MEASURES = "个年月日天时分秒项名家户人次件条种份万亿千百元吨米公克升座处所级号周岁度季倍成路楼届类期批"
AMENDED = rf"修改为|改为|删去|后增加|中增加|中的|增加[{CN}\d]+[款项条]"  # what an amending decision says of an article
STYLES = (
    ("chapter", re.compile(rf"第[ 　]?([{CN}]+)[ 　]?(编|分编|章|节)(?=[\s　]|$|{CRAMPED})")),
    (
        "article",
        re.compile(
            rf"第[ 　]?([{CN}\d]+)[ 　]?条(之[{CN}]+)?"
            rf"(?![{CN}]|第[{CN}\d]+[款项]|规定|{AMENDED}|[、和至或及，。；,;所的])"
        ),
    ),
    ("cn", re.compile(rf"([{CN}]+)(?:[ 　]?(?:、|[．.](?!\d))|(?<!^一)$)")),  # 三 alone: a unit without a heading
    ("cn_paren", re.compile(rf"[（(][ 　]*([{CN}]+)[ 　]*[）)]")),
    ("digit", re.compile(rf"(\d{{1,3}})[ 　]?[、．.]{NOT_IN_A_FIGURE}")),
    ("digit_paren", re.compile(r"[（(][ 　]*(\d{1,3})[ 　]*[）)]")),
    ("digit_close", re.compile(r"(\d{1,2})[）)]")),
    ("stem", re.compile(rf"([{STEMS}])[、．.](?![{STEMS}])")),  # 甲、乙双方 names two parties
    ("circled", re.compile(r"([①-⑳])[、．.]?")),
    ("decimal", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})(?=[\s　一-龥])")),
    ("top", re.compile(rf"(\d{{1,2}})(?:[ 　]+(?=[一-龥])|(?=(?![{MEASURES}])[一-龥、（）()]{{2,20}}$))")),
)
JOINED = re.compile("[㈠-㈩⑴-⒇⒈-⒛]")
ANNEX = re.compile(
    rf"(?P<label>(?P<word>附[ 　]*[件表图录]|附(?=[ 　]*[：:]))[ 　]*(?P<number>[\d{CN}]*)[ 　]*(?:[：:]|(?=[ 　]|$)))"
    r"[ 　]*(?P<title>[^。；;：:]{2,60})?"
)


@dataclass(frozen=True)
class Label:
    """The numbering at the beginning of a line."""

    style: str
    number: int
    printed: str
    step: str  # as it stands in a path
    length: int  # characters of the line that it takes
    apart: bool = False  # whether white space sets it off from the text


def match_label(text: str) -> Label | None:
    """The numbering that the text begins with, if any."""
    if JOINED.match(text):
        return _joined(text)
    for style, pattern in STYLES:
        found = pattern.match(text)
        if found:
            return _label(style, found)
    return None


def _joined(text: str) -> Label | None:
    """The label that one letter prints whole: ㈠ is （一）, ⑴ is （1）, ⒈ is 1."""
    label = match_label(unicodedata.normalize("NFKC", text[0]))
    return label and replace(label, printed=text[0], length=1)


def _label(style: str, found: re.Match[str]) -> Label | None:
    digits = unicodedata.normalize("NFKC", found[1])
    number = _value(digits)
    if number is None:
        return None
    apart = found.string[found.end() : found.end() + 1].isspace()
    return Label(_kind(style, found), number, found[0].strip(), _step(style, found), found.end(), apart)


def _value(digits: str) -> int | None:
    if digits in STEMS:
        return STEMS.index(digits) + 1
    return int(digits.split(".")[-1]) if digits[0].isdigit() else chinese_number(digits)


def _kind(style: str, found: re.Match[str]) -> str:
    if style == "chapter":
        return {"编": "part", "分编": "subpart", "章": "chapter", "节": "section"}[found[2]]
    return f"decimal{found[1].count('.')}" if style == "decimal" else style


def _step(style: str, found: re.Match[str]) -> str:
    if style == "chapter":
        return f"第{found[1]}{found[2]}"
    if style == "article":
        return f"第{found[1]}条{found[2] or ''}"
    if style == "circled":
        return found[1]
    figure = unicodedata.normalize("NFKC", found[1])
    return {"cn_paren": f"（{figure}）", "digit_paren": f"（{figure}）", "digit_close": f"{figure}）"}.get(
        style, figure
    )


@dataclass(frozen=True)
class Annex:
    """The line that announces an attachment."""

    path: str
    printed: str
    title: str | None  # where it stands on the same line


def match_annex(text: str) -> Annex | None:
    """附件, 附件1, 附表二 or 附： where the line announces an attachment, with the title that can follow."""
    found = ANNEX.fullmatch(text.strip())
    if not found or (found["title"] and not found["number"]):
        return None
    word = re.sub(r"[ 　]", "", found["word"])
    digits = unicodedata.normalize("NFKC", found["number"])
    number = digits if digits.isdigit() or not digits else str(chinese_number(digits))
    return Annex(f"{'附件' if word == '附' else word}{number}", found["label"].strip(), found["title"])
