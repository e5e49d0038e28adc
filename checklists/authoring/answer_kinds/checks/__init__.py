"""Several named things, each looked for. Pure."""

from dataclasses import replace

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.limits import share
from checklists.authoring.answer_kinds.reading import PICKED, SEEN, pick_in, reference_in
from checklists.authoring.answer_kinds.seeing import NOT_SHOWN, lacking, named
from core.errors import N_, Sentence, in_row


class Checks(AnswerKind):
    """Several named things, each seen or not: how many there are follows, and which are lacking is kept.

    params: parts [names], partial (bool), reference (bool: ask for the paper's name or number).
    As long as one of them has not been said, nothing is judged.
    """

    name, label = "checks", N_("逐项查看")
    options_wanted = frozenset({"parts", "partial", "reference"})
    may_be_absent = True
    sentences = {**PICKED, "lacking": N_("{reached} / {of}，缺少{parts}"), "between": N_("、")}

    def inputs(self, params):
        own = tuple(Input(name, part, choices=SEEN) for name, part in self._named(params))
        return (*own, Input("reference", N_("文件名称或编号"))) if params.get("reference") else own

    def results(self, params):
        return ("pass", "partial", "fail") if params.get("partial") else ("pass", "fail")

    def parse(self, raw, params):
        value = {name: pick_in(raw, name, dict(SEEN)) for name, _ in self._named(params)}
        value["reference"] = reference_in(raw) if params.get("reference") else None
        return {name: each for name, each in value.items() if each is not None} or None

    def judge(self, value, params, context: Context) -> Judgement | None:
        if any(name not in value for name, _ in self._named(params)):
            return None
        missing, of = self._missing(value, params), len(params["parts"])
        judged = share(of - len(missing), of, params.get("partial", False))
        return replace(judged, **self._because(missing, of)) if missing else judged

    def is_absent(self, value):
        said = {each for name, each in (value or {}).items() if name != "reference"}
        return said == {"no"}

    def labels(self, params):
        return tuple(params["parts"])

    def show(self, value, params):
        given = [(part, (value or {}).get(name)) for name, part in self._named(params)]
        said = [named(part, Sentence(dict(SEEN)[each])) for part, each in given if each]
        parts = [*said, *([value["reference"]] if value and value.get("reference") else [])]
        return in_row(parts) if parts else ""

    def seen(self, value, params, judgement):
        if self.is_absent(value):
            return NOT_SHOWN
        missing, of = self._missing(value, params), len(params["parts"])
        parts = [value.get("reference"), lacking(of - len(missing), of, missing) if missing else ""]
        given = [part for part in parts if part]
        return in_row(given) if given else ""

    def problems(self, params):
        return super().problems(params) + ([] if params.get("parts") else [N_("缺少要逐项查看的内容。")])

    def _named(self, params) -> list[tuple[str, str]]:
        """The things by the names of their inputs."""
        return [(f"part{place}", part) for place, part in enumerate(params["parts"], 1)]

    def _missing(self, value, params) -> tuple[str, ...]:
        return tuple(part for name, part in self._named(params) if value.get(name) == "no")

    def _because(self, missing: tuple[str, ...], of: int) -> dict:
        facts = {"reached": str(of - len(missing)), "of": str(of), "parts": missing}
        return {"message": self.sentences["lacking"], "params": facts}
