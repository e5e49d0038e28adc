"""What every kind of answer shares: limits, and the judgement of a value against one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from core.clock import today
from core.errors import N_, Invalid
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


@dataclass(frozen=True)
class Judgement:
    """What a value means: the state, the share reached, and the reason in words."""

    state: str  # pass | partial | fail | unable (not decided yet, see pending)
    level: Fraction | None = None
    message: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    pending: bool = False  # a term still runs, or its calendar is not published

    @property
    def text(self) -> str:
        """The reason in Chinese."""
        return self.message.format(**self.params) if self.params else self.message


@dataclass(frozen=True)
class Context:
    """When the judgement is made: the visit's day, the present day, the county's own working days."""

    visit_day: date = field(default_factory=today)
    today: date = field(default_factory=today)
    overrides: Mapping[date, bool] = field(default_factory=dict)


def fraction(value) -> Fraction:
    """A limit as packs write it: a number, or text such as 0.5."""
    return Fraction(str(value))


def compare(value: Fraction, limit: Mapping) -> Judgement:
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
        return Judgement("pass", None, N_("{value} 在 {low} 至 {high} 之间"), ends)
    return Judgement("fail", None, N_("{value} 不在 {low} 至 {high} 之间"), ends)


def share(reached: int, of: int, partial: bool) -> Judgement:
    """So many of so many: all conform, none fails, between them half-met where the item allows it."""
    words = f"{reached} / {of}"
    if reached >= of:
        return Judgement("pass", Fraction(1), words)
    if partial and reached > 0:
        return Judgement("partial", Fraction(reached, of), words)
    return Judgement("fail", Fraction(0), words)


def show_limit(limit: Mapping | None) -> str:
    """≥ 500 平方米, or 1—3 名; empty without a limit."""
    if not limit:
        return ""
    unit = f" {limit['unit']}" if limit.get("unit") else ""
    if limit["op"] == "range":
        low, high = (show_fraction(fraction(end)) for end in limit["value"])
        return f"{low}—{high}{unit}"
    return f"{HOLDS[limit['op']]} {show_fraction(fraction(limit['value']))}{unit}"


NO_DAY = N_("请填写有效的日期，例如 2026-11-18。")


def parse_day(text: str, name: str) -> date:
    """A day as a date field sends it; Invalid names the field."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as wrong:
        raise Invalid(NO_DAY, fields={name: NO_DAY}) from wrong


class AnswerKind:
    """A way of answering. Subclasses say what they read, how they judge, how they print."""

    name = ""
    label = ""
    options_wanted: frozenset[str] = frozenset()  # parameters that it understands

    def fields(self, params: Mapping) -> tuple[str, ...]:
        """The names of the raw inputs; none unless the kind has some."""
        return ()

    def states(self, params: Mapping) -> tuple[str, ...]:
        """The verdicts that the person gives directly; empty where the value decides."""
        return ()

    def choices(self, params: Mapping) -> list[tuple[str, str]]:
        """The options to pick from, where it is a choice."""
        return []

    def problems(self, params: Mapping) -> list[str]:
        """What is wrong with the parameters, for the author."""
        unknown = set(params) - self.options_wanted
        return [N_("不认识的参数：") + "、".join(sorted(unknown))] if unknown else []
