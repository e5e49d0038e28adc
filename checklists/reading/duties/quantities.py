"""The figures of a sentence: numbers with their units, ranges, and the rates that “每…” makes of them. Pure."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from checklists.reading.structure.numerals import chinese_number

# runs have a bound, so that a damaged line of digits takes no longer than any other
DIGITS = r"\d{1,12}(?:,\d{3}){0,3}(?:\.\d{1,6})?"
HAN = "一二三四五六七八九十百千两"
NUMBER = rf"(?:(?<![\d.,]){DIGITS}|(?<![{HAN}第])[{HAN}]{{1,9}}|半)"
ANY = re.compile(rf"[\d{HAN}半]")
DASH = r"[ ]*(?:——|[-—–~～－])[ ]*|[ ]*[至到][ ]*"
DURATIONS = (
    "个工作日",
    "工作日",
    "个小时",
    "小时",
    "分钟",
    "个月",
    "个季度",
    "季度",
    "学年",
    "年",
    "周(?!岁)",
    "天",
    "日",
)
MEASURES = (
    "平方米|平方公里|平方千米|立方米|公顷|亩|厘米|毫米|公里|千米|mm|米|蒸吨|吨标准煤|吨标煤|吨|公斤|千克|毫克|微克|克|斤|千瓦时"
    "|千瓦|千伏安|千伏|兆瓦|升|毫升|千焦|元|美元|个百分点|百分点|周岁|岁|%|％|‰|㎡|m²|℃|分贝|倍"
)
COUNTS = (
    "学时|课时|批次|人次|场次|次|名|人|家|户|辆|台|套|份|处|项|件|所|篇|张|届|分(?!之)|条|株|座|例|起|类|遍|轮|期|门|本|枚|头"
    "|场|支|片|口|对|组|轮次|街区|字|个"
)
UNIT = rf"(?:{'|'.join(DURATIONS)}|(?:万|亿|百|千)?(?:{MEASURES}|{COUNTS})|(?:万|亿)(?=以|左右|[，。；、）]|$))"
OVER = rf"(?:[ ]?[/／][ ]?(?:{MEASURES}|{COUNTS}|{'|'.join(DURATIONS)}|月))?"
FIGURE = re.compile(
    rf"(?P<low>{NUMBER})(?:[ ]?(?P<first>{UNIT}))?(?:{DASH})(?P<high>{NUMBER})[ ]?(?P<unit>{UNIT}{OVER})"
    rf"|(?P<one>{NUMBER})[ ]?(?P<only>{UNIT}{OVER})(?P<half>半)?"
    rf"|百分之(?P<share>[{HAN}]{{1,5}}|{DIGITS})(?:[至到-]百分之(?P<till>[{HAN}]{{1,5}}|{DIGITS}))?"
    rf"|(?P<part>[{HAN}])分之(?P<of>[{HAN}])|(?<!\d)(?P<over>\d)[/／](?P<under>\d)(?!\d)"
    r"|(?<=系数达到)(?P<bare>\d\.\d{1,6})"
)
NAMES = {"个工作日": "工作日", "个小时": "小时", "个季度": "季度", "％": "%", "百分点": "个百分点"}
# what looks like a figure and is a date, a number in a series, a document's number, or part of a title
MASKED = re.compile(
    r"《[^》]{0,200}》|〔\d{4}〕[ ]?\d{1,5}[ ]?号|\d{4}[ ]?[-—–~～至][ ]?\d{4}[ ]?(?:年|学年)(?:度)?"
    r"|\d{4}[ ]?年(?:度)?(?:[ ]?\d{1,2}[ ]?月(?:[ ]?\d{1,2}[ ]?日)?)?"
    r"|\d{1,2}[ ]?月(?:份)?[ ]?(?:\d{1,2}[ ]?日)?|第[ ]?[\d一二三四五六七八九十百]{1,5}[ ]?[条款项章节期届次个季年类批]"
    r"|[\d一二三四五六七八九十]{1,3}(?:号楼|号文|级响应|级以上公路)"
    r"|1[358]\d{9}|\d{3,4}[-—]\d{7,8}|[A-Za-z]\d+|“[^”\d]{1,12}”"
)
REASON = re.compile(r"[（(]可[^）)]{0,60}[）)]")  # what a figure is good for, in brackets, binds nobody
PERIODS = "个月|月|年度|年|季度|半年|周|天|日|学期|学年|小时|次"
THINGS = "家庭|吨|户|人|亩|平方米|立方米|公里|个|批次|批|家|套|处|辆|名|件|头|株|座|项|台|篇|例|场"
EACH = re.compile(
    rf"每(?P<many>千人口|千人|万人|百人|百户|百平方米|万元)|每(?:(?P<count>[{HAN}]|\d{{1,3}}))?(?:个(?=月|季度|家庭|学期"
    rf"|工作日))?(?P<per>{PERIODS}|{THINGS})"
    rf"|每(?P<kind>岗位|载体|单位|企业|机构|学校|班|村)|(?P<yearly>一年)(?=只能|至少|最多|不超过|不得超过|不少于)"
)
RATE_NAMES = {"个月": "月", "年度": "年", "批": "批次"}
REACH = 36  # letters between “每…” and the figure that it makes a rate of


@dataclass(frozen=True)
class Quantity:
    """A figure with its unit, at its place in the sentence; `high` only where two ends are printed."""

    start: int
    end: int
    low: Fraction
    high: Fraction | None
    unit: str
    chinese: bool  # written in Chinese numerals: more often a word than a measure

    @property
    def is_duration(self) -> bool:
        """Whether the unit is one of time."""
        return self.unit in _DURATION_NAMES


_DURATION_NAMES = {NAMES.get(name, name) for name in (name.partition("(")[0] for name in DURATIONS)}


def quantities(sentence: str) -> list[Quantity]:
    """The figures of the sentence in the order of print, without dates, ordinals, titles and reasons in brackets."""
    if not ANY.search(sentence):
        return []
    taken = [found.span() for pattern in (MASKED, REASON) for found in pattern.finditer(sentence)]
    found = (_quantity(match) for match in FIGURE.finditer(_blanked(sentence, taken)))
    return [quantity for quantity in found if quantity]


def _blanked(sentence: str, taken: list[tuple[int, int]]) -> str:
    letters = list(sentence)
    for start, end in taken:
        letters[start:end] = "〓" * (end - start)
    return "".join(letters)


def _quantity(match: re.Match[str]) -> Quantity | None:
    ends, unit = _ends(match), match["unit"] or match["only"]
    if ends is None:
        return None
    if unit is None:
        unit = "%" if match["share"] else ""
    unit = re.sub(r"[ ]", "", unit).replace("／", "/")
    low, high, unit = _in_one_unit(*ends, match["first"], unit)
    first = match["low"] or match["one"] or "1"
    return Quantity(match.start(), match.end(), low, high, NAMES.get(unit, unit), not first[0].isdigit())


def _in_one_unit(low: Fraction, high: Fraction | None, first: str | None, unit: str) -> tuple[Any, ...]:
    """Both ends in the unit of the lower one, where the upper is printed in 万 or 亿 of it: 1000元至1万元."""
    factor = {"万": 10_000, "亿": 100_000_000}.get(unit[:1]) if first and unit[1:] == first else None
    return (low, high * factor, first) if high is not None and factor else (low, high, unit)


def _ends(match: re.Match[str]) -> tuple[Fraction, Fraction | None] | None:
    if match["part"]:
        of, part = chinese_number(match["of"]), chinese_number(match["part"])
        return None if of is None else (Fraction(of, part), None)
    if match["over"]:
        return (Fraction(int(match["over"]), int(match["under"])), None) if int(match["under"]) else None
    low = value(match["low"] or match["one"] or match["share"] or match["bare"])
    high = value(match["high"] or match["till"])
    if low is None or (high is None and (match["high"] or match["till"])):
        return None
    return low + (Fraction(1, 2) if match["half"] else 0), high


def value(text: str | None) -> Fraction | None:
    """The number that the digits or the Chinese numeral mean; 半 is one half."""
    if text is None:
        return None
    if text == "半":
        return Fraction(1, 2)
    if text[0].isdigit():
        return Fraction(text.replace(",", ""))
    number = chinese_number(text)
    return None if number is None else Fraction(number)


def per(sentence: str, quantity: Quantity, since: int = 0) -> list[str]:
    """What the figure is a rate of (每人每年 → 人, 年), in the order of print; looked for from the place `since`."""
    begin = max(since, quantity.start - REACH)
    before = sentence[begin : quantity.start]
    stop = max((before.rfind(mark) for mark in "。；;：:，,"), default=-1)
    rates = []
    for found in EACH.finditer(before, stop + 1):
        name = found["per"] or found["many"] or ("年" if found["yearly"] else "个")
        counted = value(found["count"]) if found["count"] else None
        name = RATE_NAMES.get(name, name)
        rates.append(f"{counted}{name}" if counted and counted != 1 else name)
    return rates
