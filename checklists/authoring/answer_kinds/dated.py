"""Answers about papers and days. Pure."""

from collections.abc import Mapping
from datetime import date

from checklists.authoring.answer_kinds.judgement import NO_DAY, AnswerKind, Context, Judgement, parse_day, share
from checklists.authoring.answer_kinds.measured import RECORDED, whole_number_in
from core.clock import today
from core.errors import N_, Invalid
from core.working_days import CalendarUnpublished, deadline_after, working_days_between

NEAR = 1  # working days before the end from which a term is 临近
LONGEST_REFERENCE = 200


def day_in(raw: Mapping[str, str], name: str) -> str | None:
    """The day in that field as ISO text; None when empty."""
    text = (raw.get(name) or "").strip()
    return parse_day(text, name).isoformat() if text else None


def last_day(start: str, limit: Mapping, context: Context, name: str) -> date:
    """The last day of the term that begins on `start`; Invalid names the field where the calendar ends before it."""
    try:
        return deadline_after(date.fromisoformat(start), limit["value"], limit["unit"], context.overrides)
    except (OverflowError, ValueError) as beyond:
        raise Invalid(NO_DAY, fields={name: NO_DAY}) from beyond


def to_be_confirmed(unknown: CalendarUnpublished) -> Judgement:
    """Never a guess where a term reaches into a year whose days are not announced."""
    words = N_("待确认：{year} 年的放假安排尚未公布")
    return Judgement("unable", None, words, {"year": str(unknown.year)}, pending=True)


class Document(AnswerKind):
    """A paper that was seen or not, with its number, the day it is valid until, and how many of its parts are there.

    params: of (m), parts [names], partial (bool), valid_until (bool: ask for the last valid day).
    """

    name, label = "document", N_("查验文件")
    options_wanted = frozenset({"of", "parts", "partial", "valid_until"})
    SEEN = (("yes", N_("有")), ("no", N_("没有")))

    def fields(self, params):
        more = (("count", params.get("of")), ("valid_until", params.get("valid_until")))
        return ("seen", "reference", *(name for name, asked in more if asked))

    def choices(self, params):
        return list(self.SEEN)

    def parse(self, raw, params):
        value = {
            "seen": self._seen(raw),
            "reference": (raw.get("reference") or "").strip()[:LONGEST_REFERENCE] or None,
            "count": whole_number_in(raw, "count") if params.get("of") else None,
            "valid_until": day_in(raw, "valid_until") if params.get("valid_until") else None,
        }
        if (value["count"] or 0) > params.get("of", 0):
            message = N_("数目超过了应有的总数。")
            raise Invalid(message, fields={"count": message})
        given = {name: each for name, each in value.items() if each is not None}
        return given if "seen" in given else None

    def _seen(self, raw) -> str | None:
        seen = (raw.get("seen") or "").strip()
        if seen and seen not in dict(self.SEEN):
            message = N_("请选择列出的一项。")
            raise Invalid(message, fields={"seen": message})
        return seen or None

    def judge(self, value, params, context: Context) -> Judgement:
        if value["seen"] == "no":
            return Judgement("fail", None, N_("没有见到"))
        until = value.get("valid_until")
        if until and date.fromisoformat(until) < context.visit_day:
            return Judgement("fail", None, N_("有效期至 {day}，已过期"), {"day": until})
        if params.get("of"):
            return share(value.get("count", 0), params["of"], params.get("partial", False))
        return Judgement("pass", None, N_("已见到"))

    def show(self, value, params):
        if not value:
            return ""
        parts = [dict(self.SEEN)[value["seen"]], value.get("reference"), value.get("valid_until")]
        if params.get("of"):
            parts.append(f"{value.get('count', 0)} / {params['of']}")
        return "，".join(part for part in parts if part)


