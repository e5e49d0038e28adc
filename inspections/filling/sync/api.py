"""What a phone sends and asks for. Every write may be repeated; every failure has the one JSON shape."""

import contextlib
import re

from flask import Blueprint, Response, current_app, jsonify, request, url_for
from flask_login import current_user

from accounts import scope
from accounts.models import Account
from checklists.authoring.models import ChecklistVersion
from checklists.authoring.queries import get_form
from core.clock import utc_now
from core.compression import compressed
from core.db import db
from core.errors import N_, Invalid, NotFound
from inspections.filling.sync import bundles, memory, services, uploads
from inspections.filling.sync.payloads import read_pieces
from inspections.planning.models import Task
from inspections.planning.queries import find_site_by_code

# Bytes that are not kept: the phone hears why when it sends them again.
GONE = (uploads.OtherBytes, uploads.TooMuchRefused)
bp = Blueprint("sync_api", __name__, url_prefix="/api")


@bp.post("/evidence/lacking")
def lacking():
    asked, (pieces, store) = read_pieces(request.get_data()), _stores()
    here = uploads.queries.handed_in(current_user, (digest for digest, _size in asked))
    _note_whole(current_user.id, [each for each in asked if each[0] not in here], pieces, store)
    return jsonify({"lacking": uploads.lacking(current_user, pieces, asked)})


def _note_whole(account_id: str, asked: list[tuple[str, int]], pieces, store) -> None:
    """What is whole but was never noted, because the server ended in between."""
    db.session.rollback()
    for digest, _size in [each for each in asked if 0 < each[1] == pieces.offset(account_id, each[0])]:
        with pieces.hold(account_id, digest) as partial, contextlib.suppress(*GONE):
            _finish(account_id, store, partial, digest)


@bp.patch("/evidence/<digest:sha256>")
def put_piece(sha256):
    offset, size, piece = _number("Upload-Offset"), _number("Upload-Length"), request.get_data()
    uploads.check_piece(offset, size, piece)
    account_id, (pieces, store) = current_user.id, _stores()
    db.session.rollback()  # nobody waits for the database while bytes go to the disk
    pieces.require_room(account_id, sha256, len(piece))
    with pieces.hold(account_id, sha256) as partial:
        if _is_here(account_id, sha256):
            return jsonify({"sha256": sha256, "offset": size, "complete": True})
        offset = partial.append(offset, piece, size)
        if offset == size:
            _finish(account_id, store, partial, sha256)
    return jsonify({"sha256": sha256, "offset": offset, "complete": offset == size})


def _stores():
    return current_app.extensions["pieces"], current_app.extensions["evidence"]


def _number(header: str) -> int:
    text = request.headers.get(header, "")
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise Invalid(N_("上传的位置或长度不对。"), fields={header: N_("格式不对")})
    return int(text)


def _is_here(account_id: str, sha256: str) -> bool:
    here = bool(uploads.queries.handed_in(db.session.get(Account, account_id), [sha256]))
    db.session.rollback()
    return here


def _finish(account_id: str, store, partial, sha256: str) -> None:
    room = uploads.room_for_refused(db.session.get(Account, account_id), utc_now())
    db.session.rollback()  # nobody waits for the database while a photo is decoded
    try:
        seen = uploads.look_at_whole(store, partial, sha256, room)
    except GONE:
        partial.throw_away()
        raise
    uploads.note(db.session.get(Account, account_id), seen, utc_now())
    db.session.commit()
    partial.throw_away()


@bp.put("/records/<ulid:draft_id>")
def put_record(draft_id):
    key, signer = request.headers.get("Idempotency-Key", ""), current_app.extensions["receipt_key"]
    packet = services.take(current_user, draft_id, key, request.get_data(), signer, utc_now())
    answer = packet.answer
    db.session.commit()
    return Response(answer, mimetype="application/json")


@bp.get("/receipt-key")
def receipt_key():
    return jsonify({"keys": [current_app.extensions["receipt_key"].jwk]})


@bp.get("/take-along")
def take_along():
    return jsonify(bundles.take_along(current_user, utc_now(), current_app.config["OFFLINE_DAYS"]))


@bp.get("/tasks/<ulid:task_id>/bundle")
def task_bundle(task_id):
    task = scope.get(current_user, Task, task_id)
    bundle = bundles.task_bundle(
        *(current_user, task, current_app.extensions["evidence"]),
        lambda photo: url_for(".past_photo", task_id=task.id, evidence_id=photo.id),
        url_for,
    )
    return compressed(jsonify(bundle), request)


@bp.get("/tasks/<ulid:task_id>/photos/<ulid:evidence_id>")
def past_photo(task_id, evidence_id):
    evidence = memory.past_photo(scope.get(current_user, Task, task_id).site, evidence_id)
    if evidence is None:
        raise NotFound()
    return Response(current_app.extensions["evidence"].get(evidence.shown_sha256), mimetype="image/jpeg")


@bp.get("/versions/<ulid:version_id>/bundle")
def version_bundle(version_id):
    scope.get(current_user, ChecklistVersion, version_id)
    return compressed(jsonify(bundles.version_bundle(get_form(version_id))), request)


@bp.get("/sites/<code>")
def site(code):
    found = find_site_by_code(current_user, code.strip().upper())
    if found is None:
        raise NotFound()
    return jsonify(bundles.site_of(found))


blueprints = [bp]
