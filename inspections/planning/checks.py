"""What the doctor looks at in planning: whether the days are known that terms set today may reach."""

from flask import Flask

from core.clock import today
from core.doctor import check
from core.errors import N_, Sentence
from core.working_days import LONGEST_TERM, unpublished_years
from inspections.planning.queries import calendar_overrides

WORDS = N_(
    "程序不含 {years} 年的放假安排，落入该年的工作日期限没有截止日期。该年安排公布后请升级程序（chinesecalendar），"
    "急用的由管理员在“工作日”页逐日登记。"
)


@check(N_("放假安排"), in_tables=True)
def calendar(app: Flask) -> Sentence | None:
    """The national calendar with the county's own days, as far as the longest term from today reaches."""
    years = unpublished_years(today(), LONGEST_TERM, calendar_overrides())
    return Sentence(WORDS, years="/".join(map(str, years))) if years else None
