"""Taking in a whole posted form: what is sound is kept, what is not comes back with its sentence."""

from dataclasses import dataclass, field
from datetime import datetime

from werkzeug.datastructures import FileStorage, MultiDict

from accounts.models import Account
from checklists.authoring.conditions import holds
from core.blobs import BlobStore
from core.errors import DomainError, Sentence, in_row
from core.i18n import spoken, translate_error
from inspections.evidence import attaching
from inspections.filling import services
from inspections.filling.forms import build_form
from inspections.visits import queries, scores
from inspections.visits.entries import Entry, read_entry
from inspections.visits.models import Inspection
from inspections.visits.states import require_open
from inspections.visits.words import STATES

Photos = dict[str, list[attaching.KeptPhoto | DomainError]]


@dataclass
class Posted:
    """What became of a post."""

    problems: dict[str, str] = field(default_factory=dict)  # field → sentence
    kept: dict[str, str] = field(default_factory=dict)  # what was typed into the fields with problems
    conflicts: dict[str, dict] = field(default_factory=dict)
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


def save_post(actor: Account, inspection: Inspection, sent: MultiDict, photos: Photos, now: datetime) -> Posted:
    """Keep every sound answer and photo of the post; submit when asked and nothing is missing or wrong.

    Raises WrongState when the visit is closed; unless the post is the very submission that closed it.
    """
    posted = Posted()
    if inspection.state == "submitted" and sent.get("action") == "submit":
        posted.submitted = True
        return posted
    require_open(inspection.stage)
    services.set_attributes(actor, inspection, _attributes(sent))
    form = build_form(inspection.checklist_version)(sent)
    reopened = queries.returned_items(inspection)
    for item in inspection.checklist_version.items:
        editable = reopened is None or item.id in reopened
        if editable and form.was_sent(item) and holds(item.condition, inspection.attributes):
            _take_answer(actor, inspection, item, form, sent, now, posted)
            _take_photos(actor, inspection, item, photos, now, posted)
    for evidence_id in sent.getlist("withdraw"):
        attaching.withdraw_photo(actor, inspection, evidence_id, now)
    if sent.get("action") == "submit" and posted.clean:
        _submit(actor, inspection, now, posted)
    return posted


def _attributes(sent: MultiDict) -> dict[str, str]:
    named = [(name, value) for name, value in sent.items() if name.startswith("attribute-")]
    return {name.removeprefix("attribute-"): value for name, value in named}


def _take_answer(actor, inspection, item, form, sent: MultiDict, now: datetime, posted: Posted) -> None:
    raw = form.raw(item)
    revision = sent.get(f"{item.code}-revision", type=int)
    try:
        services.save_answer(actor, inspection, item, read_entry(item, raw), now, revision)
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


def _words(entry: Entry) -> str:
    return _listed([entry.state, *(str(each) for each in (entry.value or {}).values()), entry.note])


def _listed(said: list[str | None]) -> str:
    """The state by its name, then what was typed."""
    state, *typed = said
    parts = [part for part in (Sentence(STATES[state]) if state in STATES else None, *typed) if part]
    return spoken(in_row(parts)) if parts else ""


def look_at_photos(store: BlobStore, files: MultiDict) -> Photos:
    """The photos of the form by field, each decoded and kept, or why it cannot be; nothing may be locked meanwhile."""
    uploads = [(name, upload) for name, upload in files.items(multi=True) if upload.filename]
    photos: Photos = {}
    for name, upload in uploads:
        photos.setdefault(name, []).append(_look_at(store, upload))
    return photos


def _look_at(store: BlobStore, upload: FileStorage) -> attaching.KeptPhoto | DomainError:
    try:
        return attaching.keep_bytes(store, upload.filename[-80:], upload.read())
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
    names = error.fields or {otherwise: translate_error(error)}
    posted.problems |= {f"{item.code}-{name}": sentence for name, sentence in names.items()}


def _submit(actor, inspection, now: datetime, posted: Posted) -> None:
    try:
        services.submit(actor, inspection, now)
        posted.submitted = True
    except services.MissingAnswers as error:
        posted.missing = error.fields
