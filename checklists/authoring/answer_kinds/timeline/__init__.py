"""Dated steps, with terms between them. Pure."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.params import (
    NAMES_WRONG,
    TERM_WRONG,
    Rule,
    are_rows,
    fits,
    is_flag,
    is_name,
    is_term,
    is_text,
)
from checklists.authoring.answer_kinds.reading import DAYS, day_in
from checklists.authoring.answer_kinds.seeing import NAMED, named
from checklists.authoring.answer_kinds.terms import JUDGED, judge_term, refuse_future
from core.errors import N_, in_row

STEP = {"name": is_name, "label": is_text}
MORE = {"optional": is_flag, "within": lambda term: isinstance(term, Mapping)}
STEPS = Rule(
    lambda steps: are_rows(steps, lambda step: fits(step, STEP, MORE), "name", "label"),
    NAMES_WRONG,
    N_("缺少步骤。"),
)


class Timeline(AnswerKind):
    """The days on which the steps of a procedure were taken: in their order, each within its term.

    params: steps [{name, label, optional (bool), within {after: a step before it, value, unit: 工作日|日|天|个月}}].
    A step without its day is still to be said, unless it may be left out or has a term: the term of a step not yet
    taken runs from the day of the one before, and is judged as the time between two days is. Where a later step has
    no day because its term still runs, nothing is guessed: the whole is pending. No term runs from a step that may be
    left out, for without its day the term would never begin.
    """

    name, label = "timeline", N_("步骤日期")
    options_wanted = {"steps": STEPS}
    by_calendar = True
    sentences = {
        **{**DAYS, **JUDGED},
        "named": NAMED,
        "before": N_("“{later}”早于“{earlier}”"),
        "in_order": N_("各步依次办理，期限都符合"),
    }

    def inputs(self, params):
        return tuple(Input(step["name"], step["label"], is_day=True) for step in params["steps"])

    def results(self, params):
        return ("pass", "fail")

    def labels(self, params):
        return tuple(step["label"] for step in params["steps"])

    def parse(self, raw, params):
        value = {name: day for name in self.fields(params) if (day := day_in(raw, name))}
        for name, day in value.items():
            refuse_future(day, name)
        return value or None

    def owed(self, value, params):
        return next((step["label"] for step in params["steps"] if self._is_wanted(step, value)), "")

    def judge(self, value, params, context: Context) -> Judgement:
        found = [*self._out_of_order(value, params), *self._out_of_term(value, params, context)]
        order = Judgement("pass", None, self.sentences["in_order"])
        return next((each for each in found if each.state == "fail"), next(iter(found), order))

    def _is_wanted(self, step: Mapping[str, Any], value) -> bool:
        """Whether the step's day is still to be said: it has none, may not be left out and has no term."""
        return not (step["name"] in value or step.get("optional") or step.get("within"))

    def _out_of_order(self, value, params) -> Iterator[Judgement]:
        dated = [step for step in params["steps"] if step["name"] in value]
        for earlier, later in pairwise(dated):
            if value[later["name"]] < value[earlier["name"]]:
                labels = {"later": later["label"], "earlier": earlier["label"]}
                yield Judgement("fail", None, self.sentences["before"], labels)

    def _out_of_term(self, value, params, context: Context) -> Iterator[Judgement]:
        """The steps that came too late or whose term still runs; one whose beginning has no day has no term."""
        for step, start, term in self._terms(value, params):
            judged = judge_term(start, value.get(step["name"]), term, context, term["after"])
            if judged.state != "pass":
                said = {"name": step["label"], "words": judged.text}
                yield Judgement(judged.state, None, NAMED, said, judged.pending)

    def _terms(self, value, params) -> Iterator[tuple[Mapping[str, Any], str, Mapping[str, Any]]]:
        """The terms that began, each with its step and first day; what came before it began is out of order only."""
        for step in params["steps"]:
            term = step.get("within") or {}
            start, end = value.get(term.get("after")), value.get(step["name"])
            if start and not (end and end < start):
                yield step, start, term

    def show(self, value, params):
        dated = [step for step in params["steps"] if step["name"] in (value or {})]
        days = [named(step["label"], value[step["name"]]) for step in dated]
        return in_row(days) if days else ""

    def seen(self, value, params, judgement):
        days = self.show(value, params)
        return in_row((days, judgement.text)) if judgement else days

    def problems(self, params):
        return super().problems(params) or self._wrong_terms(params["steps"])

    def _wrong_terms(self, steps: list[Mapping[str, Any]]) -> list[str]:
        """What is wrong with the terms of steps that are sound otherwise."""
        names = [step["name"] for step in steps]
        starts = [(step["within"], names[:place]) for place, step in enumerate(steps) if "within" in step]
        wrong = [] if all(is_term(term, {"after": is_name}) for term, _ in starts) else [TERM_WRONG]
        lost = [] if all(term.get("after") in before for term, before in starts) else [N_("期限须从前面的步骤起算。")]
        free = [step["name"] for step in steps if step.get("optional")]
        loose = [N_("期限须从必填的步骤起算。")] if any(term.get("after") in free for term, _ in starts) else []
        return wrong + lost + loose
