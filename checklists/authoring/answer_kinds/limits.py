"""Limits: how they are written, and what a value means against one. Pure."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from checklists.authoring.answer_kinds.judgement import Judgement
from checklists.authoring.answer_kinds.params import Rule, fits, is_list_of, is_one_of, is_text
from core.errors import N_
from core.numbers import show_fraction

COMPARE = {
    ">=": lambda value, limit: value >= limit,
    ">": lambda value, limit: value > limit,
    "<=": lambda value, limit: value <= limit,
    "<": lambda value, limit: value < limit,
    "=": lambda value, limit: value == limit,
}
HOLDS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}
FAILS = {">=": "<", ">": "≤", "<=": ">", "<": "≥", "=": "≠"}
BOUND = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?|[0-9]{1,9}/0{0,8}[1-9][0-9]{0,8}")  # 3, 0.5, 8/3; never below 0
IN_RANGE = {
    "in_range": N_("{value} 在 {low} 至 {high} 之间"),
    "off_range": N_("{value} 不在 {low} 至 {high} 之间"),
}


def fraction(value) -> Fraction:
    """A limit as packs write it: a number, or text such as 0.5."""
    return Fraction(str(value))


def compare(value: Fraction, limit: Mapping[str, Any]) -> Judgement:
    """A reading against a limit {op, value}; both ends of a range conform."""
    if limit["op"] == "range":
        return _in_range(value, *(fraction(end) for end in limit["value"]))
    bound = fraction(limit["value"])
    holds = COMPARE[limit["op"]](value, bound)
    sign = (HOLDS if holds else FAILS)[limit["op"]]
    if limit["op"] == "=" and not holds:
        sign = "<" if value < bound else ">"
    return Judgement("pass" if holds else "fail", None, f"{show_fraction(value)} {sign} {show_fraction(bound)}")


def _in_range(value: Fraction, low: Fraction, high: Fraction) -> Judgement:
    ends = {"value": show_fraction(value), "low": show_fraction(low), "high": show_fraction(high)}
    if low <= value <= high:
        return Judgement("pass", None, IN_RANGE["in_range"], ends)
    return Judgement("fail", None, IN_RANGE["off_range"], ends)


def share(reached: int, of: int, partial: bool) -> Judgement:
    """So many of so many: all conform, none fails, between them half-met where the item allows it."""
    words = f"{reached} / {of}"
    if reached >= of:
        return Judgement("pass", Fraction(1), words)
    if partial and reached > 0:
        return Judgement("partial", Fraction(reached, of), words)
    return Judgement("fail", Fraction(0), words)


def show_limit(limit: Mapping[str, Any] | None) -> str:
    """≥ 500 平方米, or 1—3 名; empty without a limit."""
    if not limit:
        return ""
    unit = f" {limit['unit']}" if limit.get("unit") else ""
    if limit["op"] == "range":
        low, high = (show_fraction(fraction(end)) for end in limit["value"])
        return f"{low}—{high}{unit}"
    return f"{HOLDS[limit['op']]} {show_fraction(fraction(limit['value']))}{unit}"


def unit_of(params: Mapping[str, Any]) -> str:
    """The unit that a reading or a number of things is in."""
    return (params.get("limit") or params).get("unit", "")


def _is_bound(value: Any) -> bool:
    written = str(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else ""
    return bool(BOUND.fullmatch(written))


def _is_range(value: Any) -> bool:
    return is_list_of(value, _is_bound) and len(value) == 2 and fraction(value[0]) <= fraction(value[1])


def is_limit(limit: Any) -> bool:
    """A limit {op, value, unit} as it can be compared and printed; the unit may be left out."""
    op = limit.get("op") if isinstance(limit, Mapping) else None
    is_value = _is_range if op == "range" else _is_bound
    return fits(limit, {"op": lambda sign: is_one_of(sign, (*HOLDS, "range")), "value": is_value}, {"unit": is_text})


LIMIT = Rule(is_limit, N_("限值写得不对。"))
