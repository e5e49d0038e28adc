"""What a form page carries so that its script judges, previews and asks as the server would."""

import json
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import chinese_calendar
from chinese_calendar.constants import holidays
from flask_babel import gettext

from checklists.authoring.answer_kinds import KINDS
from checklists.authoring.answer_kinds.reading import RECORDED
from checklists.authoring.models import ChecklistVersion, Item
from core.errors import N_

# Of what is missing, by the short name that the script asks for; what a kind says of its answers is the kind's own.
WANTING = {
    "unanswered": N_("还没有作答"),
    "why_unable": N_("无法检查须写明原因"),
    "why_na": N_("不适用须写明理由"),
    "photos": N_("须附照片 {count} 张"),
    "photos_fail": N_("不符合的须附照片 {count} 张"),
    "proof": N_("不符合的须有说明或照片"),
    "first": N_("请先填写：{label}"),
    "long_note": N_("说明太长，最多 2000 个字。"),
    "pick": N_("请选择列出的一项。"),
    "recorded": RECORDED,
}
SENTENCES = {
    name: words for own in (WANTING, *(kind.sentences for kind in KINDS.values())) for name, words in own.items()
}
UNITS = {"工作日": "work", "日": "day", "天": "day", "个月": "month", "月": "month", "年": "year"}
BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"
PLAIN = {"method": "binary", "veto": "none"}  # what need not be said


def rule_of(item: Item) -> dict:
    """One item as the script needs it; what is plain is left out."""
    rule = {
        "kind": item.kind,
        "params": item.params,
        "points": None if item.points is None else str(item.points),
        "method": item.method,
        "veto": item.veto,
        "severity": item.severity,
        "clause": item.scoring_quotation.clause.path,
        "photo_rule": item.photo_rule,
        "na_allowed": item.na_allowed,
        "slot": bool(item.slot),
        "condition": item.condition,
    }
    return {name: value for name, value in rule.items() if value and value != PLAIN.get(name)}


def scoring_of(version: ChecklistVersion) -> dict:
    """The scoring profile of a version, its numbers written out as exact fractions."""
    profile = version.scoring
    return {
        "method": profile.get("method", "points"),
        "bands": [{"from": str(Fraction(band["from"])), "name": band["name"]} for band in profile.get("bands", ())],
        "weights": {name: str(Fraction(weight)) for name, weight in profile.get("weights", {}).items()},
        "total": str(Fraction(profile.get("total", 100))),
    }


def sentences_of(items) -> dict:
    """The sentences in the reader's language, and those options of the items that have another word in it."""
    labels = {label for item in items for label in KINDS[item.kind].labels(item.params)}
    others = {label: gettext(label) for label in sorted(labels) if gettext(label) != label}
    return {name: gettext(sentence) for name, sentence in SENTENCES.items()} | {"labels": others}


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


def judging_of(version: ChecklistVersion) -> dict:
    """What the script needs once a version; the calendar only where a day is asked."""
    data = {"scoring": scoring_of(version), "sentences": sentences_of(version.items)}
    if any(KINDS[item.kind].by_calendar for item in version.items):
        data["calendar"] = national_calendar()
    return data


def rule_data(item: Item) -> str:
    """An item's rule as the page carries it."""
    return _short(rule_of(item))


def judging_data(version: ChecklistVersion) -> str:
    """The version's part as the page carries it."""
    return _short(judging_of(version))


def _short(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
