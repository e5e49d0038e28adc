"""Which answers of a visit may be changed now, and what a kept answer says."""

from dataclasses import dataclass
from datetime import datetime

from checklists.authoring.answer_kinds import Context
from checklists.authoring.models import Item
from core.clock import local_day
from core.errors import N_, Conflict, Invalid
from inspections.visits import queries, scores
from inspections.visits.models import Answer, Inspection
from inspections.visits.states import require_open


class NotReopened(Conflict):
    """Of a returned visit only the items named are open."""

    message = N_("检查项 {code} 没有被退回，不能改动。")


@dataclass(frozen=True)
class Around:
    """What answers are judged by and which items are open; made once for many answers."""

    context: Context
    reopened: frozenset[str] | None = None


def around(inspection: Inspection, now: datetime) -> Around:
    """The surroundings of the visit's answers as they are at the moment."""
    reopened = queries.returned_items(inspection)
    context = scores.context_of(inspection, local_day(now))
    return Around(context, None if reopened is None else frozenset(reopened))


def require_item(inspection: Inspection, item_id: str) -> Item:
    """The item of the visit's own checklist version; raises Invalid for one of another."""
    item = next((each for each in inspection.checklist_version.items if each.id == item_id), None)
    if item is None:
        raise Invalid(N_("这一检查项不属于本次检查的检查表。"))
    return item


def require_editable(inspection: Inspection, item: Item, around: Around | None = None) -> None:
    """Raises WrongState for a closed visit, NotReopened for an item of a returned one that was not sent back."""
    require_open(inspection.stage)
    reopened = around.reopened if around else queries.returned_items(inspection)
    if reopened is not None and item.id not in reopened:
        raise NotReopened(code=item.code)


def kept_content(answer: Answer) -> dict:
    """What a stored answer says, in the same form."""
    return {"state": answer.state, "value": answer.value, "note": answer.note}
