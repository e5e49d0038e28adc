"""A paper that is looked at. Pure."""

from datetime import date

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.limits import share
from checklists.authoring.answer_kinds.params import FLAG, OF, PARTS, Rule, parts_problems
from checklists.authoring.answer_kinds.reading import (
    COUNTED,
    DAYS,
    PICKED,
    REFERENCES,
    SEEN,
    TYPED,
    count_in,
    day_in,
    pick_in,
    reference_in,
    up_to,
)
from checklists.authoring.answer_kinds.seeing import NOT_SHOWN, counted, valid_until
from core.errors import N_, Sentence, in_row

OWED = {"seen": "owed_seen", "count": "owed_count", "valid_until": "owed_until", "reference": "owed_reference"}
REFERENCE = Rule(lambda wanted: wanted == "required", N_("参数 {name} 只能写 required，或不写。"))


class Document(AnswerKind):
    """A paper that was seen or not, with its number, the day it is valid until, and how many of its parts are there.

    params: of (m), parts [names], partial (bool), valid_until (bool: ask for the last valid day), reference
    ("required": without its name or number the answer is not whole; it may be left out otherwise).
    """

    name, label = "document", N_("查验文件")
    options_wanted = {"of": OF, "parts": PARTS, "partial": FLAG, "valid_until": FLAG, "reference": REFERENCE}
    may_be_absent = True
    sentences = {
        **{**TYPED, **COUNTED, **PICKED, **DAYS, **REFERENCES},
        "seen": N_("已见到"),
        "not_seen": N_("没有见到"),
        "expired": N_("有效期至 {day}，已过期"),
        "owed_seen": N_("有无"),
        "owed_count": N_("项数"),
        "owed_until": N_("有效期"),
        "owed_reference": N_("文号"),
    }

    def inputs(self, params):
        more = (
            (Input("count", choices=up_to(params.get("of"))), params.get("of")),
            (Input("valid_until", N_("有效期至"), is_day=True), params.get("valid_until")),
        )
        own = (Input("seen", choices=SEEN), Input("reference", N_("文件名称或编号")))
        return (*own, *(each for each, asked in more if asked))

    def results(self, params):
        return ("pass", "partial", "fail") if params.get("of") and params.get("partial") else ("pass", "fail")

    def parse(self, raw, params):
        value = {
            "seen": pick_in(raw, "seen", dict(SEEN)),
            "reference": reference_in(raw),
            "count": count_in(raw, params["of"]) if params.get("of") else None,
            "valid_until": day_in(raw, "valid_until") if params.get("valid_until") else None,
        }
        return {name: each for name, each in value.items() if each is not None} or None

    def owed(self, value, params):
        if self.is_absent(value):
            return ""
        wanted = {**params, "seen": True, "count": params.get("of"), "reference": params.get("reference") == "required"}
        return next((self.sentences[key] for name, key in OWED.items() if wanted.get(name) and name not in value), "")

    def judge(self, value, params, context: Context) -> Judgement:
        if self.is_absent(value):
            return Judgement("fail", None, self.sentences["not_seen"])
        until = value.get("valid_until")
        if until and date.fromisoformat(until) < context.visit_day:
            return Judgement("fail", None, self.sentences["expired"], {"day": until})
        if params.get("of"):
            return share(value.get("count", 0), params["of"], params.get("partial", False))
        return Judgement("pass", None, self.sentences["seen"])

    def is_absent(self, value):
        return bool(value) and value.get("seen") == "no"

    def show(self, value, params):
        if not value:
            return ""
        seen = value.get("seen")
        parts = [Sentence(dict(SEEN)[seen]) if seen else "", value.get("reference"), value.get("valid_until")]
        if params.get("of") and "count" in value:
            parts.append(f"{value['count']} / {params['of']}")
        return in_row(part for part in parts if part)

    def seen(self, value, params, judgement):
        if self.is_absent(value):
            return NOT_SHOWN
        until = value.get("valid_until")
        over = judgement is not None and until and judgement.params.get("day") == until
        valid = valid_until(until) if until else ""
        parts = [value.get("reference"), judgement.text if over else valid]
        if params.get("of"):
            parts.append(counted(value.get("count", 0), params["of"]))
        given = [part for part in parts if part]
        return in_row(given) if given else ""

    def problems(self, params):
        return super().problems(params) or parts_problems(params)
