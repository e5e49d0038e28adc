"""From when to when a document holds, by its own words. Pure."""

import re
from datetime import date, timedelta

from checklists.reading.answer import Clause
from checklists.reading.structure.numerals import chinese_number

CIRCLES = "〇○◯零OoＯ0"  # how the nought of 二〇〇六年 is typed
DAY = re.compile(
    rf"([\d{CIRCLES}一二三四五六七八九]{{4}})[ 　]*年[ 　]*(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[ 　]*月"
    r"[ 　]*(\d{1,2}|[一二三四五六七八九十]{1,3})[ 　]*日"
)
BLANK = "[ 　]*"
TERM = re.compile(rf"有效期(?:限)?(?:为)?{BLANK}([一二三四五六七八九十两]{{1,3}}|\d{{1,2}}){BLANK}年")
UNTIL = re.compile(rf"有效期[至到]{BLANK}{DAY.pattern}")
FROM = re.compile(rf"自{BLANK}{DAY.pattern}起(?:正式)?(?:施行|执行|实施)")
AT_ONCE = re.compile(r"自(?:发布|印发|下发|公布)之日起(?:施行|执行|实施)")


def in_force(clauses: list[Clause], issued: str | None) -> tuple[str | None, str | None]:
    """The first and the last day in force; None where the text names none. A term counts from the first day."""
    text = "\n".join(clause.text for clause in clauses)
    effective = day(FROM.search(text)) or (issued if AT_ONCE.search(text) else None)
    until = day(UNTIL.search(text))
    if until is None and effective and (term := TERM.search(text)):
        until = _last_day(effective, int(term[1]) if term[1].isdigit() else chinese_number(term[1]))
    return effective, until


def _last_day(start: str, years: int) -> str:
    begin = date.fromisoformat(start)
    end = begin.replace(year=begin.year + years, day=min(begin.day, 28) if begin.month == 2 else begin.day)
    return (end - timedelta(days=1)).isoformat()


def day(found: re.Match[str] | None) -> str | None:
    """The printed day as 2016-09-20; None where there is no such day."""
    if not found:
        return None
    figures = [_figure(printed) for printed in found.groups()[:3]]
    try:
        return date(*figures).isoformat()
    except (TypeError, ValueError):
        return None


def _figure(printed: str) -> int | None:
    even = re.sub(f"[{CIRCLES}]", "〇", printed)
    return int(printed) if printed.isdigit() else chinese_number(re.sub(r"\d", _spelled, even))


def _spelled(figure: re.Match[str]) -> str:
    return "〇一二三四五六七八九"[int(figure[0])]
