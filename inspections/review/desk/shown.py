"""How the desk puts what was sent into words: the sides of a conflict, the contents of a record."""

from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace

from accounts.models import Account
from checklists.authoring.models import Item
from core.clock import today
from inspections.filling import queries as visits
from inspections.filling import scores, sheet
from inspections.filling.entries import judge
from inspections.filling.models import Evidence, Inspection
from inspections.filling.services import kept_content
from inspections.filling.sync.models import PhoneDraft, Revision
from inspections.review.desk import queries
from inspections.review.desk.conflicts import KEEP, Dispute


@dataclass
class Side:
    """One of the contents of an answer or attribute, and where it comes from."""

    choice: str  # what the form sends when this side is chosen
    in_force: bool
    who: Account
    answered_at: datetime | None  # by the clock of the phone
    kept_at: datetime | None
    draft: PhoneDraft | None
    card: sheet.Card | None  # of an item
    value: str | None = None  # of an attribute
    photos: list[Evidence] = field(default_factory=list)


@dataclass
class Shown:
    """A conflict as its page shows it."""

    dispute: Dispute
    card: sheet.Card | None
    label: str  # of an attribute
    sides: list[Side]


def shown_disputes(inspection: Inspection, disputes: list[Dispute]) -> list[Shown]:
    """The conflicts with both sides of each, what is in force first."""
    context = scores.context_of(inspection, today())
    rows = [row for each in disputes for row in (each.present, *each.others) if row]
    photos = queries.photos_by_draft(inspection, {row.draft_id for row in rows} - {None})
    return [_shown(inspection, each, context, photos) for each in disputes]


def _shown(inspection: Inspection, dispute: Dispute, context, photos: dict) -> Shown:
    rows = [dispute.present or _older(inspection, dispute), *dispute.others]
    sides = [_side(row, dispute, context, photos) for row in rows]
    if dispute.item:
        return Shown(dispute, card_of(dispute.item, rows[0].content, context), "", sides)
    asked = next((each for each in inspection.checklist_version.attributes if each["name"] == dispute.key), None)
    words = {option["value"]: option["label"] for option in asked["options"]} if asked else {}
    for side in sides:
        side.value = words.get(side.value, side.value)
    return Shown(dispute, None, asked["label"] if asked else dispute.key, sides)


def _older(inspection: Inspection, dispute: Dispute) -> Revision:
    """An answer in force from before revisions were kept, in the same form."""
    answer = visits.answers_of(inspection).get(dispute.key)
    content = kept_content(answer) if answer else {"value": inspection.attributes.get(dispute.key)}
    facts = {"answered_at": answer.answered_at, "kept_at": answer.saved_at} if answer else {}
    return SimpleNamespace(
        **{"answered_at": None, "kept_at": None, **facts},
        id=None,
        beside=False,
        draft=None,
        draft_id=None,
        content=content,
        account=inspection.inspector,
    )


def _side(row: Revision, dispute: Dispute, context, photos: dict) -> Side:
    about = {"who": row.account, "answered_at": row.answered_at, "kept_at": row.kept_at, "draft": row.draft}
    choice = row.id if row.beside else KEEP
    if dispute.item is None:
        return Side(choice, not row.beside, **about, card=None, value=row.content["value"])
    own = photos.get((row.draft_id, dispute.key), [])
    return Side(choice, not row.beside, **about, card=card_of(dispute.item, row.content, context), photos=own)


def card_of(item: Item, content: dict, context) -> sheet.Card:
    """A kept content as the card of its item."""
    entry = scores.entry_of(SimpleNamespace(item=item, **content))
    return sheet.Card(item=item, entry=entry, judgement=judge(item, entry, context))
