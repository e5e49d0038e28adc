"""The time between two days. Pure."""

from datetime import date

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.reading import DAYS, day_in, refuse
from checklists.authoring.answer_kinds.seeing import lasting
from checklists.authoring.answer_kinds.terms import TERMS, last_day, to_be_confirmed
from core.clock import today
from core.errors import N_, in_row
from core.working_days import CalendarUnpublished, working_days_between

NEAR = 1  # working days before the end from which a term is 临近
IN_WORKING_DAYS, IN_DAYS = ("工作日",), ("日", "天")


class Interval(AnswerKind):
    """The time between two days against a limit; the day it begins on is not counted.

    params: limit {op: <=, value, unit: 工作日|日|天|个月}, start and end: what the two days are called.
    Without an end the term runs: fails once it is over, is pending before; a year whose calendar is
    not published makes it pending, never a guess.
    """

    name, label = "interval", N_("起止日期")
    options_wanted = frozenset({"limit", "start", "end"})
    by_calendar = True
    sentences = {
        **{**DAYS, **TERMS},
        "no_start": N_("请填写起始日期。"),
        "reversed": N_("结束日期早于起始日期，请检查。"),
        "future": N_("日期不能晚于今天。"),
        "used_work": N_("用了 {used} 个工作日，限 {limit} 个工作日"),
        "used_days": N_("用了 {used} 天，限 {limit} 天"),
        "used_until": N_("用了 {used} 天，最迟应到 {last}"),
        "overdue": N_("超期：最迟应于 {last} 完成"),
        "near": N_("临近：还有 {left} 个工作日，最迟 {last}"),
        "runs": N_("未到期：还有 {left} 个工作日，最迟 {last}"),
    }

    def inputs(self, params):
        return tuple(Input(name, params.get(name) or N_("日期"), is_day=True) for name in ("start", "end"))

    def parse(self, raw, params):
        start, end = day_in(raw, "start"), day_in(raw, "end")
        if start is None and end is None:
            return None
        self._check(start, end)
        return {"start": start, "end": end}

    def _check(self, start: str | None, end: str | None) -> None:
        if start is None:
            raise refuse("start", self.sentences["no_start"])
        if end is not None and end < start:
            raise refuse("end", self.sentences["reversed"])
        if (end or start) > today().isoformat():
            raise refuse("end" if end else "start", self.sentences["future"])

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
        return Judgement("pass" if end <= last else "fail", None, self._used_words(limit["unit"]), facts)

    def _used_words(self, unit: str) -> str:
        if unit in IN_WORKING_DAYS:
            return self.sentences["used_work"]
        return self.sentences["used_days" if unit in IN_DAYS else "used_until"]

    def _used(self, start: date, end: date, unit: str, context: Context) -> int:
        is_work = unit in IN_WORKING_DAYS
        return working_days_between(start, end, context.overrides) if is_work else (end - start).days

    def _running(self, context: Context, last: date, facts) -> Judgement:
        if context.today > last:
            return Judgement("fail", None, self.sentences["overdue"], facts)
        left = working_days_between(context.today, last, context.overrides)
        words = self.sentences["near" if left <= NEAR else "runs"]
        return Judgement("unable", None, words, {**facts, "left": str(left)}, pending=True)

    def show(self, value, params):
        return f"{value['start']} → {value['end'] or '…'}" if value else ""

    def seen(self, value, params, judgement):
        days = lasting(value["start"], value["end"])
        return in_row((days, judgement.text)) if judgement else days
