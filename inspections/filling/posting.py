"""Taking in a whole posted form: what is sound is kept, what is not comes back with its sentence."""

from dataclasses import dataclass, field
from datetime import datetime

from flask import Request

from accounts.models import Account
from checklists.authoring.conditions import holds
from core.blobs import BlobStore
from core.errors import DomainError
from core.i18n import translate_error
from inspections.filling import attaching, queries, scores, services
from inspections.filling.entries import Entry, read_entry
from inspections.filling.forms import build_form
from inspections.filling.models import Inspection
from inspections.filling.states import require_open


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


def save_post(actor: Account, store: BlobStore, inspection: Inspection, request: Request, now: datetime) -> Posted:
    """Keep every sound answer and photo of the post; submit when asked and nothing is missing or wrong.

    Raises WrongState when the visit is closed; unless the post is the very submission that closed it.
    """
    posted = Posted()
    if inspection.state == "submitted" and request.form.get("action") == "submit":
        posted.submitted = True
        return posted
    require_open(inspection.state)
    services.set_attributes(actor, inspection, _attributes(request))
    form = build_form(inspection.checklist_version)(request.form)
    reopened = queries.returned_items(inspection)
    for item in inspection.checklist_version.items:
        editable = reopened is None or item.id in reopened
        if editable and form.was_sent(item) and holds(item.condition, inspection.attributes):
            _take_answer(actor, inspection, item, form, request, now, posted)
            _take_photos(actor, store, inspection, item, request, now, posted)
    for evidence_id in request.form.getlist("withdraw"):
        attaching.withdraw_photo(actor, inspection, evidence_id, now)
    if request.form.get("action") == "submit" and posted.clean:
        _submit(actor, inspection, now, posted)
    return posted


def _attributes(request: Request) -> dict[str, str]:
    sent = [(name, value) for name, value in request.form.items() if name.startswith("attribute-")]
    return {name.removeprefix("attribute-"): value for name, value in sent}


def _take_answer(actor, inspection, item, form, request: Request, now: datetime, posted: Posted) -> None:
    raw = form.raw(item)
    revision = request.form.get(f"{item.code}-revision", type=int)
    try:
        services.save_answer(actor, inspection, item, read_entry(item, raw), now, revision)
    except services.StaleAnswer:
        stored = scores.entry_of(queries.answers_of(inspection).get(item.id))
        posted.conflicts[item.code] = {
            "stored": _words(stored),
            "yours": "，".join(part for part in raw.values() if part),
        }
        posted.kept |= {f"{item.code}-{name}": value for name, value in raw.items()}
    except DomainError as error:
        _refuse(posted, item, error, "note")
        posted.kept |= {f"{item.code}-{name}": value for name, value in raw.items()}


def _words(entry: Entry) -> str:
    parts = [entry.state, *(str(each) for each in (entry.value or {}).values()), entry.note]
    return "，".join(part for part in parts if part)


def _take_photos(actor, store, inspection, item, request: Request, now: datetime, posted: Posted) -> None:
    for upload in request.files.getlist(f"{item.code}-photos"):
        if upload.filename:
            try:
                attaching.add_photo(actor, store, inspection, item, upload.filename[-80:], upload.read(), now)
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
