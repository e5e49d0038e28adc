"""Clauses to requirements: every sentence that binds, or that holds a limit. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from checklists.reading.answer import Clause, Requirement, Span
from checklists.reading.drafting.drafts import drafts, weighed
from checklists.reading.duties.actors import actor
from checklists.reading.duties.contexts import Context, contexts
from checklists.reading.duties.limits import limits
from checklists.reading.duties.modality import goes_on, modality, speaks_of_duty
from checklists.reading.duties.responsibility import answers_for, inherited, responsible
from checklists.reading.duties.sentences import sentences
from checklists.reading.structure.places import source_spans

SPEECH = re.compile(r"讲话|致辞|发言|大事记")
RUN_IN = re.compile(r"[^，；：。\d]{2,28}。|[^，；：。\d]{2,12}[，,][ ]?[^，；：。\d]{2,12}。")  # a heading in the line


def requirements(clauses: list[Clause], title: str = "") -> list[Requirement]:
    """The requirements of the clauses, in order; each quotes its clause letter for letter.

    The actor is the body that the sentence names, or the one that answers for it by the brackets behind it.
    """
    spoken, always, found = bool(SPEECH.search(title)), None, []
    for clause, context in zip(clauses, contexts(clauses), strict=True):
        named, always = responsible(clause.text), inherited(clause.text) or always
        for span, kind in _judged(clause, context):
            made = _requirement(clause, span, kind, spoken, answers_for(span[0], named, always))
            found += [made] if made else []
    return weighed(found, clauses)


def _judged(clause: Clause, context: Context) -> Iterator[tuple[Span, str]]:
    """The sentences of the clause with their modality."""
    allowed = False  # the sentence before was a permission that goes on after its semicolon
    for span in sentences(clause.text):
        text = clause.text[slice(*span)]
        kind = "none" if _is_heading(clause, span) else modality(text, context)
        kind = "permission" if allowed and kind == "obligation" and goes_on(text) else kind
        yield span, kind
        allowed = kind == "permission" and text.endswith(("；", ";"))
        context = replace(context, lead="") if context.lead and not text.endswith(("；", ";")) else context


def _is_heading(clause: Clause, span: Span) -> bool:
    """Whether the first words of a unit without a heading are one: 保障期限。其他… or 加强组织领导。各级要…"""
    start, end = span
    words, rest = clause.text[:end], clause.text[end:].strip()
    leads = start == 0 and words.endswith("。") and len(rest) > len(words) and not clause.heading
    return leads and bool(RUN_IN.fullmatch(words)) and not speaks_of_duty(words)


def _requirement(clause: Clause, span: Span, kind: str, spoken: bool, answers: str | None) -> Requirement | None:
    text = clause.text[slice(*span)]
    figures = limits(text, spoken)
    if kind == "none" and not figures:
        return None
    items = drafts(text, kind, figures, clause.heading if span[0] == 0 else None)
    return Requirement(clause.id, text, source_spans(clause, span), kind, actor(text) or answers, figures, items)
