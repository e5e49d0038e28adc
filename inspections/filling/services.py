"""What an inspector can do on a visit: begin, answer, photograph, submit."""

from datetime import datetime

from accounts.audit import record
from accounts.models import Account
from checklists.authoring.conditions import holds
from checklists.authoring.models import Item
from checklists.standards.queries import applies_on
from checklists.standards.validity import NotInForce
from core.blobs import BlobStore, sha256
from core.clock import local_day
from core.db import db
from core.errors import N_, Conflict, Invalid, NotFound
from core.ids import is_id, new_id
from inspections.filling import queries, scores
from inspections.filling.entries import Entry, judge, missing
from inspections.filling.models import Answer, Evidence, Inspection
from inspections.filling.photos import read_photo
from inspections.filling.states import advance, require_open
from inspections.planning.models import Task
from inspections.planning.services import check_certificate

MOST_PHOTOS = 12


class StaleAnswer(Conflict):
    """Somebody else, or another window, has changed the answer meanwhile."""

    message = N_("检查项 {code} 已在别处改过，没有覆盖。请核对后重新填写。")


class NotReopened(Conflict):
    """Of a returned visit only the items named are open."""

    message = N_("检查项 {code} 没有被退回，不能改动。")


class MissingAnswers(Conflict):
    """The visit is not complete; `fields` lists item codes and what they need."""

    status = 422
    message = N_("还有 {count} 项没有完成，不能提交。")


class OtherBytes(Invalid):
    """The bytes are not those that were announced."""

    message = N_("照片传输有误（摘要不符），请重新上传。")


def start(actor: Account, task: Task, now: datetime, inspection_id: str | None = None) -> Inspection:
    """Begin the visit of a task, or go on with the one that was begun.

    Raises NotCertified, or NotInForce when the document does not apply today.
    """
    present = queries.find_of_task(task.id)
    if present:
        return present
    if task.state != "open":
        raise Conflict(N_("这项任务已经结束，不能开始检查。"))
    day = local_day(now)
    check_certificate(actor, day)
    version = task.checklist_version
    if not applies_on(version.document_version, day):
        raise NotInForce(title=version.document_version.document.title, day=day.isoformat())
    inspection = Inspection(
        id=inspection_id if inspection_id and is_id(inspection_id) else new_id(),
        task_id=task.id,
        site_id=task.site_id,
        checklist_version_id=version.id,
        inspector_id=actor.id,
        effective_on=day,
        attributes=dict(task.site.attributes),
        started_at=now,
    )
    record(actor, "inspection.start", inspection, after={"task": task.id, "version": version.id})
    db.session.add(inspection)
    db.session.flush()
    return inspection


def require_item(inspection: Inspection, item_id: str) -> Item:
    """The item of the visit's own checklist version; raises Invalid for one of another."""
    item = next((each for each in inspection.checklist_version.items if each.id == item_id), None)
    if item is None:
        raise Invalid(N_("这一检查项不属于本次检查的检查表。"))
    return item


def _require_editable(inspection: Inspection, item: Item) -> None:
    require_open(inspection.state)
    reopened = queries.returned_items(inspection)
    if reopened is not None and item.id not in reopened:
        raise NotReopened(code=item.code)


def save_answer(
    actor: Account,
    inspection: Inspection,
    item: Item,
    entry: Entry,
    now: datetime,
    base_revision: int | None = None,
    answered_at: datetime | None = None,
) -> Answer | None:
    """Keep one answer of the draft; the same content again changes nothing.

    `base_revision` is what the writer saw last (0: nothing); another one with other content raises StaleAnswer.
    """
    answer = queries.answers_of(inspection).get(item.id)
    state = entry.state or _judged_state(inspection, item, entry, now)
    if answer is None and state is None and entry.value is None and not entry.note:
        return None
    if answer and (answer.state, answer.value, answer.note) == (state, entry.value, entry.note):
        return answer
    _require_editable(inspection, item)
    if base_revision is not None and base_revision != (answer.revision if answer else 0):
        raise StaleAnswer(code=item.code)
    before = {"state": answer.state, "value": answer.value, "note": answer.note} if answer else None
    after = {"item": item.code, "state": state, "value": entry.value, "note": entry.note}
    if answer is None:
        answer = Answer(inspection_id=inspection.id, item_id=item.id, item=item, revision=0)
        inspection.answers.append(answer)
    record(actor, "answer.set", answer, before, after)
    answer.state, answer.value, answer.note = state, entry.value, entry.note
    answer.revision, answer.answered_at, answer.saved_at = answer.revision + 1, answered_at, now
    db.session.flush()
    return answer


