"""Taking in a whole filled form: what is sound is kept, what is not comes back with its sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from accounts.models import Account
from checklists.authoring.answer_kinds import KINDS
from checklists.authoring.conditions import holds
from core.blobs import BlobStore
from core.errors import N_, DomainError, Invalid, Sentence, in_row
from inspections.evidence import attaching
from inspections.filling import services
from inspections.visits import queries, scores
from inspections.visits.entries import PERSON_ONLY, Entry, read_entry
from inspections.visits.models import Inspection
from inspections.visits.states import require_open
from inspections.visits.words import STATES

Photos = dict[str, list[attaching.KeptPhoto | DomainError]]


@dataclass(frozen=True)
class Filled:
    """What somebody filled in of one item: input name → text, and the revision that he saw."""

    inputs: dict[str, str]
    revision: int | None


@dataclass(frozen=True)
class Post:
    """A form as it was filled in: items by code, and only those that were sent."""

    items: dict[str, Filled]
    attributes: dict[str, str]  # of the site
    withdrawn: list[str]  # ids of photos that are to go
    submits: bool


@dataclass
class Posted:
    """What became of a post; its sentences are said where they are shown."""

    problems: dict[str, str] = field(default_factory=dict)  # field → sentence
    kept: dict[str, str] = field(default_factory=dict)  # what was typed into the fields with problems
    conflicts: dict[str, dict[str, str]] = field(default_factory=dict)  # code → what is stored, what was typed
    missing: dict[str, str] = field(default_factory=dict)
    submitted: bool = False
    refused: int | None = None  # the status of a refused photo

    @property
    def clean(self) -> bool:
        """Whether everything was taken."""
        return not (self.problems or self.conflicts or self.missing)

    @property
    def status(self) -> int:
        """The HTTP status of the answer: a conflict goes first, then a refused photo."""
        if self.clean:
            return 200
        return 409 if self.conflicts else self.refused or 422


def save_post(actor: Account, inspection: Inspection, post: Post, photos: Photos, now: datetime) -> Posted:
    """Keep every sound answer and photo of the post; submit when asked and nothing is missing or wrong.

    Raises WrongState when the visit is closed; unless the post is the very submission that closed it.
    """
    posted = Posted()
    if inspection.state == "submitted" and post.submits:
        posted.submitted = True
        return posted
    require_open(inspection.stage)
    services.set_attributes(actor, inspection, post.attributes)
    reopened = queries.returned_items(inspection)
    for item in inspection.checklist_version.items:
        editable = reopened is None or item.id in reopened
        filled = post.items.get(item.code)
        if editable and filled and holds(item.condition, inspection.attributes):
            _take_answer(actor, inspection, item, filled, now, posted)
            _take_photos(actor, inspection, item, photos, now, posted)
    for evidence_id in post.withdrawn:
        attaching.withdraw_photo(actor, inspection, evidence_id, now)
    if post.submits and posted.clean:
        _submit(actor, inspection, now, posted)
    return posted


def _take_answer(actor, inspection, item, filled: Filled, now: datetime, posted: Posted) -> None:
    raw = filled.inputs
    try:
        _require_one(item, raw)
        services.save_answer(actor, inspection, item, read_entry(item, raw), now, filled.revision)
    except services.StaleAnswer:
        stored = scores.entry_of(queries.answers_of(inspection).get(item.id))
        posted.conflicts[item.code] = {
            "stored": _words(stored),
            "yours": _listed([raw.get("state"), *(each for name, each in raw.items() if name != "state")]),
        }
        posted.kept |= {f"{item.code}-{name}": value for name, value in raw.items()}
    except DomainError as error:
        _refuse(posted, item, error, "note")
        posted.kept |= {f"{item.code}-{name}": value for name, value in raw.items()}


def _require_one(item, raw: dict[str, str]) -> None:
    """Raises Invalid where something was filled in beside 无法检查 or 不适用: one would be dropped for the other."""
    beside = any(raw[name].strip() for name in KINDS[item.kind].fields(item.params))
    if beside and raw["state"] in PERSON_ONLY:
        refused = N_("填写了内容，又选了“无法检查”或“不适用”，只能保留一种：请改选“按填写内容判定”，或清空所填内容。")
        raise Invalid(refused, fields={"state": refused})


def _words(entry: Entry) -> str:
    return _listed([entry.state, *(str(each) for each in (entry.value or {}).values()), entry.note])


def _listed(said: list[str | None]) -> str:
    """The state by its name, then what was typed."""
    state, *typed = said
    parts = [part for part in (Sentence(STATES[state]) if state in STATES else None, *typed) if part]
    return in_row(parts) if parts else ""


def look_at_photos(store: BlobStore, uploads: Iterable[tuple[str, str, BinaryIO]]) -> Photos:
    """The photos of the form by field, each decoded and kept, or why it cannot be; nothing may be locked meanwhile.

    An upload is the field, the name of the file, and the file.
    """
    photos: Photos = {}
    for name, filename, file in uploads:
        photos.setdefault(name, []).append(_look_at(store, filename, file))
    return photos


def _look_at(store: BlobStore, filename: str, file: BinaryIO) -> attaching.KeptPhoto | DomainError:
    try:
        return attaching.keep_bytes(store, filename[-80:], file.read())
    except DomainError as refused:
        return refused


def _take_photos(actor, inspection, item, photos: Photos, now: datetime, posted: Posted) -> None:
    for photo in photos.get(f"{item.code}-photos", ()):
        try:
            if isinstance(photo, DomainError):
                raise photo
            attaching.add_photo(actor, inspection, item, photo, now)
        except DomainError as error:
            _refuse(posted, item, error, "photos")
            posted.refused = error.status


def _refuse(posted: Posted, item, error: DomainError, otherwise: str) -> None:
    names = error.fields or {otherwise: error.text}
    posted.problems |= {f"{item.code}-{name}": sentence for name, sentence in names.items()}


def _submit(actor, inspection, now: datetime, posted: Posted) -> None:
    try:
        services.submit(actor, inspection, now)
        posted.submitted = True
    except services.MissingAnswers as error:
        posted.missing = error.fields
