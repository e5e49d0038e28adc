"""Terms that run over the working calendar, and what is said where it ends. Pure."""

from collections.abc import Mapping
from datetime import date

from checklists.authoring.answer_kinds.judgement import Context, Judgement
from checklists.authoring.answer_kinds.reading import DAYS, refuse
from core.errors import N_
from core.working_days import CalendarUnpublished, deadline_after

TERMS = {
    "waits": N_("待确认：{year} 年的放假安排尚未公布"),
    "unit": N_("不认识的期限单位：{unit}。"),
    "too_long": N_("期限太长。"),
}


def last_day(start: str, limit: Mapping, context: Context, name: str) -> date:
    """The last day of the term that begins on `start`; Invalid names the field where the calendar ends before it."""
    try:
        return deadline_after(date.fromisoformat(start), limit["value"], limit["unit"], context.overrides)
    except (OverflowError, ValueError) as beyond:
        raise refuse(name, DAYS["day"]) from beyond


def to_be_confirmed(unknown: CalendarUnpublished) -> Judgement:
    """Never a guess where a term reaches into a year whose days are not announced."""
    return Judgement("unable", None, TERMS["waits"], {"year": str(unknown.year)}, pending=True)
