"""Words. Pure."""

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.reading import RECORDED, lines_in, refuse
from core.errors import N_


class Text(AnswerKind):
    """Words that are only recorded."""

    name, label = "text", N_("文字")
    sentences = {"long_text": N_("文字太长，最多 2000 个字。")}
    LONGEST = 2000

    def inputs(self, params):
        return (Input("text", is_long=True),)

    def parse(self, raw, params):
        text = lines_in(raw, "text")
        if len(text) > self.LONGEST:
            raise refuse("text", self.sentences["long_text"])
        return {"text": text} if text else None

    def judge(self, value, params, context: Context) -> Judgement:
        return Judgement("pass", None, RECORDED)

    def show(self, value, params):
        return value["text"] if value else ""
