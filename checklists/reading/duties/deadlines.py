"""Limits that no unit follows: days by which something is due, how often by a fixed phrase, bands of an index. Pure."""

import re
from fractions import Fraction

from checklists.reading.answer import Limit

DAY = r"(?:\d{1,2}[ ]?月(?:份)?[ ]?\d{1,2}[ ]?日|\d{1,2}[ ]?日)"
MONTH = r"\d{1,2}[ ]?月(?:份)?(?:[ ]?(?:底|末|初|上旬|中旬|下旬))?"
SEASON = r"(?:年?[ ]?(?:底|末)|(?:主)?汛期|采暖季|采暖期|供暖季|供暖期|春节|秋冬季|春季|国庆节?|元旦|入冬)"
PERIOD = r"(?:(?:规划|计划|考核|评估|项目|合同|财政|会计)(?:期|年度)(?:结束|届满|终了|期满)后?的?)"
YEAR = (
    rf"(?:\d{{4}}[ ]?年的?|{PERIOD}?(?:次年|翌年|当年)的?|每年的?"
    r"|(?:期中|期末|年度|中期)?(?:检查|考核|评估|统计|报告|申报)年的?"
    r"|今年|明年|本年度?|(?:次月|每月)的?|当月|本月|下月|每季度(?:第一个月的?|末月)?|季度末月|每学期)"
)
BEFORE = re.compile(
    rf"(?P<day>{YEAR}?[ ]?(?:{DAY}|{MONTH})|{YEAR}[ ]?{SEASON})[ ]?(?:（[^）]{{0,8}}）)?"
    r"(?:之前|以前|前(?!后|[ ]?\d|[一二三四五六七八九十]))"
)
BY_THE_END = re.compile(r"(?<![到至])(?P<day>\d{4}[ ]?年[ ]?年?底)(?![ ]?[以之]?前)")
EVERY = re.compile(
    r"(?<!第)[一每](?P<period>日|天|周|旬|月|季度?|年)一"
    r"(?:通报|调度|报告|汇总|督查|检查|排名|考核|总结|公示|研判|会商|报)"
)
FORMULA = re.compile(
    r"(?P<low>\d{1,6}(?:\.\d{1,4})?)?[ ]?(?P<left>[≤<＜]|\\leq?)?[ ]?(?:AQI|空气质量指数)[^\d，。；=]{0,12}?"
    r"(?P<right>[≤<＜≥>＞=＝]|\\[lg]eq?|大于|超过|达到|小于|低于)[ ]?(?P<high>\d{1,6}(?:\.\d{1,4})?)(?![\d.])"
)
SIGNS = {
    "=": "=",
    "＝": "=",
    "\\leq": "<=",
    "\\le": "<=",
    "\\geq": ">=",
    "\\ge": ">=",
    "≤": "<=",
    "<": "<",
    "＜": "<",
    "≥": ">=",
    ">": ">",
    "＞": ">",
    "大于": ">",
    "超过": ">",
    "达到": ">=",
    "小于": "<",
    "低于": "<",
}


def deadlines(sentence: str) -> list[tuple[int, Limit]]:
    """The days by which something is due, and rhythms like 一周一调度, each with its place."""
    days = [*BEFORE.finditer(sentence)] if "前" in sentence else []
    days += BY_THE_END.finditer(sentence) if "底" in sentence else []
    rhythms = EVERY.finditer(sentence) if "一" in sentence else ()
    return [(found.start(), _day(found)) for found in days] + [(found.start(), _rhythm(found)) for found in rhythms]


def _day(found: re.Match[str]) -> Limit:
    return Limit(found[0], "before", re.sub(r"[ ]", "", found["day"]), "", "calendar")


def _rhythm(found: re.Match[str]) -> Limit:
    period = {"季": "季度"}.get(found["period"], found["period"])
    return Limit(found[0], "=", Fraction(1), f"次/{period}", "frequency")


def formulas(sentence: str) -> list[tuple[int, Limit]]:
    """The bands of the air quality index, printed as formulas or in words, each with its place."""
    if "AQI" not in sentence and "空气质量指数" not in sentence:
        return []
    return [(found.start(), _band(found)) for found in FORMULA.finditer(sentence)]


def _band(found: re.Match[str]) -> Limit:
    high = Fraction(found["high"])
    if found["left"] and found["low"]:
        return Limit(found[0], "range", (Fraction(found["low"]), high), "", "quantity")
    return Limit(found[0], SIGNS[found["right"]], high, "", "quantity")
