"""The kind of answer a fact asks for, with the limit that it is held against. Pure."""

import re

from checklists.reading.answer import Limit
from checklists.reading.drafting.lists import Listed, counted, named
from checklists.reading.drafting.words import FORBIDS, bare

COUNTED = re.compile(r"^(?:批次|人次|[个名人家户辆台套份处项件所次篇张届])$")
EACH = re.compile(r"每(?:一)?(?:批次|批|次|户|辆|台|套|处|件|笔|宗)(?![^，]{0,6}\d)|逐(?:户|批|件|笔)")
AS_NEEDED = re.compile(r"根据[^，]{0,8}需要|视情|视需要|必要时|可根据")
CHOICE = re.compile(
    r"(?:颜色|材质|方式|形式|类型|等级|结构)(?:应当?|须|要|必须|需)?(?:为|采用|"
    r"是)(?P<one>[^，、或的]{1,10})(?:或者?)(?P<other>[^，、或的]{1,10})$"
)


def by_limit(limit: Limit) -> str:
    """The kind of answer that can be held against the limit."""
    if limit.kind == "calendar":
        return "date"
    if limit.kind == "duration":
        return "number" if limit.op == "range" else "interval"
    return "count" if COUNTED.match(limit.unit.split("/")[0]) else "number"


def choice(words: str) -> list[str]:
    """The two that may be chosen: 颜色为深灰或浅灰色."""
    found = None if FORBIDS.search(words) else CHOICE.search(words)
    return [found["one"], found["other"]] if found else []


def is_for_each(words: str) -> bool:
    """Whether the duty comes back with every batch, visit or household: how often it was kept is counted."""
    return bool(EACH.search(words))


def tally(words: str, heading: str | None) -> tuple[Limit | None, Listed | None] | None:
    """The count of a list that the words print, or that they or the clause's heading name (“六公开”); else None."""
    if FORBIDS.search(words):
        return None
    found = counted(words)
    if found:
        quote = words[slice(*found.span)]
        return (None if AS_NEEDED.search(bare(words)) else _count(quote, len(found.names))), found
    name = named(words) or (named(heading) if heading else None)
    return (_count(*name), None) if name else None


def _count(quote: str, number: int) -> Limit:
    return Limit(quote, "=", number, "", "quantity")
