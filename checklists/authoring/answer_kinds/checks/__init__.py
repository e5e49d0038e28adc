"""Several named things, each looked for. Pure."""

from dataclasses import replace

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.limits import share
from checklists.authoring.answer_kinds.params import FLAG, PARTS
from checklists.authoring.answer_kinds.reading import PICKED, REFERENCES, SEEN, pick_in, reference_in
from checklists.authoring.answer_kinds.seeing import counted, lacking, named
from core.errors import N_, Sentence, in_row


class Checks(AnswerKind):
    """Several named things, each seen or not: how many there are follows, and which are lacking is kept.

    params: parts [names], partial (bool), reference (bool: ask for the paper's name or number).
    As long as one of them has not been said, the answer means nothing.
    """

    name, label = "checks", N_("逐项查看")
    options_wanted = {"parts": replace(PARTS, missing=N_("缺少要逐项查看的内容。")), "partial": FLAG, "reference": FLAG}
    may_be_absent = True
    absent_photos = N_("须附照片 {count} 张；全部没有的，须有说明或照片")
    sentences = {**PICKED, **REFERENCES, "lacking": N_("{reached} / {of}，缺少{parts}"), "between": N_("、")}

    def inputs(self, params):
        own = tuple(Input(name, part, choices=SEEN) for name, part in self._named(params))
        return (*own, Input("reference", N_("文件名称或编号"))) if params.get("reference") else own

    def results(self, params):
        return ("pass", "partial", "fail") if params.get("partial") else ("pass", "fail")

    def parse(self, raw, params):
        value = {name: pick_in(raw, name, dict(SEEN)) for name, _ in self._named(params)}
        value["reference"] = reference_in(raw) if params.get("reference") else None
        return {name: each for name, each in value.items() if each is not None} or None

    def judge(self, value, params, context: Context) -> Judgement:
        missing, of = self._missing(value, params), len(params["parts"])
        judged = share(of - len(missing), of, params.get("partial", False))
        return replace(judged, **self._because(missing, of)) if missing else judged

    def owed(self, value, params):
        return next((part for name, part in self._named(params) if name not in value), "")

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
        missing, of = self._missing(value, params), len(params["parts"])
        reached = sum(value.get(name) == "yes" for name, _ in self._named(params))
        found = lacking(reached, of, missing) if missing else counted(reached, of)
        return in_row((value["reference"], found)) if value.get("reference") else found

    def _named(self, params) -> list[tuple[str, str]]:
        """The things by the names of their inputs."""
        return [(f"part{place}", part) for place, part in enumerate(params["parts"], 1)]

    def _missing(self, value, params) -> tuple[str, ...]:
        return tuple(part for name, part in self._named(params) if value.get(name) == "no")

    def _because(self, missing: tuple[str, ...], of: int) -> dict:
        facts = {"reached": str(of - len(missing)), "of": str(of), "parts": missing}
        return {"message": self.sentences["lacking"], "params": facts}
