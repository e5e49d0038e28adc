"""What the auditor reads in place of ids: the site that an act was about."""

from functools import partial

from sqlalchemy import Select, String, cast, select

from accounts.admin.naming import names
from accounts.admin.points import Show, meanings, shown
from accounts.admin.renaming import named_accounts
from accounts.models import Account
from checklists.authoring.answer_kinds import KINDS
from checklists.authoring.models import Item
from core.db import db
from core.errors import N_
from core.i18n import spoken
from inspections.planning.forms import SITE_KINDS
from inspections.planning.models import CalendarDay, Site, SiteTransfer, Task
from inspections.visits.models import (
    Answer,
    Decision,
    Evidence,
    Finding,
    Inspection,
    Revision,
    Settlement,
    Signature,
)
from inspections.visits.states import NAMES
from inspections.visits.words import STATES

OF_A_VISIT = {"answer": Answer, "evidence": Evidence, "decision": Decision, "settlement": Settlement}
OF_A_VISIT |= {"finding": Finding, "signature": Signature}


@names("site")
def _sites() -> Select:
    return select(Site.id, Site.name)


@names("task")
def _tasks() -> Select:
    return select(Task.id, Site.name).join(Site, Task.site_id == Site.id)


@names("site_transfer")
def _transfers() -> Select:
    return select(SiteTransfer.id, Site.name).join(Site, SiteTransfer.site_id == Site.id)


@names("calendar_day")
def _days() -> Select:
    return select(CalendarDay.id, cast(CalendarDay.day, String).label("name"))


@names("revision")
def _records() -> Select:
    """One of several records of the same answer is told from the others by who made it."""
    return named_accounts(Revision.id).join(Account, Revision.account_id == Account.id)


@names("inspection")
def _visits() -> Select:
    return select(Inspection.id, Site.name).join(Site, Inspection.site_id == Site.id)


def of_a_visit(model) -> Select:
    """What belongs to a visit is called by its site."""
    visit = select(model.id, Site.name).join(Inspection, model.inspection_id == Inspection.id)
    return visit.join(Site, Inspection.site_id == Site.id)


for _kind, _model in OF_A_VISIT.items():
    names(_kind)(partial(of_a_visit, _model))


@shown("answer")
def _answers(ids: set[str]) -> dict[str, Show]:
    """The value of an answer is said as its item prints it: each part by its own name, a number with its unit."""
    asked = select(Answer.id, Item.kind, Item.params).join(Item, Answer.item_id == Item.id).where(Answer.id.in_(ids))
    return {row.id: partial(_as_printed, row.kind, row.params) for row in db.session.execute(asked)}


def _as_printed(kind: str, params: dict, point: str, value) -> str | None:
    """None for other points, and for a value that is none of the item's: somebody may have spoilt the line."""
    if point != "value" or not isinstance(value, dict):
        return None
    try:
        return spoken(KINDS[kind].show(value, params)) or None
    except (LookupError, TypeError, ValueError, AttributeError, StopIteration):
        return None


meanings("site", "kind", dict(SITE_KINDS))
meanings("task", "state", {"open": N_("待完成"), "done": N_("已完成"), "cancelled": N_("已撤回")})
meanings("inspection", "state", NAMES)
meanings("answer", "state", STATES)
meanings("decision", "state", STATES)
meanings("decision", "to", STATES)
meanings("decision", "kind", {"accept": N_("认可检查结果"), "adjust": N_("调整"), "return": N_("退回此项")})
meanings("settlement", "kind", {"keep": N_("维持原有记录"), "take": N_("改为采用另一记录"), "return": N_("退回此项")})
meanings("finding", "severity", {"general": N_("一般"), "major": N_("重大")})
