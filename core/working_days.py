"""Working days by the national calendar, over which a county's own days go. Pure."""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays

from core.errors import N_, DomainError, Invalid

Overrides = Mapping[date, bool]
LONGEST_TERM = 250  # working days that a supervisor may give
LONGEST = 3660  # days that any term of ours may span
UNLISTED = date(min(holidays).year - 1, 12, 31)  # the last day of which the national calendar says nothing any more


class CalendarUnpublished(DomainError):
    """The State Council has not announced the days of that year; a term that reaches into it is 待确认."""

    status = 409
    message = N_("{year} 年的放假安排尚未公布，期限待确认。")

    def __init__(self, year: int):
        self.year = year
        super().__init__(year=year)


class CalendarUnlisted(CalendarUnpublished):
    """The year lies before those that the national calendar has: announced long ago, but not known here."""

    message = N_("{year} 年的放假安排没有收录，期限待确认。")


def is_working_day(day: date, overrides: Overrides) -> bool:
    """Whether offices work that day; the county's word goes over the national calendar.

    Raises CalendarUnpublished when neither knows the year, CalendarUnlisted when it is over long ago.
    """
    if day in overrides:
        return overrides[day]
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as unknown:
        raise (CalendarUnlisted if day <= UNLISTED else CalendarUnpublished)(day.year) from unknown


def working_days_between(start: date, end: date, overrides: Overrides) -> int:
    """Working days after `start` up to and including `end`.

    The day on which a term begins is not counted (民法典 第二百零一条：开始的当日不计入).
    """
    if end < start:
        raise Invalid(N_("结束日期早于开始日期，请检查。"))
    return sum(is_working_day(start + timedelta(days=step), overrides) for step in range(1, (end - start).days + 1))


def add_working_days(start: date, count: int, overrides: Overrides) -> date:
    """The day on which the count-th working day after `start` falls."""
    day = start
    for _ in range(LONGEST):
        if count <= 0:
            return day
        day += timedelta(days=1)
        count -= is_working_day(day, overrides)
    raise Invalid(N_("期限太长。"))


def known_until(start: date, count: int, overrides: Overrides) -> tuple[date, int] | None:
    """The last day that is known after `start` and the working days up to it; None where `count` of them are."""
    day, found = start, 0
    try:
        while found < count:
            found += is_working_day(day + timedelta(days=1), overrides)
            day += timedelta(days=1)
    except CalendarUnpublished:
        return day, found
    return None


def unpublished_years(start: date, count: int, overrides: Overrides) -> list[int]:
    """The years in which days are not known, of those that so many working days after `start` may reach."""
    years, day = set(), start
    while count > 0:
        try:
            count -= is_working_day(day, overrides)
        except CalendarUnpublished:
            years.add(day.year)
            count -= day.weekday() < 5  # as good a guess as any of how far it reaches
        day += timedelta(days=1)
    return sorted(years)


def deadline_after(start: date, amount: int, unit: str, overrides: Overrides) -> date:
    """The last day of a term that begins on `start`; the unit is 工作日, 日, 天, 个月, 月 or 年.

    A month later is the same day of the month, or the month's last day where it has none.
    """
    if unit == "工作日":
        return add_working_days(start, amount, overrides)
    if unit in ("日", "天"):
        return start + timedelta(days=amount)
    if unit in ("个月", "月", "年"):
        return _months_later(start, amount * (12 if unit == "年" else 1))
    raise Invalid(N_("不认识的期限单位：{unit}。"), unit=unit)


def deadlines_between(start: date, amount: int, unit: str, overrides: Overrides) -> tuple[date, date]:
    """The first and the last day on which the term may end: the same, unless it begins before the calendar does.

    Of the days that are not listed nothing is guessed: all of them may have been working days, or none.
    """
    try:
        exact = deadline_after(start, amount, unit, overrides)
    except CalendarUnlisted:
        begun = min(amount, (UNLISTED - start).days)
        first = add_working_days(start + timedelta(days=begun), amount - begun, overrides)
        return first, add_working_days(UNLISTED, amount, overrides)
    return exact, exact


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
