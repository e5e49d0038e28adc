"""The time between two days. Pure."""

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.params import TERM_WRONG, TEXT, Rule, is_term
from checklists.authoring.answer_kinds.reading import DAYS, day_in, refuse
from checklists.authoring.answer_kinds.seeing import lasting
from checklists.authoring.answer_kinds.terms import JUDGED, judge_term, refuse_future
from core.errors import N_, in_row

LIMIT = Rule(lambda limit: is_term(limit, {"op": lambda op: op == "<="}), TERM_WRONG, TERM_WRONG)


class Interval(AnswerKind):
    """The time between two days against a limit; the day it begins on is not counted.

    params: limit {op: <=, value, unit: 工作日|日|天|个月}, start and end: what the two days are called.
    Without an end the term runs: fails once it is over, is pending before; a year whose calendar is
    not published makes it pending, never a guess.
    """

    name, label = "interval", N_("起止日期")
    options_wanted = {"limit": LIMIT, "start": TEXT, "end": TEXT}
    by_calendar = True
    sentences = {
        **{**DAYS, **JUDGED},
        "no_start": N_("请填写起始日期。"),
        "reversed": N_("结束日期早于起始日期，请检查。"),
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
        refuse_future(end or start, "end" if end else "start")

    def judge(self, value, params, context: Context) -> Judgement:
        return judge_term(value["start"], value["end"], params["limit"], context, "start")

    def show(self, value, params):
        return f"{value['start']} → {value['end'] or '…'}" if value else ""

    def seen(self, value, params, judgement):
        days = lasting(value["start"], value["end"])
        return in_row((days, judgement.text)) if judgement else days
