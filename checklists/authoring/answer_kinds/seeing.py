"""How a finding puts what was seen into words; only findings and reports say these. Pure."""

from collections.abc import Mapping
from typing import Any

from checklists.authoring.answer_kinds.limits import show_limit
from core.errors import N_, Sentence

NOT_SHOWN = Sentence(N_("未提供"))
NAMED = N_("{name}：{words}")


def named(name: str, words: str) -> Sentence:
    """What was said of one of several things: 国土：有."""
    return Sentence(NAMED, name=name, words=words)


def measured(value: str, limit: Mapping[str, Any] | None) -> Sentence:
    """A reading beside its limit: 实测 5.6 米，限值 ≥ 6 米."""
    if limit:
        return Sentence(N_("实测 {value}，限值 {limit}"), value=value, limit=show_limit(limit))
    return Sentence(N_("实测 {value}"), value=value)


def counted(reached: int, of: int) -> Sentence:
    """So many where so many are due: 应有 3 项，具备 1 项."""
    return Sentence(N_("应有 {of} 项，具备 {reached} 项"), of=of, reached=reached)


def lacking(reached: int, of: int, parts: tuple[str, ...]) -> Sentence:
    """The same where it is known which are not there: 应有 3 项，具备 1 项，缺少承诺书、管理办法."""
    return Sentence(N_("应有 {of} 项，具备 {reached} 项，缺少{parts}"), of=of, reached=reached, parts=parts)


def valid_until(day: str) -> Sentence:
    """The last day of a paper."""
    return Sentence(N_("有效期至 {day}"), day=day)


def lasting(start: str, end: str | None) -> Sentence:
    """From one day to another, or still going on."""
    return Sentence(N_("{start} 至 {end}"), start=start, end=end or Sentence(N_("未结束")))
