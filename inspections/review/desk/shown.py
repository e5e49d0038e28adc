"""How the desk puts what was sent into words: the sides of a conflict, the contents of a record."""

from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace

from accounts.models import Account
from checklists.authoring.answer_kinds import Context
from checklists.authoring.models import ChecklistVersion, Item
from core.clock import local_day, today
from core.errors import DomainError
from inspections.filling.sync.models import ChainEntry, HandedIn, Packet, PhoneDraft
from inspections.review.desk import queries
from inspections.review.desk.conflicts import KEEP, Dispute
from inspections.visits import queries as visits
from inspections.visits import scores, sheet
from inspections.visits.editable import kept_content
from inspections.visits.entries import judge, read_entry
from inspections.visits.models import Evidence, Inspection, Revision


@dataclass
class Side:
    """One of the contents of an answer or attribute, and where it comes from."""

    choice: str  # what the form sends when this side is chosen
    in_force: bool
    who: Account
    answered_at: datetime | None  # by the clock of the phone
    kept_at: datetime | None
    draft: PhoneDraft | None
    id: str | None  # of its revision
    seq: int | None  # of its entry in the draft
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
    seen = around(inspection, [row for each in disputes for row in (each.present, *each.others) if row])
    return [shown_dispute(each, seen) for each in disputes]


@dataclass(frozen=True)
class Around:
    """What the sides of a visit's conflicts are shown with; looked up once for all of them."""

    inspection: Inspection
    context: Context
    photos: dict[tuple[str | None, str], list[Evidence]]
    said_at: dict[str, datetime]


def around(inspection: Inspection, revisions: list[Revision]) -> Around:
    """What is around these revisions of a visit."""
    photos, said = queries.photos_by_draft(inspection), queries.said_at(revisions)
    return Around(inspection, scores.context_of(inspection, today()), photos, said)


def shown_dispute(dispute: Dispute, seen: Around, at: datetime | None = None) -> Shown:
    """One conflict with its sides: as they are, or as they were at a time.

    Of what was in force then and is older than the keeping of revisions nothing is left to show.
    """
    first = dispute.present or (None if at else _older(seen.inspection, dispute))
    rows = [row for row in (first, *dispute.others) if row]
    sides = [_side(row, dispute, seen, at) for row in rows]
    label, words = attribute_words(seen.inspection.checklist_version, dispute.key)
    for side in sides:
        side.value = words.get(side.value, side.value)
    card = card_of(dispute.item, rows[0].content, seen.context) if dispute.item else None
    return Shown(dispute, card, label, sides)


def attribute_words(version: ChecklistVersion, name: str) -> tuple[str, dict[str, str]]:
    """What an attribute of the site and its values are called; the name itself where it is asked no more."""
    asked = next((each for each in version.attributes if each["name"] == name), None)
    words = {option["value"]: option["label"] for option in asked["options"]} if asked else {}
    return asked["label"] if asked else name, words


def _older(inspection: Inspection, dispute: Dispute) -> Revision:
    """An answer in force from before revisions were kept, in the same form."""
    answer = visits.answers_of(inspection).get(dispute.key)
    content = kept_content(answer) if answer else {"value": inspection.attributes.get(dispute.key)}
    facts = {"answered_at": answer.answered_at, "kept_at": answer.saved_at} if answer else {}
    return SimpleNamespace(
        **{"answered_at": None, "kept_at": None, **facts},
        id=None,
        seq=None,
        beside=False,
        draft=None,
        draft_id=None,
        content=content,
        account=inspection.inspector,
    )


def _side(row: Revision, dispute: Dispute, seen: Around, at: datetime | None) -> Side:
    said = seen.said_at.get(row.id, row.answered_at)
    about = {"who": row.account, "answered_at": said, "kept_at": row.kept_at, "draft": row.draft}
    about |= {"id": row.id, "seq": row.seq}
    choice = row.id if row.beside else KEEP
    if dispute.item is None:
        return Side(choice, not row.beside, **about, card=None, value=row.content["value"])
    own = [each for each in seen.photos.get((row.draft_id, dispute.key), ()) if _was_here(each, at)]
    return Side(choice, not row.beside, **about, card=card_of(dispute.item, row.content, seen.context), photos=own)


def _was_here(photo: Evidence, at: datetime | None) -> bool:
    if at is None:
        return photo.withdrawn_at is None
    return photo.received_at <= at and (photo.withdrawn_at is None or photo.withdrawn_at > at)


def card_of(item: Item, content: dict, context) -> sheet.Card:
    """A kept content as the card of its item."""
    entry = scores.entry_of(SimpleNamespace(item=item, **content))
    return sheet.Card(item=item, entry=entry, judgement=judge(item, entry, context))


@dataclass
class Content:
    """What a held record says of one item or of the site, beside what is in force."""

    item: Item | None
    given: sheet.Card | None = None
    problem: str | None = None  # why the inputs make no answer
    inputs: dict = field(default_factory=dict)  # as they were sent
    present: sheet.Card | None = None
    photos: list[HandedIn] = field(default_factory=list)


def contents_of(packet: Packet, inspection: Inspection | None) -> list[Content]:
    """The contents of a held record by item, in the order of the checklist; the last answer of each counts."""
    version = packet.draft.checklist_version
    context = scores.context_of(inspection or _as_if(packet), today())
    present = visits.answers_of(inspection) if inspection else {}
    entries, named = queries.entries_of(packet), queries.bytes_of(packet)
    found = []
    for item in version.items:
        own = [entry for entry in entries if entry.item_id == item.id]
        if own:
            answer = present.get(item.id)
            beside = card_of(item, kept_content(answer), context) if answer else None
            photos = [named[entry.content["sha256"]] for entry in own if entry.kind == "photo"]
            found.append(Content(item, present=beside, photos=photos, **_given(item, own, context)))
    return found


def _as_if(packet: Packet):
    """The day by which a visit that was never begun would have been judged."""
    return SimpleNamespace(effective_on=local_day(packet.draft.started_at))


def _given(item: Item, entries: list[ChainEntry], context) -> dict:
    inputs = next((entry.content["inputs"] for entry in reversed(entries) if entry.kind == "answer"), None)
    if inputs is None:
        return {}
    try:
        entry = read_entry(item, inputs)
        return {"given": sheet.Card(item=item, entry=entry, judgement=judge(item, entry, context)), "inputs": inputs}
    except DomainError as error:
        sentence = next((each for each in error.fields.values() if isinstance(each, str)), error.text)
        return {"problem": sentence, "inputs": inputs}


def said_of_site(packet: Packet) -> list[tuple[str, str]]:
    """The attributes of the site in a held record: label and value."""
    asked = {each["name"]: each for each in packet.draft.checklist_version.attributes}
    found = []
    for entry in queries.entries_of(packet):
        if entry.kind == "attribute":
            name, value = entry.content["name"], entry.content["value"]
            options = {each["value"]: each["label"] for each in asked.get(name, {}).get("options", ())}
            found.append((asked.get(name, {}).get("label", name), options.get(value, value)))
    return found


def signatures_of(packet: Packet) -> list[tuple[str, HandedIn]]:
    """The signatures in a held record: who signed, and the image."""
    named = queries.bytes_of(packet)
    signed = [entry.content for entry in queries.entries_of(packet) if entry.kind == "signature"]
    return [(said["signer"], named[said["sha256"]]) for said in signed]
