"""The photos of a visit: added, put back, taken out; bytes that are here stay for ever."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from accounts.audit import record
from accounts.models import Account
from checklists.authoring.models import Item
from core.blobs import BlobStore
from core.db import db
from core.errors import N_, Invalid, NotFound
from inspections.evidence.photos import PhotoFacts, read_photo
from inspections.visits import queries
from inspections.visits.editable import Around, require_editable, require_item
from inspections.visits.models import Evidence, Inspection

MOST_PHOTOS = 12


@dataclass(frozen=True)
class KeptPhoto(PhotoFacts):
    """A photo whose bytes and copies are in the store."""

    sha256: str
    shown_sha256: str
    thumb_sha256: str
    size: int


def keep_bytes(store: BlobStore, name: str, data: bytes) -> KeptPhoto:
    """Put a photo and its copies for looking at into the store. Raises the errors of `photos`.

    Decoding takes seconds and much memory: nothing may be locked meanwhile.
    """
    photo = read_photo(name, data)
    facts = {field.name: getattr(photo, field.name) for field in fields(PhotoFacts)}
    return KeptPhoto(
        sha256=store.put(data),
        shown_sha256=store.put(photo.shown),
        thumb_sha256=store.put(photo.thumb),
        size=len(data),
        **facts,
    )


def add_photo(
    actor: Account, inspection: Inspection, item: Item, photo: KeptPhoto, now: datetime, said: dict | None = None
) -> Evidence:
    """A kept photo at an item, with what the phone says of it; the same bytes there again are the same photo."""
    return attach(actor, inspection, item, photo.sha256, lambda: photo, now, said)


def attach(
    actor: Account,
    inspection: Inspection,
    item: Item,
    digest: str,
    kept: Callable[[], KeptPhoto],
    now: datetime,
    said: dict | None = None,
    around: Around | None = None,
) -> Evidence:
    """The photo with these bytes at the item; `kept` gives it when it is not there yet."""
    present = queries.find_photo(inspection, item.id, digest)
    if present and present.withdrawn_at is None:
        return _mark(actor, inspection, item, present, (said or {}).get("marks_sha256"), around)
    require_editable(inspection, item, around)
    if len(queries.photos_of(inspection).get(item.id, ())) >= MOST_PHOTOS:
        raise Invalid(N_("每项最多 {count} 张照片。"), count=MOST_PHOTOS)
    if present:
        record(actor, "evidence.restore", present)
        present.withdrawn_at = None
        db.session.flush()
        return _mark(actor, inspection, item, present, (said or {}).get("marks_sha256"), around)
    return _attach(actor, inspection, item, kept(), now, said or {})


def _mark(actor, inspection, item, evidence: Evidence, marks: str | None, around) -> Evidence:
    """The photo with its newest marked copy: people draw on a photo after they have taken it."""
    if marks and marks != evidence.marks_sha256:
        require_editable(inspection, item, around)
        record(actor, "evidence.mark", evidence, {"marks": evidence.marks_sha256}, {"marks": marks})
        evidence.marks_sha256 = marks
        db.session.flush()
    return evidence


def _attach(actor, inspection, item, photo: KeptPhoto, now: datetime, said: dict) -> Evidence:
    facts = {**asdict(photo), **{name: value for name, value in said.items() if value is not None and value != ""}}
    evidence = Evidence(
        inspection_id=inspection.id, item_id=item.id, received_at=now, received_from_id=actor.id, **facts
    )
    record(actor, "evidence.add", evidence, after={"item": item.code, "sha256": evidence.sha256})
    inspection.evidence.append(evidence)
    db.session.flush()
    return evidence


def withdraw_photo(actor: Account, inspection: Inspection, evidence_id: str, now: datetime) -> None:
    """Take a photo out of the draft; its bytes and its row stay."""
    evidence = next((each for each in inspection.evidence if each.id == evidence_id), None)
    if evidence is None:
        raise NotFound()
    if evidence.withdrawn_at is not None:
        return
    require_editable(inspection, require_item(inspection, evidence.item_id))
    record(actor, "evidence.withdraw", evidence)
    evidence.withdrawn_at = now
    db.session.flush()
