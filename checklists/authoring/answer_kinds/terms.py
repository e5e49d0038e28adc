"""Terms that run over the working calendar: how one is judged, and what is said where the calendar ends. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from checklists.authoring.answer_kinds.judgement import Context, Judgement
from checklists.authoring.answer_kinds.reading import DAYS, refuse
from core.clock import today
from core.errors import N_
from core.working_days import CalendarUnlisted, CalendarUnpublished, deadlines_between, working_days_between

NEAR = 1  # working days before the end from which a term is 临近
IN_WORKING_DAYS, IN_DAYS = ("工作日",), ("日", "天")
TERMS = {
    "waits": N_("待确认：{year} 年的放假安排尚未公布"),
    "unlisted": N_("待确认：{year} 年的放假安排没有收录"),
    "unit": N_("不认识的期限单位：{unit}。"),
    "too_long": N_("期限太长。"),
}
JUDGED = {
    **TERMS,
    "future": N_("日期不能晚于今天。"),
    "used_work": N_("用了 {used} 个工作日，限 {limit} 个工作日"),
    "used_days": N_("用了 {used} 天，限 {limit} 天"),
    "used_until": N_("用了 {used} 天，最迟应到 {last}"),
    "kept": N_("没有超期：限 {limit} 个工作日，最早于 {last} 到期"),
    "overdue": N_("超期：最迟应于 {last} 完成"),
    "near": N_("临近：还有 {left} 个工作日，最迟 {last}"),
    "runs": N_("未到期：还有 {left} 个工作日，最迟 {last}"),
}


def last_days(start: str, limit: Mapping, context: Context, name: str) -> tuple[date, date]:
    """The first and the last day on which the term from `start` may end, see `deadlines_between`.

    Invalid names the field where the calendar ends before it.
    """
    try:
        return deadlines_between(date.fromisoformat(start), limit["value"], limit["unit"], context.overrides)
    except (OverflowError, ValueError) as beyond:
        raise refuse(name, DAYS["day"]) from beyond


def unlisted_from(start: str) -> CalendarUnlisted:
    """That a term from `start` cannot be judged without days that the calendar does not list."""
    return CalendarUnlisted((date.fromisoformat(start) + timedelta(days=1)).year)


def to_be_confirmed(unknown: CalendarUnpublished) -> Judgement:
    """Never a guess where a term reaches into a year whose days are not announced, or not known any more."""
    words = TERMS["unlisted" if isinstance(unknown, CalendarUnlisted) else "waits"]
    return Judgement("unable", None, words, {"year": str(unknown.year)}, pending=True)


def refuse_future(day: str, name: str) -> None:
    """What has happened has not happened after today."""
    if day > today().isoformat():
        raise refuse(name, JUDGED["future"])


def judge_term(start: str, end: str | None, limit: Mapping, context: Context, name: str) -> Judgement:
    """The time from one day to another against {value, unit}; the day it begins on is not counted.

    Without an end the term runs: it fails once it is over and is pending before. A year whose calendar is not
    published makes it pending; one before the calendar begins does where it matters whether its days were working
    days. Invalid names the field `name` where no calendar reaches the end.
    """
    try:
        ends = last_days(start, limit, context, name)
        return _ended(start, end, ends, limit, context) if end else _running(start, ends, limit, context)
    except CalendarUnpublished as unknown:
        return to_be_confirmed(unknown)


def _ended(start: str, end: str, ends: tuple[date, date], limit: Mapping, context: Context) -> Judgement:
    done = date.fromisoformat(end)
    if ends[0] < done <= ends[1]:
        raise unlisted_from(start)
    state, last = ("pass", ends[0]) if done <= ends[0] else ("fail", ends[1])
    try:
        words, used = _used(date.fromisoformat(start), done, limit, context)
    except CalendarUnpublished:  # how long it took is not known, only that it was or was not too long
        words, used = "kept" if state == "pass" else "overdue", 0
    return Judgement(state, None, JUDGED[words], {**_facts(last, limit), "used": str(used)})


def _used(begun: date, done: date, limit: Mapping, context: Context) -> tuple[str, int]:
    if limit["unit"] in IN_WORKING_DAYS:
        return "used_work", working_days_between(begun, done, context.overrides)
    return "used_days" if limit["unit"] in IN_DAYS else "used_until", (done - begun).days


def _running(start: str, ends: tuple[date, date], limit: Mapping, context: Context) -> Judgement:
    first, last = ends
    if context.today > last:
        return Judgement("fail", None, JUDGED["overdue"], _facts(last, limit))
    if first != last:
        raise unlisted_from(start)
    left = working_days_between(context.today, last, context.overrides)
    facts = {**_facts(last, limit), "left": str(left)}
    return Judgement("unable", None, JUDGED["near" if left <= NEAR else "runs"], facts, pending=True)


def _facts(last: date, limit: Mapping) -> dict[str, str]:
    return {"limit": str(limit["value"]), "unit": limit["unit"], "last": last.isoformat()}
