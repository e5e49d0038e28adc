"""Taking in a record from a phone: checked whole, kept whole, applied entry by entry, confirmed by a receipt."""

from dataclasses import dataclass, field
from datetime import datetime

from accounts.appending import wait_for_turn
from accounts.models import Account
from core.db import db
from core.errors import N_, Conflict, Invalid, NotFound
from core.ids import is_id
from inspections.filling.sync import answers, applying, queries
from inspections.filling.sync.chain import continue_chain, digest
from inspections.filling.sync.keys import ReceiptKey
from inspections.filling.sync.models import ChainEntry, Packet, PhoneDraft
from inspections.filling.sync.payloads import Record, read_record
from inspections.filling.sync.visits import Visit, begin, find_visit, reason_to_hold
from inspections.visits.models import Inspection
from inspections.visits.states import OPEN


class KeyReused(Conflict):
    """The key of a packet under which other content was sent before."""

    message = N_("这个编号已经用于另一份内容，没有接收。两份内容都在：服务器上的一份和手机上的一份。")


class LackingEvidence(Conflict):
    """The record speaks of bytes that the account has not handed in; `fields` names them."""

    message = N_("还有 {count} 个照片或签名没有传完，请先上传。")


class OtherVersion(Invalid):
    """An item, or the whole record, of another checklist version than the visit's."""

    message = N_("检查项不属于本次检查的检查表，没有接收。")


@dataclass
class Taken:
    """What became of a record while it is being taken in."""

    draft: PhoneDraft
    record: Record
    key: str
    raw: bytes
    now: datetime
    new: list[dict]
    packets: list[Packet]
    inspection: Inspection | None = None
    reason: str | None = None
    refused: list[dict] = field(default_factory=list)
    missing: dict[str, str] | None = None


def take(actor: Account, draft_id: str, key: str, raw: bytes, signer: ReceiptKey, now: datetime) -> Packet:
    """Take in one packet of a draft and answer it; the same packet again gets the same answer and does nothing.

    Raises BadRecord, KeyReused, NotFound, OtherVersion, ChainGap, ChainBroken, ChainDiffers, LackingEvidence or
    Invalid, and nothing is done then.
    """
    if not is_id(key):
        raise Invalid(N_("请求缺少有效的 Idempotency-Key。"), fields={"idempotency_key": N_("格式不对")})
    wait_for_turn()
    present = db.session.get(Packet, key)
    if present:
        return _again(actor, present, raw)
    record = read_record(raw, draft_id)
    draft = queries.find_draft(draft_id)
    visit = find_visit(actor, record, draft)
    new = _check(actor, record, visit)
    taken = _receive(actor, record, draft, visit, new, key, raw, now)
    _apply(actor, taken, visit)
    return answers.seal(actor, taken, signer)


def _again(actor: Account, present: Packet, raw: bytes) -> Packet:
    if present.account_id != actor.id:
        raise NotFound()
    second = digest(raw)
    if present.body_sha256 != second:
        raise KeyReused(fields={"first": present.body_sha256, "second": second})
    return present


def _check(actor: Account, record: Record, visit: Visit) -> list[dict]:
    """The entries that are new; everything that is wrong with the record as a whole is said here."""
    own = {item.id for item in visit.version.items}
    if record.version != visit.version.id or {entry["item"] for entry in record.entries} - own - {""}:
        raise OtherVersion()
    new = continue_chain(queries.chain_of(record.draft), record.first, record.entries, record.head)
    lacking = sorted(set(record.named) - set(queries.handed_in(actor, record.named)))
    if lacking:
        raise LackingEvidence(fields={"lacking": lacking}, count=len(lacking))
    return new


def _receive(actor: Account, record: Record, draft, visit: Visit, new, key: str, raw: bytes, now: datetime) -> Taken:
    began = visit.began(actor, record, now)
    if draft is None:
        draft = PhoneDraft(
            id=record.draft,
            account_id=actor.id,
            task_id=visit.task.id if visit.task else None,
            site_id=visit.site.id,
            checklist_version_id=visit.version.id,
            started_at=record.started_at,
            clock=record.clock_said,
            earliest=began.earliest,
            latest=began.latest,
            clock_suspect=began.suspect,
            received_at=now,
        )
        db.session.add(draft)
    taken = Taken(draft, record, key, raw, now, new, visit.packets)
    waiting = bool(visit.packets) and visit.packets[-1].outcome == "held"
    changes = waiting or any(entry["kind"] != "submit" for entry in new)
    taken.reason = reason_to_hold(actor, visit, began, changes)
    if taken.reason is None:
        taken.inspection = visit.inspection or begin(actor, visit, record, began, now)
    else:
        taken.inspection = visit.inspection
    return taken


def _apply(actor: Account, taken: Taken, visit: Visit) -> None:
    """Apply what is new, and before it what was held of this draft since the last packet that was taken."""
    if taken.reason is not None:
        return
    held = _held_before(taken)
    application = applying.Application(actor, taken.inspection, taken.draft.id, taken.now)
    taken.refused = application.apply([*held, *taken.new])
    if taken.record.submit and taken.inspection.state in OPEN:
        taken.missing = application.submit(_refused_before(taken))


def _held_before(taken: Taken) -> list[dict]:
    last = max((each.last_seq for each in taken.packets if each.outcome == "taken"), default=0)
    if not taken.packets or taken.packets[-1].outcome == "taken":
        return []
    return [as_entry(row) for row in queries.entries_of(taken.draft.id, after=last)]


def _refused_before(taken: Taken) -> list[tuple[dict, str]]:
    codes = {int(seq): code for packet in taken.packets for seq, code in packet.refused.items()}
    rows = queries.entries_of(taken.draft.id) if codes else []
    return [(as_entry(row), codes.get(row.seq, "")) for row in rows]


def as_entry(row: ChainEntry) -> dict:
    """A stored entry as the phone wrote it."""
    said = {name: getattr(row, name) for name in ("seq", "kind", "content", "at", "previous", "hash")}
    return {**said, "item": row.item_id or ""}
