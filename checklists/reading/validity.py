"""From when to when a document holds, by its own words. Pure."""

import re
from datetime import date, timedelta

from checklists.reading.answer import Clause
from checklists.reading.numerals import chinese_number

DAY = re.compile(r"(\d{4})[ 　]*年[ 　]*(\d{1,2})[ 　]*月[ 　]*(\d{1,2})[ 　]*日")
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


def day(found: re.Match | None) -> str | None:
    """The printed day as 2016-09-20; None where there is no such day."""
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None
