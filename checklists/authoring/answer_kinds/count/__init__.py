"""How many. Pure."""

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.limits import IN_RANGE, LIMIT, compare, share, show_limit, unit_of
from checklists.authoring.answer_kinds.params import (
    FLAG,
    OF,
    PARTS,
    TEXT,
    Rule,
    fits,
    is_text,
    is_whole,
    parts_problems,
)
from checklists.authoring.answer_kinds.reading import COUNTED, RECORDED, TYPED, count_in, up_to
from checklists.authoring.answer_kinds.seeing import counted, measured
from core.errors import N_
from core.numbers import parse_decimal

ADVICE = Rule(
    lambda advice: fits(advice, {"below": lambda below: is_whole(below, 1), "text": is_text}),
    N_("建议须写明低于哪个正整数时给出，以及建议的文字。"),
)


class Count(AnswerKind):
    """How many: against a limit, or n of m named parts.

    params: limit {op, value, unit} and advice {below, text}; or of (m), parts [names], partial (bool).
    """

    name, label = "count", N_("计数")
    options_wanted = {"limit": LIMIT, "unit": TEXT, "advice": ADVICE, "of": OF, "parts": PARTS, "partial": FLAG}
    sentences = {**TYPED, **COUNTED, **IN_RANGE}

    def inputs(self, params):
        return (Input("count", choices=up_to(params.get("of"))),)

    def parse(self, raw, params):
        count = count_in(raw, params.get("of"))
        return None if count is None else {"count": count}

    def judge(self, value, params, context: Context) -> Judgement:
        if params.get("of"):
            return share(value["count"], params["of"], params.get("partial", False))
        if not params.get("limit"):
            return Judgement("pass", None, RECORDED)
        return compare(parse_decimal(str(value["count"])), params["limit"])

    def advice(self, value, params) -> str | None:
        advice = params.get("advice")
        return advice["text"] if advice and value and value["count"] < advice["below"] else None

    def show(self, value, params):
        if not value:
            return ""
        if params.get("of"):
            return f"{value['count']} / {params['of']}"
        return f"{value['count']} {unit_of(params)}".strip()

    def limit(self, params):
        return show_limit(params.get("limit"))

    def seen(self, value, params, judgement):
        if params.get("of"):
            return counted(value["count"], params["of"])
        return measured(self.show(value, params), params.get("limit"))

    def problems(self, params):
        return super().problems(params) or parts_problems(params)
