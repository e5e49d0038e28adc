"""The person judges at the site. Pure."""

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.params import FLAG, NAMES_WRONG, Rule, are_rows, fits, is_name, is_text
from checklists.authoring.answer_kinds.reading import TYPED, number_in
from core.errors import N_, in_row

READING = {"name": is_name, "label": is_text, "unit": is_text}
READINGS = Rule(
    lambda rows: rows == [] or are_rows(rows, lambda row: fits(row, READING), "name", "label"),
    NAMES_WRONG,
)


class Verdict(AnswerKind):
    """The person judges: 符合 / 不符合, with 部分符合 where `partial` is true.

    params: partial (bool), readings [{name, label, unit}] that are recorded beside the verdict, without a limit.
    """

    name, label = "verdict", N_("判定")
    options_wanted = {"partial": FLAG, "readings": READINGS}
    sentences = TYPED

    def inputs(self, params):
        return tuple(Input(reading["name"], reading["label"]) for reading in params.get("readings", ()))

    def states(self, params):
        return ("pass", "partial", "fail") if params.get("partial") else ("pass", "fail")

    def results(self, params):
        return self.states(params)

    def parse(self, raw, params):
        readings = {name: number_in(raw, name) for name in self.fields(params)}
        given = {name: reading for name, reading in readings.items() if reading is not None}
        return {"readings": given} if given else None

    def judge(self, value, params, context: Context) -> Judgement | None:
        return None

    def show(self, value, params):
        units = {reading["name"]: reading for reading in params.get("readings", ())}
        given = (value or {}).get("readings", {})
        readings = [f"{units[name]['label']} {each} {units[name]['unit']}" for name, each in given.items()]
        return in_row(readings) if readings else ""
