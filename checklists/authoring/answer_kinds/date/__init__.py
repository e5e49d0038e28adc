"""A day. Pure."""

from datetime import date

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.params import TERM, TERM_WRONG, TEXT, Rule, fits, is_one_of, is_term
from checklists.authoring.answer_kinds.reading import DAYS, RECORDED, day_in
from checklists.authoring.answer_kinds.terms import TERMS, last_days, to_be_confirmed, unlisted_from
from core.errors import N_
from core.working_days import CalendarUnpublished


def _is_distance(limit) -> bool:
    """A term from or to the visit; for a day that only must not be over, the term may be left out."""
    if fits(limit, {"op": lambda op: op == "not_before_visit"}, TERM):
        return True
    return is_term(limit, {"op": lambda op: is_one_of(op, ("within", "at_least_ago"))})


class Date(AnswerKind):
    """A day, judged by its distance from the visit.

    params: limit {op: within|at_least_ago|not_before_visit, value, unit} or none: only recorded.
    A year whose calendar is not published makes it pending, never a guess.
    """

    name, label = "date", N_("日期")
    options_wanted = {"limit": Rule(_is_distance, TERM_WRONG), "label": TEXT}
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
        first, last = last_days(day, limit, context, "day")
        if limit["op"] == "within":
            met, missed = context.visit_day <= first, context.visit_day > last
        else:
            met, missed = context.visit_day >= last, context.visit_day < first
        if not (met or missed):
            raise unlisted_from(day)
        return met

    def show(self, value, params):
        return value["day"] if value else ""
