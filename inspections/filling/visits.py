"""A visit as scripts get it: its state, every item as it stands, judged."""

from accounts.models import Account
from core.i18n import translate
from inspections.filling.forms import values_of
from inspections.visits.cards import Address, cards_of, interval_of
from inspections.visits.models import Inspection


def visit_of(reader: Account, inspection: Inspection, address: Address) -> dict:
    """The whole visit, items by their code."""
    cards = cards_of(reader, inspection, address)
    return {
        "id": inspection.id,
        "state": inspection.state,
        "site": inspection.site.name,
        "task": inspection.task_id,
        "row_version": inspection.row_version,
        "attributes": inspection.attributes,
        "interval": interval_of(inspection.checklist_version, cards),
        "items": {card.item.code: _item_of(card) for card in cards},
    }


def _item_of(card) -> dict:
    prefix = len(card.item.code) + 1
    return {
        "id": card.item.id,
        "inputs": {name[prefix:]: value for name, value in values_of(card.item, card.entry).items()},
        "revision": card.revision,
        "locked": card.locked,
        "returned": card.returned,
        "judgement": _judgement_of(card.judgement),
        "advice": card.advice,
        "photos": card.photos,
    }


def _judgement_of(judgement) -> dict | None:
    """What an answer means, with its reason in the reader's language."""
    if judgement is None:
        return None
    because = translate(judgement.message, **judgement.params)
    level = None if judgement.level is None else str(judgement.level)
    return {"state": judgement.state, "because": because, "level": level, "pending": judgement.pending}
