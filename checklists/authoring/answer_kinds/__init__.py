"""The registry of answer kinds: each a folder with its inputs, its judgement, its printed form, its sentences. Pure."""

from checklists.authoring.answer_kinds.checks import Checks
from checklists.authoring.answer_kinds.choice import Choice
from checklists.authoring.answer_kinds.count import Count
from checklists.authoring.answer_kinds.date import Date
from checklists.authoring.answer_kinds.document import Document
from checklists.authoring.answer_kinds.interval import Interval
from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Input, Judgement
from checklists.authoring.answer_kinds.number import Number
from checklists.authoring.answer_kinds.text import Text
from checklists.authoring.answer_kinds.timeline import Timeline
from checklists.authoring.answer_kinds.verdict import Verdict

KINDS: dict[str, AnswerKind] = {
    kind.name: kind() for kind in (Verdict, Number, Count, Choice, Checks, Document, Date, Interval, Timeline, Text)
}

__all__ = ["KINDS", "AnswerKind", "Context", "Input", "Judgement"]
