"""How long a finding may take: the supervisor's term or the document's, and which have no day yet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from checklists.authoring.models import Item
from core.errors import N_, Invalid, Sentence
from core.working_days import LONGEST_TERM, CalendarUnpublished, Overrides, deadline_after, known_until
from inspections.planning.queries import calendar_overrides
from inspections.review.found import Found


@dataclass(frozen=True)
class Term:
    """How long a finding may take: so many working days set by the supervisor, or the document's own term."""

    working_days: int | None = None
    severity: str | None = None


@dataclass(frozen=True)
class Due:
    """The last day for putting right and whose term it is; no day where the year's calendar is not published."""

    on: date | None
    basis: str
    year: int | None = None  # whose calendar is wanting


class Undated(Invalid):
    """Findings would go out without a day, and nobody said that they may."""

    message = N_("有问题暂不能确定截止日期，请核对后勾选确认，再下发。")


def due_of(item: Item, term: Term, start: date, overrides: Overrides) -> Due:
    """The last day for putting right: never a guess. Raises Invalid, naming the item whose term is wrong.

    The supervisor's working days go first; without them the document's own term, if it prints one.
    """
    amount, unit, basis = _asked(item, term)
    try:
        return Due(deadline_after(start, amount, unit, overrides), basis)
    except CalendarUnpublished as unknown:
        return Due(None, basis, unknown.year)


def _asked(item: Item, term: Term) -> tuple[int, str, str]:
    rectification, days = item.version.rectification, term.working_days
    if days is None and rectification is None:
        raise _problem(item, N_("请填写整改期限（工作日数）。"))
    if days is not None and not 1 <= days <= LONGEST_TERM:
        raise _problem(item, N_("整改期限须在 1 至 250 个工作日之间。"))
    if days is not None:
        return days, "工作日", Sentence(N_("由检查机关确定：{n} 个工作日"), n=days)
    printed = {"path": rectification["path"].replace("/", ""), "quote": rectification["quote"]}
    return rectification["amount"], rectification["unit"], Sentence(N_("{path}：“{quote}”"), **printed)


def _problem(item: Item, message: str) -> Invalid:
    return Invalid(message, fields={f"days-{item.code}": message})


def undated(found: list[Found], terms: Mapping[str, Term], start: date) -> dict[str, Sentence]:
    """The findings that get no day, by item code, and why; what has no sound term yet is left out."""
    overrides = calendar_overrides()
    dues = ((each.item.code, _due(each.item, terms.get(each.item.code, Term()), start, overrides)) for each in found)
    reason = N_("检查项 {code}：期限落入 {year} 年，该年放假安排尚未公布，截止日期待公布后确定。")
    return {code: Sentence(reason, code=code, year=due.year) for code, due in dues if due and due.on is None}


def _due(item: Item, term: Term, start: date, overrides: Overrides) -> Due | None:
    try:
        return due_of(item, term, start, overrides)
    except Invalid:
        return None


def dues_of(
    found: list[Found], terms: Mapping[str, Term], start: date, confirmed: Collection[str] = ()
) -> dict[str, Due]:
    """When each finding is due, by item code; those of the codes confirmed may go out without a day.

    Raises Invalid, naming the item whose term is wrong, or Undated.
    """
    overrides = calendar_overrides()
    dues = {each.item.code: due_of(each.item, terms.get(each.item.code, Term()), start, overrides) for each in found}
    if any(due.on is None and code not in confirmed for code, due in dues.items()):
        raise Undated(fields={"undated": Undated.message})
    return dues


def reach(start: date) -> Sentence | None:
    """How far terms can be counted today, where not as far as they may go."""
    known = known_until(start, LONGEST_TERM, calendar_overrides())
    words = N_("放假安排目前可推算至{day}，超过 {count} 个工作日的期限暂不能确定截止日期。")
    return Sentence(words, day=known[0], count=known[1]) if known else None