class Date(AnswerKind):
    """A day, judged by its distance from the visit.

    params: limit {op: within|at_least_ago|not_before_visit, value, unit} or none: only recorded.
    A year whose calendar is not published makes it pending, never a guess.
    """

    name, label = "date", N_("日期")
    options_wanted = frozenset({"limit", "label"})

    def fields(self, params):
        return ("day",)

    def parse(self, raw, params):
        day = day_in(raw, "day")
        return {"day": day} if day else None

    def judge(self, value, params, context: Context) -> Judgement:
        limit = params.get("limit")
        if not limit:
            return Judgement("pass", None, RECORDED)
        try:
            return Judgement("pass" if self._holds(value["day"], limit, context) else "fail", None, value["day"])
        except CalendarUnpublished as unknown:
            return to_be_confirmed(unknown)

    def _holds(self, day: str, limit, context: Context) -> bool:
        if limit["op"] == "not_before_visit":
            return date.fromisoformat(day) >= context.visit_day
        reached = last_day(day, limit, context, "day")
        return reached >= context.visit_day if limit["op"] == "within" else reached <= context.visit_day

    def show(self, value, params):
        return value["day"] if value else ""


class Interval(AnswerKind):
    """The time between two days against a limit; the day it begins on is not counted.

    params: limit {op: <=, value, unit: 工作日|日|天|个月}, start and end: what the two days are called.
    Without an end the term runs: fails once it is over, is pending before; a year whose calendar is
    not published makes it pending, never a guess.
    """

    name, label = "interval", N_("起止日期")
    options_wanted = frozenset({"limit", "start", "end"})

    def fields(self, params):
        return ("start", "end")

    def parse(self, raw, params):
        start, end = day_in(raw, "start"), day_in(raw, "end")
        if start is None and end is None:
            return None
        self._check(start, end)
        return {"start": start, "end": end}

    def _check(self, start: str | None, end: str | None) -> None:
        if start is None:
            message = N_("请填写起始日期。")
            raise Invalid(message, fields={"start": message})
        if end is not None and end < start:
            message = N_("结束日期早于起始日期，请检查。")
            raise Invalid(message, fields={"end": message})
        if max(start, end or start) > today().isoformat():
            message = N_("日期不能晚于今天。")
            raise Invalid(message, fields={"end" if end else "start": message})

    def judge(self, value, params, context: Context) -> Judgement:
        try:
            return self._judge(value, params["limit"], context)
        except CalendarUnpublished as unknown:
            return to_be_confirmed(unknown)

    def _judge(self, value, limit, context: Context) -> Judgement:
        start, last = date.fromisoformat(value["start"]), last_day(value["start"], limit, context, "start")
        facts = {"limit": str(limit["value"]), "unit": limit["unit"], "last": last.isoformat()}
        if value["end"] is None:
            return self._running(context, last, facts)
        end = date.fromisoformat(value["end"])
        facts["used"] = str(self._used(start, end, limit["unit"], context))
        if limit["unit"] in ("工作日", "日", "天"):
            words = (
                N_("用了 {used} 个{unit}，限 {limit} 个{unit}")
                if limit["unit"] == "工作日"
                else N_("用了 {used} {unit}，限 {limit} {unit}")
            )
        else:
            words = N_("用了 {used} 天，最迟应到 {last}")
        return Judgement("pass" if end <= last else "fail", None, words, facts)

    def _used(self, start: date, end: date, unit: str, context: Context) -> int:
        return working_days_between(start, end, context.overrides) if unit == "工作日" else (end - start).days

    def _running(self, context: Context, last: date, facts) -> Judgement:
        if context.today > last:
            return Judgement("fail", None, N_("超期：最迟应于 {last} 完成"), facts)
        left = working_days_between(context.today, last, context.overrides)
        facts["left"] = str(left)
        words = (
            N_("临近：还有 {left} 个工作日，最迟 {last}")
            if left <= NEAR
            else N_("未到期：还有 {left} 个工作日，最迟 {last}")
        )
        return Judgement("unable", None, words, facts, pending=True)

    def show(self, value, params):
        return f"{value['start']} → {value['end'] or '…'}" if value else ""


class Text(AnswerKind):
    """Words that are only recorded."""

    name, label = "text", N_("文字")
    LONGEST = 2000

    def fields(self, params):
        return ("text",)

    def parse(self, raw, params):
        text = (raw.get("text") or "").strip()
        if len(text) > self.LONGEST:
            message = N_("文字太长，最多 2000 个字。")
            raise Invalid(message, fields={"text": message})
        return {"text": text} if text else None

    def judge(self, value, params, context: Context) -> Judgement:
        return Judgement("pass", None, RECORDED)

    def show(self, value, params):
        return value["text"] if value else ""
