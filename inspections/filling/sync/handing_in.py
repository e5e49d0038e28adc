"""Bytes before the record: which of them are here, one more piece, what the whole turns out to be."""

from datetime import datetime

from accounts.models import Account
from core.blobs import BlobStore, sha256
from core.db import db
from core.errors import N_, DomainError, Invalid, TooLarge
from core.pieces import FULL, NoSpace, Partial, Pieces
from inspections.filling.attaching import keep_bytes
from inspections.filling.sync import queries
from inspections.filling.sync.models import HandedIn
from inspections.filling.sync.payloads import LARGEST_FILE

LARGEST_PIECE = 8 * 1024 * 1024


class OtherBytes(Invalid):
    """The whole file is not the one that was announced; it has to be sent anew."""

    message = N_("照片传输有误（摘要不符），请重新上传。")


class FileTooLarge(TooLarge):
    """More than one file or one piece may have."""

    code = "too_large"
    message = N_("文件太大。照片最大 40 MB，每次上传最多 8 MB。")


def lacking(
    actor: Account, pieces: Pieces, store: BlobStore, asked: list[tuple[str, int]], now: datetime
) -> list[dict]:
    """Of the bytes asked about, those that the account has not fully handed in, and how far each is.

    What others sent counts as lacking. A file that is whole but was never noted is noted now.
    """
    here = queries.handed_in(actor, (digest for digest, _ in asked))
    return [
        {"sha256": digest, "offset": pieces.offset(actor.id, digest)}
        for digest, size in asked
        if digest not in here and not _finish_whole(actor, pieces, store, digest, size, now)
    ]


def _finish_whole(actor: Account, pieces: Pieces, store: BlobStore, digest: str, size: int, now: datetime) -> bool:
    if not 0 < size == pieces.offset(actor.id, digest):
        return False
    with pieces.hold(actor.id, digest) as partial:
        try:
            return partial.offset == size and finish(actor, store, partial, digest, now) is not None
        except OtherBytes:
            partial.throw_away()
            return False


def check_piece(offset: int, size: int, piece: bytes) -> None:
    """Raises FileTooLarge, or Invalid for numbers that cannot be."""
    if size > LARGEST_FILE or len(piece) > LARGEST_PIECE:
        raise FileTooLarge()
    if offset < 0 or size < 1:
        raise Invalid(N_("上传的位置或长度不对。"))


def finish(actor: Account, store: BlobStore, partial: Partial, digest: str, now: datetime) -> HandedIn:
    """Check the whole file, keep it, and note that the account handed it in.

    Raises OtherBytes, or NoSpace; the partial file is left to the caller, who throws it away when all is committed.
    """
    data = partial.read()
    if sha256(data) != digest:
        raise OtherBytes(fields={"offset": 0})
    present = queries.handed_in(actor, [digest]).get(digest)
    return present or note(actor, store, data, now)


def note(actor: Account, store: BlobStore, data: bytes, now: datetime) -> HandedIn:
    """Bytes that are here whole: on the disk first, then in the database; what is no photo is kept all the same."""
    try:
        digest, facts = store.put(data), _facts(store, data)
    except OSError as failure:
        if failure.errno in FULL:
            raise NoSpace() from failure
        raise
    row = HandedIn(account_id=actor.id, sha256=digest, size=len(data), received_at=now, **facts)
    db.session.add(row)
    db.session.flush()
    return row


def _facts(store: BlobStore, data: bytes) -> dict:
    names = ("media_type", "shown_sha256", "thumb_sha256", "width", "height", "taken_at", "latitude", "longitude")
    try:
        kept = keep_bytes(store, N_("照片"), data)
    except DomainError as refused:
        return {"refusal": refused.code, "refused_because": refused.text}
    return {name: getattr(kept, name) for name in names}
