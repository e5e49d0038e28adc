"""A reading with a unit. Pure."""

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.limits import IN_RANGE, LIMIT, compare, show_limit, unit_of
from checklists.authoring.answer_kinds.params import TEXT
from checklists.authoring.answer_kinds.reading import RECORDED, TYPED, number_in
from checklists.authoring.answer_kinds.seeing import measured
from core.errors import N_
from core.numbers import parse_decimal


class Number(AnswerKind):
    """A reading with a unit, judged against a limit; without a limit it is only recorded.

    params: limit {op, value, unit}, or unit alone.
    """

    name, label = "number", N_("数值")
    options_wanted = {"limit": LIMIT, "unit": TEXT}
    sentences = {**TYPED, **IN_RANGE}

    def inputs(self, params):
        return (Input("reading"),)

    def parse(self, raw, params):
        reading = number_in(raw, "reading")
        return None if reading is None else {"reading": reading}

    def judge(self, value, params, context: Context) -> Judgement:
        if not params.get("limit"):
            return Judgement("pass", None, RECORDED)
        return compare(parse_decimal(value["reading"]), params["limit"])

    def show(self, value, params):
        return f"{value['reading']} {unit_of(params)}".strip() if value else ""

    def limit(self, params):
        return show_limit(params.get("limit"))

    def seen(self, value, params, judgement):
        return measured(self.show(value, params), params.get("limit"))
