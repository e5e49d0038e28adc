"""What was refused, and what an enterprise read: one line of the trail for each person, object and hour.

Refusals are bounded further, twenty of a kind by one person in an hour: what is refused need not even exist. What was
read does, and is bounded by how much of it there is.
"""

import logging
from dataclasses import dataclass

from flask import Flask, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from accounts import appending, audit
from accounts.models import Account, AuditEntry
from accounts.roles import Role
from core.clock import utc_now
from core.db import db, reading, unit_of_work

REFUSED, UPLOAD_REFUSED = "access.refused", "upload.refused"
# Pages whose reading is itself a fact of the case: "it was never shown to us".
READINGS = {"findings.report": "report.read", "findings.show": "finding.read"}
TOO_MUCH = (413, 415)
MOST = 20  # refusals of one kind by one person in one hour: objects can be invented by whoever asks


@dataclass(frozen=True)
class Asked:
    """A page, and the object in its address; not a row, so that no row is stamped with the line."""

    __tablename__: str
    id: str


def init_app(app: Flask) -> None:
    """Look at every answer."""
    app.after_request(_look)


def _look(response):
    if request.endpoint not in (None, "static") and current_user.is_authenticated:
        action = _action(response.status_code)
        if action:
            asked = Asked(request.endpoint[:40], str(next(iter(request.view_args.values()), ""))[:26])
            outcome = "ok" if action in READINGS.values() else "refused"
            _note(current_user._get_current_object(), action, asked, response.status_code, outcome)
    return response


def _action(status: int) -> str | None:
    if status == 200 and request.method == "GET" and current_user.role == Role.ENTERPRISE:
        return READINGS.get(request.endpoint)
    if status in TOO_MUCH or (status in (400, 422) and request.mimetype == "multipart/form-data" and _files()):
        return UPLOAD_REFUSED
    if current_user.must_change_password:
        return None
    return REFUSED if status == 403 or (status == 404 and request.view_args) else None


def _files() -> bool:
    """Whether files came; a body that was refused before it was read is not read for this."""
    return "files" in vars(request) and any(file.filename for file in request.files.values())


def _note(actor: Account, action: str, asked: Asked, status: int, outcome: str) -> None:
    who = actor.id
    try:
        with reading():
            if _noted(who, action, asked):
                return
        with unit_of_work():
            appending.wait_for_turn()
            if not _noted(who, action, asked):
                facts = {"method": request.method, "status": status}
                audit.record(actor, action, asked, after=facts, outcome=outcome)
    except DatabaseError:  # the answer stands; what cannot be written down is at least in the log
        logging.getLogger("tiaocha").exception("%s by %s was not written down", action, who)


def _noted(who: str, action: str, asked: Asked) -> bool:
    lately = select(AuditEntry.object_type, AuditEntry.object_id).where(
        AuditEntry.actor_id == who, AuditEntry.action == action, AuditEntry.at >= f"{utc_now():%Y-%m-%dT%H}"
    )
    lines = [tuple(line) for line in db.session.execute(lately)]
    full = len(lines) >= MOST and action not in READINGS.values()
    return full or (asked.__tablename__, asked.id) in lines
