"""What the auditor reads in place of ids: the site that an act was about."""

from functools import partial

from sqlalchemy import Select, select

from accounts.admin.naming import names
from inspections.planning.models import Site, Task
from inspections.visits.models import Answer, Decision, Evidence, Finding, Inspection, Settlement

OF_A_VISIT = {"answer": Answer, "evidence": Evidence, "decision": Decision, "settlement": Settlement}
OF_A_VISIT |= {"finding": Finding}


@names("site")
def _sites() -> Select:
    return select(Site.id, Site.name)


@names("task")
def _tasks() -> Select:
    return select(Task.id, Site.name).join(Site, Task.site_id == Site.id)


@names("inspection")
def _visits() -> Select:
    return select(Inspection.id, Site.name).join(Site, Inspection.site_id == Site.id)


def of_a_visit(model) -> Select:
    """What belongs to a visit is called by its site."""
    visit = select(model.id, Site.name).join(Inspection, model.inspection_id == Inspection.id)
    return visit.join(Site, Inspection.site_id == Site.id)


for _kind, _model in OF_A_VISIT.items():
    names(_kind)(partial(of_a_visit, _model))