def _judged_state(inspection: Inspection, item: Item, entry: Entry, now: datetime) -> str | None:
    judgement = judge(item, entry, scores.context_of(inspection, local_day(now)))
    return None if judgement is None or judgement.pending else judgement.state


def set_attributes(actor: Account, inspection: Inspection, given: dict[str, str]) -> None:
    """What was found of the site at this visit; it switches items on and off."""
    require_open(inspection.state)
    asked = {
        each["name"]: {option["value"] for option in each["options"]}
        for each in inspection.checklist_version.attributes
    }
    sound = {name: value for name, value in given.items() if value in asked.get(name, ())}
    merged = {**inspection.attributes, **sound}
    if merged == inspection.attributes:
        return
    record(actor, "inspection.attributes", inspection, dict(inspection.attributes), merged)
    inspection.attributes = merged
    db.session.flush()


def add_photo(
    actor: Account,
    store: BlobStore,
    inspection: Inspection,
    item: Item,
    name: str,
    data: bytes,
    now: datetime,
    digest: str | None = None,
    said: dict | None = None,
) -> Evidence:
    """Keep a photo of an item: the bytes as received, copies for looking at, what the camera and the phone say.

    The same bytes at the same item again are the same photo. Raises the errors of `photos`, or OtherBytes.
    """
    if digest is not None and sha256(data) != digest:
        raise OtherBytes()
    present = queries.find_photo(inspection, item.id, sha256(data))
    if present and present.withdrawn_at is None:
        return present
    _require_editable(inspection, item)
    if len(queries.photos_of(inspection).get(item.id, ())) >= MOST_PHOTOS:
        raise Invalid(N_("每项最多 {count} 张照片。"), count=MOST_PHOTOS)
    if present:
        record(actor, "evidence.restore", present)
        present.withdrawn_at = None
        db.session.flush()
        return present
    return _keep(actor, store, inspection, item, read_photo(name, data), data, now, said or {})


def _keep(actor, store: BlobStore, inspection, item, photo, data: bytes, now: datetime, said: dict) -> Evidence:
    evidence = Evidence(
        inspection_id=inspection.id,
        item_id=item.id,
        sha256=store.put(data),
        shown_sha256=store.put(photo.shown),
        thumb_sha256=store.put(photo.thumb),
        media_type=photo.media_type,
        size=len(data),
        width=photo.width,
        height=photo.height,
        taken_at=said.get("taken_at") or photo.taken_at,
        latitude=said.get("latitude", photo.latitude),
        longitude=said.get("longitude", photo.longitude),
        received_at=now,
        received_from_id=actor.id,
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
    _require_editable(inspection, require_item(inspection, evidence.item_id))
    record(actor, "evidence.withdraw", evidence)
    evidence.withdrawn_at = now
    db.session.flush()


def what_is_missing(inspection: Inspection, now: datetime) -> dict[str, str]:
    """What keeps the visit from being submitted: item code → sentence."""
    answers, photos = queries.answers_of(inspection), queries.photos_of(inspection)
    context = scores.context_of(inspection, local_day(now))
    found = {}
    for item in inspection.checklist_version.items:
        if holds(item.condition, inspection.attributes):
            entry = scores.entry_of(answers.get(item.id))
            needs = missing(item, entry, judge(item, entry, context), len(photos.get(item.id, ())))
            if needs:
                found[item.code] = needs
    unknown = [each for each in inspection.checklist_version.attributes if each["name"] not in inspection.attributes]
    found.update({each["name"]: N_("请先填写：") + each["label"] for each in unknown})
    return found


def submit(actor: Account, inspection: Inspection, now: datetime) -> None:
    """Close the answers and hand the visit to review; a second time changes nothing.

    Raises MissingAnswers, naming the items, and changes nothing in that case.
    """
    if inspection.state == "submitted":
        return
    state = advance(inspection.state, "submit")
    needs = what_is_missing(inspection, now)
    if needs:
        raise MissingAnswers(fields=needs, count=len(needs))
    record(actor, "inspection.submit", inspection, {"state": inspection.state}, {"state": state})
    if inspection.state == "returned":
        inspection.round += 1
    inspection.state, inspection.submitted_at = state, now
    db.session.flush()
    version = inspection.checklist_version
    context = scores.context_of(inspection, local_day(now))
    judged = scores.judgements(version, queries.answers_of(inspection), inspection.attributes, context)
    scores.record_score(inspection, "inspector", scores.compute(version, judged), judged, now)
