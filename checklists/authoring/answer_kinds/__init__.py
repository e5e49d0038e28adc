"""The registry of answer kinds: each with its inputs, its judgement against the limit, its printed form. Pure."""

from checklists.authoring.answer_kinds.dated import Date, Document, Interval, Text
from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Judgement, show_limit
from checklists.authoring.answer_kinds.measured import Choice, Count, Number, Verdict

KINDS: dict[str, AnswerKind] = {
    kind.name: kind() for kind in (Verdict, Number, Count, Choice, Document, Date, Interval, Text)
}

__all__ = ["KINDS", "AnswerKind", "Context", "Judgement", "show_limit"]
