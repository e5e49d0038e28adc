"""A day. Pure."""

from datetime import date

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.reading import DAYS, RECORDED, day_in
from checklists.authoring.answer_kinds.terms import TERMS, last_day, to_be_confirmed
from core.errors import N_
from core.working_days import CalendarUnpublished


class Date(AnswerKind):
    """A day, judged by its distance from the visit.

    params: limit {op: within|at_least_ago|not_before_visit, value, unit} or none: only recorded.
    A year whose calendar is not published makes it pending, never a guess.
    """

    name, label = "date", N_("日期")
    options_wanted = frozenset({"limit", "label"})
    by_calendar = True
    sentences = {**DAYS, **TERMS}

    def inputs(self, params):
        return (Input("day", N_("日期"), is_day=True),)

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
