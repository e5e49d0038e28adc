"""What an inspector can do on a visit: begin, answer, submit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.audit import record
from accounts.models import Account
from checklists.authoring.conditions import holds
from checklists.authoring.models import Item
from checklists.standards.queries import applies_on
from checklists.standards.validity import NotInForce
from core.clock import local_day, utc_now
from core.db import db
from core.errors import N_, Conflict, Sentence
from core.ids import is_id, new_id
from inspections.planning.models import Task
from inspections.planning.services import check_certificate
from inspections.visits import queries, scores
from inspections.visits.editable import Around, kept_content, require_editable
from inspections.visits.entries import Entry, judge, lacking
from inspections.visits.models import Answer, Inspection, Revision
from inspections.visits.states import advance, require_open

NOTHING = {"state": None, "value": None, "note": ""}


class StaleAnswer(Conflict):
    """Somebody else, or another window, has changed the answer meanwhile."""

    message = N_("检查项 {code} 已在别处改过，没有覆盖。请核对后重新填写。")


class MissingAnswers(Conflict):
    """The visit is not complete; `fields` lists item codes and what they need."""

    status = 422
    message = N_("还有 {count} 项没有完成，不能提交。")


@dataclass(frozen=True)
class Source:
    """The draft on a phone, and the entry of its chain, that an answer came from."""

    draft: str
    seq: int


def start(
    actor: Account,
    task: Task,
    now: datetime,
    inspection_id: str | None = None,
    began_at: datetime | None = None,
    flags: Iterable[str] = (),
) -> Inspection:
    """Begin the visit of a task, or go on with the one that was begun.

    `began_at` is when a visit without a network began; its day's law decides.
    Raises NotCertified, or NotInForce when the document does not apply that day.
    """
    present = queries.find_of_task(task.id)
    if present:
        return present
    if task.state != "open":
        raise Conflict(N_("这项任务已经结束，不能开始检查。"))
    day = local_day(began_at or now)
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
        started_at=began_at or now,
        flags=sorted(flags),
    )
    record(actor, "inspection.start", inspection, after={"task": task.id, "version": version.id})
    db.session.add(inspection)
    db.session.flush()
    return inspection


def save_answer(
    actor: Account,
    inspection: Inspection,
    item: Item,
    entry: Entry,
    now: datetime,
    base_revision: int | None = None,
    answered_at: datetime | None = None,
    around: Around | None = None,
    source: Source | None = None,
    again: bool = False,
) -> Answer | None:
    """Keep one answer of the draft, and its revision; the same content changes nothing, unless another says it `again`.

    `base_revision` is what the writer saw last (0: nothing); another one with other content raises StaleAnswer.
    """
    answer = queries.answers_of(inspection).get(item.id)
    content = content_of(inspection, item, entry, now, around)
    if answer is None and content == NOTHING:
        return None
    if answer and kept_content(answer) == content and not again:
        return answer
    require_editable(inspection, item, around)
    if base_revision is not None and base_revision != (answer.revision if answer else 0):
        raise StaleAnswer(code=item.code)
    before = kept_content(answer) if answer else None
    if answer is None:
        answer = Answer(inspection_id=inspection.id, item_id=item.id, item=item, revision=0)
        inspection.answers.append(answer)
    record(actor, "answer.set", answer, before, {"item": item.code, **content})
    answer.state, answer.value, answer.note = content["state"], content["value"], content["note"]
    answer.revision, answer.answered_at, answer.saved_at = answer.revision + 1, answered_at, now
    about = {"item_id": item.id, "number": answer.revision, "content": content, "answered_at": answered_at}
    keep_revision(actor, inspection, now, source, **about)
    db.session.flush()
    return answer


def content_of(inspection: Inspection, item: Item, entry: Entry, now: datetime, around: Around | None = None) -> dict:
    """What an entry says, as it is kept and compared: the judged state, the value, the note."""
    state = entry.state or _judged_state(inspection, item, entry, now, around)
    return {"state": state, "value": entry.value, "note": entry.note}


def keep_revision(actor: Account, inspection: Inspection, now: datetime, source: Source | None, **about) -> Revision:
    """Note for good what was given, in force or beside."""
    draft, seq = (source.draft, source.seq) if source else (None, None)
    whose = {"inspection_id": inspection.id, "account_id": actor.id, "draft_id": draft, "seq": seq}
    revision = Revision(**whose, **about, kept_at=now)
    db.session.add(revision)
    return revision


def _judged_state(inspection, item: Item, entry: Entry, now: datetime, around: Around | None) -> str | None:
    context = around.context if around else scores.context_of(inspection, local_day(now))
    judgement = judge(item, entry, context)
    return None if judgement is None or judgement.pending else judgement.state


def set_attributes(
    actor: Account,
    inspection: Inspection,
    given: dict[str, str],
    now: datetime | None = None,
    source: Source | None = None,
    again: bool = False,
) -> None:
    """What was found of the site; it switches items on and off. What is so already is kept only if said `again`."""
    require_open(inspection.stage)
    options, before = attribute_options(inspection), inspection.attributes
    sound = {name: value for name, value in given.items() if value in options.get(name, ())}
    said = {name: value for name, value in sound.items() if again or before.get(name) != value}
    if not said:
        return
    merged = {**before, **said}
    record(actor, "inspection.attributes", inspection, _but(before, said), merged)
    for name, value in said.items():
        about = {"attribute": name, "number": 0, "content": {"value": value}}
        keep_revision(actor, inspection, now or utc_now(), source, **about)
    inspection.attributes = merged
    db.session.flush()


def _but(before: dict, said: dict) -> dict:
    """What was known, without what is said once more, so that the trail shows it as said."""
    return {name: value for name, value in before.items() if said.get(name) != value}


def attribute_options(inspection: Inspection) -> dict[str, set[str]]:
    """What may be said of the site: attribute → values."""
    asked = inspection.checklist_version.attributes
    return {each["name"]: {option["value"] for option in each["options"]} for each in asked}


def what_is_missing(inspection: Inspection, now: datetime) -> dict[str, str]:
    """What keeps the visit from being submitted: item code → sentence."""
    answers, photos = queries.answers_of(inspection), queries.photos_of(inspection)
    context = scores.context_of(inspection, local_day(now))
    found = {}
    for item in inspection.checklist_version.items:
        if holds(item.condition, inspection.attributes):
            entry = scores.entry_of(answers.get(item.id))
            lack = lacking(item, entry, judge(item, entry, context), len(photos.get(item.id, ())))
            if lack:
                found[item.code] = lack.sentence
    unknown = [each for each in inspection.checklist_version.attributes if each["name"] not in inspection.attributes]
    found.update({each["name"]: Sentence(N_("请先填写：{label}"), label=each["label"]) for each in unknown})
    return found


def submit(actor: Account, inspection: Inspection, now: datetime) -> None:
    """Close the answers and hand the visit to review; a second time changes nothing.

    Raises MissingAnswers, naming the items, and changes nothing in that case.
    """
    if inspection.state == "submitted":
        return
    state = advance(inspection.stage, "submit")
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
