"""Dated steps, with terms between them. Pure."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.reading import DAYS, day_in
from checklists.authoring.answer_kinds.seeing import NAMED, named
from checklists.authoring.answer_kinds.terms import JUDGED, judge_term, refuse_future
from core.errors import N_, in_row


class Timeline(AnswerKind):
    """The days on which the steps of a procedure were taken: in their order, each within its term.

    params: steps [{name, label, optional (bool), within {after: a step before it, value, unit: 工作日|日|天|个月}}].
    A step without its day is still to be said, unless it may be left out or has a term: the term of a step not yet
    taken runs from the day of the one before, and is judged as the time between two days is. Where a later step has
    no day because its term still runs, nothing is guessed: the whole is pending.
    """

    name, label = "timeline", N_("步骤日期")
    options_wanted = frozenset({"steps"})
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

    def judge(self, value, params, context: Context) -> Judgement | None:
        if any(self._is_wanted(step, value) for step in params["steps"]):
            return None
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
        steps = params.get("steps", ())
        names = [step.get("name") for step in steps]
        wrong = [] if names and all(names) and len(set(names)) == len(names) else [N_("步骤缺失或重名。")]
        starts = [
            (step["within"].get("after"), names[:place]) for place, step in enumerate(steps) if step.get("within")
        ]
        lost = [N_("期限须从前面的步骤起算。")] if any(start not in before for start, before in starts) else []
        return super().problems(params) + wrong + lost
