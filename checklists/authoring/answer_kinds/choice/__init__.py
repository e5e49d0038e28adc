"""One of several options. Pure."""

from collections.abc import Mapping
from typing import Any

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.params import Rule, are_rows, fits, is_one_of, is_text
from checklists.authoring.answer_kinds.reading import PICKED, pick_in
from core.errors import N_

STATES = ("pass", "partial", "fail", "unable")
OPTION = {
    "value": lambda value: is_text(value) and value == value.strip(),
    "label": is_text,
    "state": lambda state: is_one_of(state, STATES),
}
OPTIONS = Rule(
    lambda options: are_rows(options, lambda option: fits(option, OPTION), "value", "label"),
    N_("选项须各有不同的值和不同的名称，并写明所属的判定。"),
    N_("缺少选项。"),
)


class Choice(AnswerKind):
    """One of several named options, each with the state that it means.

    params: options [{value, label, state}].
    """

    name, label = "choice", N_("选项")
    options_wanted = {"options": OPTIONS}
    sentences = PICKED

    def inputs(self, params):
        return (Input("option", choices=tuple((each["value"], each["label"]) for each in params["options"])),)

    def results(self, params):
        return tuple(dict.fromkeys(option["state"] for option in params["options"]))

    def parse(self, raw, params):
        chosen = pick_in(raw, "option", [option["value"] for option in params["options"]])
        return {"option": chosen} if chosen else None

    def judge(self, value, params, context: Context) -> Judgement:
        option = self._option(params, value["option"])
        return Judgement(option["state"], None, option["label"])

    def show(self, value, params):
        return self._option(params, value["option"])["label"] if value else ""

    def labels(self, params):
        return tuple(option["label"] for option in params["options"])

    def _option(self, params, chosen: str) -> Mapping[str, Any]:
        return next(option for option in params["options"] if option["value"] == chosen)
