"""Figures that bind somebody: thresholds, terms, frequencies, rates, amounts. Pure."""

import re
from dataclasses import dataclass
from fractions import Fraction

from checklists.reading.answer import Limit
from checklists.reading.numerals import chinese_number

D = r"\d{1,12}(?:\.\d{1,6})?"
# runs have a bound, so that a damaged line of digits takes no longer than any other
N = rf"(?:(?<![\d.]){D}|(?<![一二三四五六七八九十百两千])[一二三四五六七八九十百两千]{{1,9}})"
DASH = r"[ ]*(?:[-—–~～至到]|——)[ ]*"
UNITS = (
    "平方米|平方公里|立方米|万平方米|公顷|万亩|亩|厘米|毫米|公里|千米|米|万吨|吨|公斤|千克|毫克|克|亿元|万元|元"
    "|个工作日|工作日|个小时|小时|分钟|个月|个季度|季度|个百分点|年|周|天|日|学时|课时|批次|人次|次|名|人|家|户|辆|台|套|份|处|项|件|所|倍|岁|篇|张|届|分|个|%|％|‰|㎡|m²"
)
U = rf"(?:{UNITS})"
UNIT_NAMES = {"个工作日": "工作日", "个小时": "小时", "个季度": "季度"}
DURATIONS = {"工作日", "小时", "分钟", "个月", "季度", "年", "周", "天", "日"}
PERIODS = {"月", "年", "季度", "周", "天", "日", "学年", "半年"}
PER = r"(?P<per>吨|家庭|户|人|月|年|季度|周|天|日|亩|平方米|个|次|批次|家|学年|半年|套|处|辆|名)"

AT_LEAST = r"(?:不低于|不得低于|不少于|不得少于|不小于|不得小于|至少|最少|最低|达到)"
AT_MOST = r"(?:不超过|不得超过|不高于|不得高于|不大于|不得多于|不多于|最多|最高|最长|控制在|限期)"
BRACKET = r"(?:（[^）]{0,6}）|\([^)]{0,6}\))?"
EACH = rf"每(?:个(?=月|季度|家庭))?{PER}(?:每(?:个(?=月|季度))?{PER.replace('<per>', '<and>')})?"


@dataclass(frozen=True)
class _Rule:
    """One wording of a limit: a pattern with n (and m for a range), u, perhaps per; and what it means."""

    op: str
    pattern: re.Pattern


def _rule(op: str, pattern: str) -> _Rule:
    return _Rule(op, re.compile(pattern))


