"""What several kinds read from their inputs: numbers and days, as people type them. Pure."""

from collections.abc import Mapping
from datetime import date

from core.errors import N_, Invalid
from core.numbers import parse_decimal, show_fraction

RECORDED = N_("已记录")
TYPED = {
    "ask": N_("请只填写数字，例如 520 或 5.6，不要写单位、汉字或其他符号。"),
    "negative": N_("这里不能填写负数。"),
}
COUNTED = {
    "whole": N_("请填写整数，例如 3。"),
    "too_many": N_("数目超过了应有的总数。"),
}
PICKED = {"pick": N_("请选择列出的一项。")}
DAYS = {"day": N_("请填写有效的日期，例如 2026-11-18。"), "too_early": N_("日期过早，请检查。")}
REFERENCES = {"long_reference": N_("文件名称或编号太长，最多 200 个字。")}
SEEN = (("yes", N_("有")), ("no", N_("没有")))
LONGEST_REFERENCE = 200
EARLIEST = "1949-10-01"  # no paper and no step of a procedure that is looked at is older than the republic


def refuse(name: str, message: str) -> Invalid:
    """The refusal of what was entered in that field."""
    return Invalid(message, fields={name: message})


def number_in(raw: Mapping[str, str], name: str) -> str | None:
    """The number typed into that field, in plain digits; None when the field is empty."""
    text = (raw.get(name) or "").strip()
    if not text:
        return None
    try:
        return show_fraction(parse_decimal(text))
    except Invalid as wrong:
        raise Invalid(wrong.message, fields={name: wrong.message}) from wrong


def whole_number_in(raw: Mapping[str, str], name: str) -> int | None:
    """The same for something that is counted."""
    text = number_in(raw, name)
    if text is None:
        return None
    if not text.isdigit():
        raise refuse(name, COUNTED["whole"])
    return int(text)


def count_in(raw: Mapping[str, str], of: int | None) -> int | None:
    """How many of so many; any number where none is given."""
    count = whole_number_in(raw, "count")
    if of and (count or 0) > of:
        raise refuse("count", COUNTED["too_many"])
    return count


def up_to(of: int | None) -> tuple[tuple[str, str], ...]:
    """The numbers to pick from where so many are due."""
    return tuple((str(n), str(n)) for n in range(of + 1)) if of else ()


def pick_in(raw: Mapping[str, str], name: str, among) -> str | None:
    """The option that was picked in that field; None when none was."""
    picked = (raw.get(name) or "").strip()
    if picked and picked not in among:
        raise refuse(name, PICKED["pick"])
    return picked or None


def lines_in(raw: Mapping[str, str], name: str) -> str:
    """The words in that field, which may run over lines; a browser's form sends CR LF between them."""
    return (raw.get(name) or "").replace("\r\n", "\n").strip()


def reference_in(raw: Mapping[str, str]) -> str | None:
    """The name or the number of a paper; None when it was left empty."""
    text = (raw.get("reference") or "").strip()
    if len(text) > LONGEST_REFERENCE:
        raise refuse("reference", REFERENCES["long_reference"])
    return text or None


def parse_day(text: str, name: str) -> date:
    """A day as a date field sends it; Invalid names the field."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as wrong:
        raise refuse(name, DAYS["day"]) from wrong


def day_in(raw: Mapping[str, str], name: str) -> str | None:
    """The day in that field as ISO text; None when empty."""
    text = (raw.get(name) or "").strip()
    day = parse_day(text, name).isoformat() if text else None
    if day and day < EARLIEST:
        raise refuse(name, DAYS["too_early"])
    return day
