"""What the script of the form asks and sends. Every write is idempotent; every failure has the one JSON shape."""

from datetime import datetime

from flask import Blueprint, current_app, jsonify, request
from flask_login import current_user

from core.clock import utc_now
from core.db import db
from core.errors import N_, Invalid
from core.i18n import translate
from inspections.filling import attaching, queries, services
from inspections.filling.cards import cards_of, interval_of, photo_links
from inspections.filling.entries import read_entry
from inspections.filling.models import Answer, Inspection
from inspections.filling.visits import item_of, judgement_of, visit_of

bp = Blueprint("filling_api", __name__, url_prefix="/api")
blueprints = [bp]


def _payload() -> dict:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Invalid(N_("请求的内容不是有效的 JSON。"))
    return body


@bp.get("/inspections/<ulid:inspection_id>")
def visit(inspection_id):
    return jsonify(visit_of(queries.get_visit(current_user, inspection_id)))


@bp.put("/inspections/<ulid:inspection_id>/answers/<ulid:item_id>")
def put_answer(inspection_id, item_id):
    inspection, body = queries.get_visit(current_user, inspection_id), _payload()
    item = services.require_item(inspection, item_id)
    inputs = body.get("inputs")
    if not isinstance(inputs, dict) or not all(isinstance(value, str) for value in inputs.values()):
        raise Invalid(N_("请求的内容不是有效的 JSON。"))
    entry = read_entry(item, inputs)
    try:
        answer = services.save_answer(
            current_user, inspection, item, entry, utc_now(), _revision(body), _moment(body.get("answered_at"))
        )
    except services.StaleAnswer as stale:
        db.session.rollback()
        return _conflict(stale, queries.get_visit(current_user, inspection_id), item.id)
    db.session.commit()
    return jsonify(_saved(inspection, item, answer))


def _revision(body: dict) -> int | None:
    given = body.get("base_revision")
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def _moment(text) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _saved(inspection: Inspection, item, answer: Answer | None) -> dict:
    cards = cards_of(inspection)
    card = next(card for card in cards if card.item.id == item.id)
    return {
        "item": item.id,
        "revision": answer.revision if answer else 0,
        "judgement": judgement_of(card.judgement),
        "advice": card.advice,
        "interval": interval_of(inspection.checklist_version, cards),
    }


def _conflict(stale, inspection: Inspection, item_id: str):
    """409 with what is stored, so that both sides can be shown."""
    stored = next(card for card in cards_of(inspection) if card.item.id == item_id)
    body = {
        "error": stale.code,
        "message": translate(stale.message, **stale.params),
        "fields": item_of(stored)["inputs"],
    }
    return jsonify(body), 409


@bp.put("/inspections/<ulid:inspection_id>/attributes")
def put_attributes(inspection_id):
    inspection, body = queries.get_visit(current_user, inspection_id), _payload()
    services.set_attributes(current_user, inspection, {str(name): str(value) for name, value in body.items()})
    db.session.commit()
    return jsonify({"attributes": inspection.attributes})


@bp.put("/inspections/<ulid:inspection_id>/items/<ulid:item_id>/photos/<sha256>")
def put_photo(inspection_id, item_id, sha256):
    inspection = queries.get_visit(current_user, inspection_id)
    item = services.require_item(inspection, item_id)
    evidence = attaching.add_photo(
        current_user,
        current_app.extensions["evidence"],
        inspection,
        item,
        (request.args.get("name") or "photo")[-80:],
        request.get_data(),
        utc_now(),
        digest=sha256,
        said=_said(),
    )
    db.session.commit()
    return jsonify({"sha256": evidence.sha256, "photo": photo_links(evidence)})


def _said() -> dict:
    """Time and place as the phone says them; kept as data, not trusted."""
    said = {"taken_at": (request.args.get("taken_at") or "")[:40]}
    latitude, longitude = (request.args.get(name, type=float) for name in ("latitude", "longitude"))
    if latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180:
        said |= {"latitude": latitude, "longitude": longitude}
    return said


@bp.post("/inspections/<ulid:inspection_id>/photos/<ulid:evidence_id>/withdraw")
def withdraw(inspection_id, evidence_id):
    inspection = queries.get_visit(current_user, inspection_id)
    attaching.withdraw_photo(current_user, inspection, evidence_id, utc_now())
    db.session.commit()
    return jsonify({"withdrawn": evidence_id})


@bp.post("/inspections/<ulid:inspection_id>/submit")
def submit(inspection_id):
    inspection = queries.get_visit(current_user, inspection_id)
    services.submit(current_user, inspection, utc_now())
    db.session.commit()
    return jsonify({"state": inspection.state})