WORDY = r"[^，。；：、\d一二两三四五六七八九十百]{0,12}?"
NU = rf"(?P<n>{N})[ ]?(?P<u>{U})"
RANGE = rf"(?P<n>{D}){DASH}(?P<m>{D})[ ]?(?P<u>{U})"
RULES = (
    _rule(
        "before",
        r"(?P<day>(?:次月|次年|每年|每月|每季度|当年|当月|本月|翌年|每季度第一个月的?)?(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)(?:之)?(?:以)?前",
    ),
    _rule("before", r"(?P<day>(?:次年|每年|当年|\d{4}年)?\d{1,2}月(?:底|份|末|上旬|中旬|下旬)?)(?:之)?(?:以)?前"),
    _rule(">=", rf"{EACH}{BRACKET}{WORDY}{AT_LEAST}{WORDY}{NU}"),
    _rule("<=", rf"{EACH}{BRACKET}{WORDY}{AT_MOST}{WORDY}{NU}"),
    _rule(">=", rf"(?:至少|最少|不少于|不低于){WORDY}{RANGE}"),
    _rule(">=", rf"{AT_LEAST}{WORDY}{NU}(?!以[上下])"),
    _rule("<=", rf"{AT_MOST}{WORDY}{NU}"),
    _rule(">", rf"(?<![不得能])(?:超过|大于|高于|多于){WORDY}{NU}(?!以[上下])"),
    _rule("<", rf"(?<![不得能])(?:低于|少于|小于|不足|不满){WORDY}{NU}(?!以[上下])"),
    _rule("range", RANGE + r"(?!前|[ ]*(?:月|日))"),
    _rule(">=", rf"{NU}(?:及|或)?以上"),
    _rule("<=", rf"{NU}(?:及|或)?以下"),
    _rule("<=", rf"(?P<n>{N})[ ]?(?P<u>个工作日|工作日|个小时|小时|分钟|个月|年|周|天|日)(?:以内|之内|内)"),
    _rule(
        "=",
        rf"{EACH}[一-龥]{{0,4}}?{BRACKET}(?:补助|补贴|奖励|给予)?(?P<n>{D})[ ]?(?P<u>万元|亿元|元)",
    ),
    _rule("=", rf"(?P<n>{D})[ ]?(?P<u>万元|元)[/／]{PER}"),
    _rule("=", rf"一式(?P<n>{N})(?P<u>份)"),
    _rule("=", r"(?<![每第])(?P<n>[一二两三])(?P<u>份)(?=[^，。；]{0,24}(?:存档|备案|留存|报|送))"),
    _rule(
        "=",
        rf"(?:公示|公告期?|留存|保存|暂停|停止营运|停业|停产)[ ]?(?P<n>{N})[ ]?(?P<u>个工作日|工作日|天|日|个月|年)",
    ),
    _rule(
        "=", rf"期(?:限)?[^，。；]{{0,8}}?[，,]?(?:分别)?为(?:自[^，。；]{{2,10}}起)?(?P<n>{N})[ ]?(?P<u>年|个月|天|日)"
    ),
    _rule("=", r"(?<=前)(?P<n>[一二两三]|\d{1,3})(?P<u>个月|天|日)(?=[，,])"),
    _rule("=", rf"(?:缴纳|罚款|奖励|补助|补贴)[ ]?(?P<n>{D})[ ]?(?P<u>万元|亿元|元)"),
    _rule("=", rf"(?:减|扣|扣减|加)[ ]?(?P<n>{D})(?P<u>分)"),
    _rule("=", rf"(?:遴选|选定|选取|确定)(?P<n>{N})(?P<u>家|名|个)"),
    _rule(">=", rf"(?:累计|死亡|重伤|发生)(?P<n>{N})(?P<u>人)(?=死亡|重伤|或|及|以|的)?"),
    _rule(">=", rf"(?<![一1])(?P<n>(?![一1]次){N})(?P<u>次)(?:发现|发生|出现)"),
)
SERIES = re.compile(rf"、(?P<n>{N})[ ]?(?P<u>{U})")
REASON = re.compile(r"[（(]可[^）)]*[）)]")  # what a figure is good for, in brackets, binds nobody


def limits(sentence: str) -> list[Limit]:
    """The limits of a sentence in the order of print."""
    taken = [found.span() for found in REASON.finditer(sentence)]
    found: list[tuple[int, Limit]] = []
    for rule in RULES:
        for match in rule.pattern.finditer(sentence):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                new = _limit(rule, match)
                if new:
                    taken.append(match.span())
                    found.append((match.start(), new))
                    found += _series(sentence, match, new, taken)
    return [limit for _, limit in sorted(found, key=lambda pair: pair[0])]


def _series(sentence: str, match: re.Match, first: Limit, taken) -> list[tuple[int, Limit]]:
    """分别为1年、3年、5年、7年: every member is a limit of its own."""
    more, place = [], match.end()
    while "分别" in sentence[max(0, match.start() - 8) : match.end()] and (next_ := SERIES.match(sentence, place)):
        value = _value(next_["n"])
        more.append((next_.start(), Limit(next_[0][1:], first.op, value, next_["u"], first.kind)))
        taken.append(next_.span())
        place = next_.end()
    return more


def _limit(rule: _Rule, match: re.Match) -> Limit | None:
    groups = match.groupdict()
    if rule.op == "before":
        return Limit(match[0], "before", groups["day"], "", "calendar")
    low, high = _value(groups["n"]), _value(groups.get("m"))
    if low is None:
        return None
    value = (low, high) if rule.op == "range" else low
    unit, rates = UNIT_NAMES.get(groups["u"], groups["u"]), [groups.get("per"), groups.get("and")]
    if rule.op == "range" and unit == "年" and low > 1000:
        return None  # 2019-2020年 is a period, not a figure
    unit = "/".join([unit, *filter(None, rates)])
    return Limit(match[0], rule.op, value, unit, _kind(unit, rates))


def _value(text: str | None) -> Fraction | None:
    if text is None:
        return None
    if text[0].isdigit():
        return Fraction(text)
    number = chinese_number(text)
    return None if number is None else Fraction(number)


def _kind(unit: str, rates: list[str | None]) -> str:
    if PERIODS.intersection(rates) and not unit.startswith(("元", "万元", "亿元")):
        return "frequency"
    return "duration" if unit in DURATIONS else "quantity"
