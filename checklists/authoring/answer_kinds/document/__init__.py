"""A paper that is looked at. Pure."""

from datetime import date

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.limits import share
from checklists.authoring.answer_kinds.reading import (
    COUNTED,
    DAYS,
    PICKED,
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


class Document(AnswerKind):
    """A paper that was seen or not, with its number, the day it is valid until, and how many of its parts are there.

    params: of (m), parts [names], partial (bool), valid_until (bool: ask for the last valid day).
    """

    name, label = "document", N_("查验文件")
    options_wanted = frozenset({"of", "parts", "partial", "valid_until"})
    may_be_absent = True
    sentences = {
        **{**TYPED, **COUNTED, **PICKED, **DAYS},
        "seen": N_("已见到"),
        "not_seen": N_("没有见到"),
        "expired": N_("有效期至 {day}，已过期"),
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
        given = {name: each for name, each in value.items() if each is not None}
        return given if "seen" in given else None

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
        return bool(value) and value["seen"] == "no"

    def show(self, value, params):
        if not value:
            return ""
        parts = [Sentence(dict(SEEN)[value["seen"]]), value.get("reference"), value.get("valid_until")]
        if params.get("of"):
            parts.append(f"{value.get('count', 0)} / {params['of']}")
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
