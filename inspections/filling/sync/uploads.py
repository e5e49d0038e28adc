"""Bytes before the record: which of them are here, one more piece, what the whole turns out to be."""

from datetime import datetime, timedelta

from accounts.audit import record
from accounts.models import Account
from core.blobs import BlobStore, sha256
from core.db import db
from core.errors import N_, DomainError, Invalid, TooLarge
from core.pieces import FULL, NoSpace, Partial, Pieces
from inspections.evidence.attaching import keep_bytes
from inspections.filling.sync import queries
from inspections.filling.sync.models import HandedIn
from inspections.filling.sync.payloads import LARGEST_FILE

LARGEST_PIECE = 8 * 1024 * 1024
# Of what is no photo, by one account in one day; a phone that takes photos has a few broken ones.
DAY, MOST_REFUSED, LARGEST_REFUSED = timedelta(days=1), 50, 100 * 1024 * 1024


class OtherBytes(Invalid):
    """The whole file is not the one that was announced; it has to be sent anew."""

    message = N_("照片传输有误（摘要不符），请重新上传。")


class FileTooLarge(TooLarge):
    """More than one file or one piece may have."""

    code = "too_large"
    message = N_("文件太大。照片最大 40 MB，每次上传最多 8 MB。")


class TooMuchRefused(DomainError):
    """The account has handed in its share of what is no photo; nothing more of it is kept today."""

    status = 429
    retry_after = 60 * 60
    message = N_("24 小时内收到的非照片文件已达上限（{count} 个或 {size} MB），未接收。请明天再试，或联系管理员。")


def lacking(actor: Account, pieces: Pieces, asked: list[tuple[str, int]]) -> list[dict]:
    """Of the bytes asked about, those that the account has not fully handed in, and how far each is.

    What others sent counts as lacking.
    """
    here = queries.handed_in(actor, (digest for digest, _ in asked))
    return [
        {"sha256": digest, "offset": pieces.offset(actor.id, digest)} for digest, _size in asked if digest not in here
    ]


def check_piece(offset: int, size: int, piece: bytes) -> None:
    """Raises FileTooLarge, or Invalid for numbers that cannot be."""
    if size > LARGEST_FILE or len(piece) > LARGEST_PIECE:
        raise FileTooLarge()
    if offset < 0 or size < 1:
        raise Invalid(N_("上传的位置或长度不对。"))


def room_for_refused(actor: Account, now: datetime) -> int:
    """How many bytes more of what is no photo are kept of the account today; -1 when it is too many files."""
    count, size = queries.refused_since(actor, now - DAY)
    return -1 if count >= MOST_REFUSED else LARGEST_REFUSED - size


def look_at_whole(store: BlobStore, partial: Partial, digest: str, room: int) -> dict:
    """Check that the file is the one announced, and look at it. Raises OtherBytes, TooMuchRefused, or NoSpace."""
    data = partial.read()
    if sha256(data) != digest:
        raise OtherBytes(fields={"offset": 0})
    return look_at(store, data, room)


def look_at(store: BlobStore, data: bytes, room: int = LARGEST_REFUSED) -> dict:
    """Keep bytes that are here whole, and what they show; what is no photo is kept all the same, while there is room.

    A photo is decoded here, so nothing may be locked meanwhile; the database is not asked: what comes at the same time
    shares the room. Raises TooMuchRefused, or NoSpace.
    """
    try:
        facts = _facts(store, data)
        if "refusal" in facts and len(data) > room:
            raise TooMuchRefused(count=MOST_REFUSED, size=LARGEST_REFUSED // 1024**2)
        return {"sha256": store.put(data), "size": len(data), **facts}
    except OSError as failure:
        if failure.errno in FULL:
            raise NoSpace() from failure
        raise


def note(actor: Account, seen: dict, now: datetime) -> HandedIn:
    """That the account handed in what was looked at; once."""
    present = queries.handed_in(actor, [seen["sha256"]]).get(seen["sha256"])
    if present:
        return present
    row = HandedIn(account_id=actor.id, received_at=now, **seen)
    db.session.add(row)
    db.session.flush()
    if row.refusal:
        why = {"sha256": row.sha256, "size": row.size, "why": row.refusal}
        record(actor, "upload.refused", row, after=why, outcome="refused")
    return row


def _facts(store: BlobStore, data: bytes) -> dict:
    names = ("media_type", "shown_sha256", "thumb_sha256", "width", "height", "taken_at", "latitude", "longitude")
    try:
        kept = keep_bytes(store, N_("照片"), data)
    except DomainError as refused:
        return {"refusal": refused.code, "refused_because": refused.text}
    return {name: getattr(kept, name) for name in names}
