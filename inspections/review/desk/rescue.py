"""Bringing in what a rescue file holds: the same way as from the phone, in its owner's name, noted as imported."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from accounts import scope
from accounts.audit import record
from accounts.models import Account
from accounts.roles import Role
from core.blobs import BlobStore
from core.db import db
from core.errors import N_, DomainError, Invalid, NotFound
from inspections.filling.sync import queries as sent
from inspections.filling.sync import services, uploads
from inspections.filling.sync.chain import digest
from inspections.filling.sync.keys import ReceiptKey
from inspections.filling.sync.models import Packet, PhoneDraft
from inspections.filling.sync.payloads import (
    LARGEST_FILE,
    LARGEST_RECORD,
    BadRecord,
    Record,
    RecordTooLarge,
    read_record,
)
from inspections.planning.models import Site, Task
from inspections.review.desk.rescue_file import Altered, Part, unseal, whole
from inspections.review.models import Rescue

TAKEN, HELD, PRESENT, REFUSED = "taken", "held", "present", "refused"
MOST_UNREADABLE = 20  # records that are none, before the rest of the file is not looked at


class TooManyUnreadable(Invalid):
    """Record after record is none: such a file is of no phone."""

    message = N_("文件里有 20 条以上的记录格式不对，没有导入任何内容。请更新手机上的应用后重新导出。")


class UnknownOwner(Invalid):
    """Nobody here ever had that account."""

    message = N_("文件属于本系统里没有的检查员账号，没有导入。请核对是否选错了文件。")


class NotYours(NotFound):
    """The record is of another supervisor's area, or of nothing that exists."""

    message = N_("这条记录的检查对象不在您的管辖区域内，没有导入。")


@dataclass
class Opened:
    """A rescue file that was proven whole."""

    sha256: str
    owner_id: str
    owner: str
    made_at: datetime | None  # as the phone says
    parts: list[Part]
    plain: BinaryIO

    def of_kind(self, kind: str) -> list[Part]:
        """The parts of one kind."""
        return [part for part in self.parts if part.kind == kind]


@dataclass
class Brought:
    """What became of one record of the file."""

    key: str
    draft: str
    outcome: str
    error: DomainError | None = None
    packet: Packet | None = None
    site: str = ""
    entries: int = 0


def open_file(sealed: BinaryIO, passphrase: str, plain: BinaryIO) -> Opened:
    """Open a rescue file; nothing is kept yet. Raises the errors of `rescue_file`, or UnknownOwner."""
    parts = unseal(sealed, passphrase, plain)
    about = parts[0].heading
    owner = db.session.get(Account, str(about.get("account")))
    if owner is None or owner.role != Role.INSPECTOR:
        raise UnknownOwner()
    if any(part.size > _largest(part) for part in parts):
        raise Altered()
    sealed.seek(0)
    sha256 = hashlib.file_digest(sealed, "sha256").hexdigest()
    return Opened(sha256, owner.id, owner.name, _moment(about.get("made_at")), parts, plain)


def _moment(written) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo and 2 <= moment.year <= 9998 else None


def _largest(part: Part) -> int:
    return LARGEST_RECORD if part.kind == "record" else LARGEST_FILE


def bring_in(
    actor: Account, opened: Opened, store: BlobStore, signer: ReceiptKey, now: datetime
) -> Iterator[Brought | None]:
    """Keep the bytes, then take each record; whoever iterates commits after each step.

    The same file again does nothing. Yields None after a step that is no record. A record that cannot be taken
    says why, and the others go on. Raises TooManyUnreadable before anything is kept, and TooMuchRefused when the
    owner's share of what is no photo is used up.
    """
    sound, wanted, unreadable = [], set(), 0
    for part in opened.of_kind("record"):
        brought = Brought(str(part.heading.get("key")), str(part.heading.get("draft")), REFUSED)
        try:
            given = _require_own(actor, read_record(whole(opened.plain, part), brought.draft))
        except DomainError as error:
            unreadable += isinstance(error, BadRecord | RecordTooLarge)
            if unreadable > MOST_UNREADABLE:
                raise TooManyUnreadable() from error
            brought.error = error
            yield brought
            continue
        sound.append((given.first, part, brought))
        brought.entries = len(given.entries)
        wanted.update(given.named)
    yield from _keep_bytes(opened, store, wanted, now)
    for _first, part, brought in sorted(sound, key=lambda each: (each[2].draft, each[0])):
        _take(actor, opened, whole(opened.plain, part), brought, signer, now)
        yield brought


def _require_own(actor: Account, given: Record) -> Record:
    """A record of the actor's own area; raises NotYours."""
    named = [(Task, given.task)] if given.task else [(Site, given.site)]
    if sent.find_draft(given.draft):
        named.append((PhoneDraft, given.draft))
    try:
        for model, row_id in named:
            scope.get(actor, model, row_id)
    except NotFound as foreign:
        raise NotYours() from foreign
    return given


def _keep_bytes(opened: Opened, store: BlobStore, wanted: set[str], now: datetime) -> Iterator[None]:
    for part in opened.of_kind("bytes"):
        owner, sha256 = db.session.get(Account, opened.owner_id), part.heading["sha256"]
        if sha256 not in wanted:
            continue
        wanted.discard(sha256)  # a file that has the same bytes again and again is looked at once
        if not sent.handed_in(owner, [sha256]):
            room = uploads.room_for_refused(owner, now)
            yield None  # whoever iterates commits: nobody waits while the photo is decoded
            seen = uploads.look_at(store, whole(opened.plain, part), room)
            uploads.note(db.session.get(Account, opened.owner_id), seen, now)
            yield None


def _take(actor: Account, opened: Opened, raw: bytes, brought: Brought, signer: ReceiptKey, now: datetime) -> None:
    owner = db.session.get(Account, opened.owner_id)
    try:
        with db.session.begin_nested():
            if _is_here(owner, raw, brought):
                brought.outcome = PRESENT
                return
            packet = services.take(owner, brought.draft, brought.key, raw, signer, now)
            _note(actor, opened, packet, now)
    except DomainError as error:
        brought.error = error
        return
    brought.outcome, brought.packet, brought.site = packet.outcome, packet, packet.draft.site.name


def _is_here(owner: Account, raw: bytes, brought: Brought) -> bool:
    """Whether this very packet, or everything that it holds, came before."""
    packet, draft = db.session.get(Packet, brought.key), sent.find_draft(brought.draft)
    if draft is None or draft.account_id != owner.id:
        return False
    brought.site = draft.site.name
    if packet is not None:
        return packet.body_sha256 == digest(raw) and packet.draft_id == brought.draft
    known = sent.chain_of(brought.draft)
    entries = read_record(raw, brought.draft).entries
    return bool(entries) and all(known.get(entry["seq"]) == entry["hash"] for entry in entries)


def _note(actor: Account, opened: Opened, packet: Packet, now: datetime) -> None:
    """That the supervisor brought the packet, beside what is written in the owner's name."""
    rescue = Rescue(packet_id=packet.id, file_sha256=opened.sha256, imported_by_id=actor.id, imported_at=now)
    facts = {"file": opened.sha256, "account": opened.owner_id, "draft": packet.draft_id, "outcome": packet.outcome}
    record(actor, "rescue.import", rescue, after={**facts, "packet": packet.id})
    db.session.add(rescue)
    db.session.flush()
