"""What the phone is answered: the present state of the visit, what was refused, the signed receipt."""

import json

from accounts.models import Account
from core.db import db
from core.i18n import translate, translate_error
from core.ids import new_id
from inspections.filling.sync import queries, receipts
from inspections.filling.sync.chain import GENESIS, canonical, digest
from inspections.filling.sync.keys import ReceiptKey
from inspections.filling.sync.models import ChainEntry, Packet, Receipt
from inspections.filling.sync.visits import REASONS
from inspections.visits import queries as filling
from inspections.visits import scores
from inspections.visits.entries import inputs_of
from inspections.visits.models import Inspection


def seal(actor: Account, taken, signer: ReceiptKey) -> Packet:
    """Write down the packet, its entries and its receipt; the answer is made once and kept."""
    record, inspection = taken.record, taken.inspection
    known = taken.packets[-1] if taken.packets else None
    goes_on = known is None or bool(taken.new)
    packet = Packet(
        id=taken.key,
        draft_id=taken.draft.id,
        number=len(taken.packets) + 1,
        account_id=actor.id,
        inspection_id=inspection.id if inspection else None,
        body=taken.raw.decode(),
        body_sha256=digest(taken.raw),
        manifest=record.named,
        last_seq=record.first + len(record.entries) - 1 if goes_on else known.last_seq,
        head=record.head if goes_on else known.head,
        outcome="held" if taken.reason else "taken",
        reason=taken.reason,
        refused={str(each["seq"]): each["code"] for each in taken.refused},
        received_at=taken.now,
    )
    receipt = _receipt(actor, taken, packet, signer)
    packet.answer = json.dumps(_answer(taken, packet, receipt.body), ensure_ascii=False)
    db.session.add(packet)
    db.session.flush()
    db.session.add_all([*_rows(taken, packet), receipt])
    db.session.flush()
    return packet


def _rows(taken, packet: Packet) -> list[ChainEntry]:
    names = ("seq", "kind", "content", "at", "previous", "hash")
    return [
        ChainEntry(
            draft_id=packet.draft_id,
            packet_id=packet.id,
            item_id=entry["item"] or None,
            **{name: entry[name] for name in names},
        )
        for entry in taken.new
    ]


def _receipt(actor: Account, taken, packet: Packet, signer: ReceiptKey) -> Receipt:
    last = queries.last_receipt()
    evidence = [sha256 for each in (*taken.packets, packet) for sha256 in each.manifest]
    facts = {
        "id": new_id(),
        "sequence": last.sequence + 1 if last else 1,
        "draft": packet.draft_id,
        "packet": packet.id,
        "inspection": packet.inspection_id,
        "account": actor.id,
        "entries": packet.last_seq,
        "head": packet.head,
        "outcome": packet.outcome,
        "key": signer.id,
    }
    body = receipts.body(facts, taken.now, evidence, last.fingerprint if last else GENESIS)
    return Receipt(
        id=facts["id"],
        sequence=facts["sequence"],
        draft_id=packet.draft_id,
        packet_id=packet.id,
        inspection_id=packet.inspection_id,
        account_id=actor.id,
        body={**body, "signature": signer.sign(canonical(body))},
        fingerprint=receipts.fingerprint(body),
    )


def _answer(taken, packet: Packet, receipt: dict) -> dict:
    inspection = taken.inspection
    missing = taken.missing and {code: translate(sentence) for code, sentence in taken.missing.items()}
    return {
        "draft": packet.draft_id,
        "packet": packet.id,
        "inspection": packet.inspection_id,
        "outcome": packet.outcome,
        "reason": packet.reason,
        "message": translate(REASONS[packet.reason]) if packet.reason else None,
        "state": inspection.state if inspection else None,
        "items": items_of(inspection) if inspection else {},
        "refused": [_refused(each) for each in taken.refused],
        "missing": missing,
        "receipt": receipt,
    }


def _refused(each: dict) -> dict:
    error, said = each["error"], each["message"]
    sentence = translate_error(error) if said == error.text else translate(said)
    return {"seq": each["seq"], "code": each["code"], "message": sentence}


def items_of(inspection: Inspection) -> dict[str, dict]:
    """The present state of every answered item, by item id."""
    revisions = queries.revisions_of(inspection)
    authors = {key: row.account.name for key, row in queries.in_force(revisions).items()}
    conflicts = queries.conflicts_of(inspection, revisions)
    return {
        item_id: {
            "revision": answer.revision,
            "inputs": inputs_of(scores.entry_of(answer)),
            "conflict": item_id in conflicts,
            "by": authors.get(item_id, inspection.inspector.name),
        }
        for item_id, answer in filling.answers_of(inspection).items()
    }
