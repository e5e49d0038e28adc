"""Terms that run over the working calendar: how one is judged, and what is said where the calendar ends. Pure."""

from collections.abc import Mapping
from datetime import date

from checklists.authoring.answer_kinds.judgement import Context, Judgement
from checklists.authoring.answer_kinds.reading import DAYS, refuse
from core.clock import today
from core.errors import N_
from core.working_days import CalendarUnpublished, deadline_after, working_days_between

NEAR = 1  # working days before the end from which a term is 临近
IN_WORKING_DAYS, IN_DAYS = ("工作日",), ("日", "天")
TERMS = {
    "waits": N_("待确认：{year} 年的放假安排尚未公布"),
    "unit": N_("不认识的期限单位：{unit}。"),
    "too_long": N_("期限太长。"),
}
JUDGED = {
    **TERMS,
    "future": N_("日期不能晚于今天。"),
    "used_work": N_("用了 {used} 个工作日，限 {limit} 个工作日"),
    "used_days": N_("用了 {used} 天，限 {limit} 天"),
    "used_until": N_("用了 {used} 天，最迟应到 {last}"),
    "overdue": N_("超期：最迟应于 {last} 完成"),
    "near": N_("临近：还有 {left} 个工作日，最迟 {last}"),
    "runs": N_("未到期：还有 {left} 个工作日，最迟 {last}"),
}


def last_day(start: str, limit: Mapping, context: Context, name: str) -> date:
    """The last day of the term that begins on `start`; Invalid names the field where the calendar ends before it."""
    try:
        return deadline_after(date.fromisoformat(start), limit["value"], limit["unit"], context.overrides)
    except (OverflowError, ValueError) as beyond:
        raise refuse(name, DAYS["day"]) from beyond


def to_be_confirmed(unknown: CalendarUnpublished) -> Judgement:
    """Never a guess where a term reaches into a year whose days are not announced."""
    return Judgement("unable", None, TERMS["waits"], {"year": str(unknown.year)}, pending=True)


def refuse_future(day: str, name: str) -> None:
    """What has happened has not happened after today."""
    if day > today().isoformat():
        raise refuse(name, JUDGED["future"])


def judge_term(start: str, end: str | None, limit: Mapping, context: Context, name: str) -> Judgement:
    """The time from one day to another against {value, unit}; the day it begins on is not counted.

    Without an end the term runs: it fails once it is over and is pending before. A year whose calendar is not
    published makes it pending. Invalid names the field `name` where no calendar reaches the end.
    """
    try:
        last = last_day(start, limit, context, name)
        return _ended(start, end, last, limit, context) if end else _running(last, limit, context)
    except CalendarUnpublished as unknown:
        return to_be_confirmed(unknown)


def _ended(start: str, end: str, last: date, limit: Mapping, context: Context) -> Judgement:
    begun, done = date.fromisoformat(start), date.fromisoformat(end)
    used, words = (done - begun).days, "used_days" if limit["unit"] in IN_DAYS else "used_until"
    if limit["unit"] in IN_WORKING_DAYS:
        used, words = working_days_between(begun, done, context.overrides), "used_work"
    facts = {**_facts(last, limit), "used": str(used)}
    return Judgement("pass" if done <= last else "fail", None, JUDGED[words], facts)


def _running(last: date, limit: Mapping, context: Context) -> Judgement:
    if context.today > last:
        return Judgement("fail", None, JUDGED["overdue"], _facts(last, limit))
    left = working_days_between(context.today, last, context.overrides)
    facts = {**_facts(last, limit), "left": str(left)}
    return Judgement("unable", None, JUDGED["near" if left <= NEAR else "runs"], facts, pending=True)


def _facts(last: date, limit: Mapping) -> dict[str, str]:
    return {"limit": str(limit["value"]), "unit": limit["unit"], "last": last.isoformat()}
