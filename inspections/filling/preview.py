"""What a form page carries so that its script judges and previews as the server would."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import chinese_calendar
from chinese_calendar.constants import holidays

from checklists.authoring.answer_kinds import KINDS
from checklists.authoring.models import ChecklistVersion, Item
from inspections.filling.shapes import carried, item_of, scoring_of

UNITS = {"工作日": "work", "日": "day", "天": "day", "个月": "month", "月": "month", "年": "year"}
BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"


@cache
def national_calendar() -> dict:
    """The years that are announced, and the days in them that differ from their weekday, as gaps in base 36."""
    first, last = min(holidays).year, max(holidays).year
    gaps, before = [], date(first, 1, 1)
    for day in _days(first, last):
        if chinese_calendar.is_workday(day) != (day.weekday() < 5):
            gaps.append(_base_36((day - before).days))
            before = day
    return {"first": first, "last": last, "swapped": " ".join(gaps), "units": UNITS}


def _days(first: int, last: int):
    start = date(first, 1, 1)
    return (start + timedelta(days=step) for step in range((date(last + 1, 1, 1) - start).days))


def _base_36(number: int) -> str:
    digits = BASE_36[number % 36]
    return _base_36(number // 36) + digits if number >= 36 else digits


def judging_of(version: ChecklistVersion) -> dict[str, Any]:
    """What the script needs once a version; the calendar only where a day is asked."""
    data: dict[str, Any] = {"scoring": scoring_of(version)}
    if any(KINDS[item.kind].by_calendar for item in version.items):
        data["calendar"] = national_calendar()
    return data


def rule_data(item: Item) -> str:
    """An item's rule as the page carries it."""
    return carried(item_of(item))


def judging_data(version: ChecklistVersion) -> str:
    """The version's part as the page carries it."""
    return carried(judging_of(version))
