"""A county with very many of everything: rows put in at once, each with the line of the trail that names it."""

import hashlib
from datetime import date, timedelta
from types import SimpleNamespace

from sqlalchemy import insert

from accounts.audit import record
from accounts.models import Account, AccountRequest, LoginSession
from accounts.two_people import RESET
from checklists.authoring.models import ChecklistVersion
from core.clock import utc_now
from core.db import db
from core.ids import new_id
from inspections.filling.sync.models import Packet, PhoneDraft
from inspections.planning.models import CalendarDay, Site, Task, task_inspector
from inspections.review.models import HeldNote, Rescue
from inspections.visits.models import Finding, Inspection, Revision, Settlement
from tests.builders import NOW, first

AT_ONCE = 100  # rows that one line of the trail names


def mark(number: int) -> str:
    """What tells the row of that number from all others on a page."""
    return f"走查{number:04}"


def add_like(row, numbers: range, **changes) -> list[str]:
    """Copies of a row, one for each number, with what changes from one to the next; their ids."""
    columns = type(row).__table__.columns
    like = {column.key: getattr(row, column.key) for column in columns}
    rows = [{**like, "id": new_id(), **{key: change(n) for key, change in changes.items()}} for n in numbers]
    return _insert(type(row), rows)


def _insert(model, rows: list[dict]) -> list[str]:
    for part in _parts(rows) if "audit_seq" in model.__table__.columns else ():
        named = [SimpleNamespace(__tablename__=model.__tablename__, id=row["id"]) for row in part]
        seq = record(None, "test.many", also=named)
        for row in part:
            row["audit_seq"] = seq
    db.session.execute(insert(model), rows)
    return [row["id"] for row in rows]


def _parts(rows: list[dict]):
    return [rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)]


def fill(world, numbers: range) -> None:
    """So many more of everything that a list of the product shows, at the first township."""
    enterprise = _account("qiye1")
    add_like(enterprise.organisation.area, numbers, name=mark)
    add_like(enterprise.organisation, numbers, name=mark)
    _asked(add_like(enterprise, numbers, username=lambda n: f"many{n:04}", name=mark))
    _signed_in(numbers)
    day = {"working": True, "day": date(2031, 1, 1)}
    days = [{**day, "id": new_id(), "day": day["day"] + timedelta(n), "reason": mark(n)} for n in numbers]
    _insert(CalendarDay, days)
    _library(world, numbers)
    submitted = _visits(world, numbers)
    _held(world, numbers)
    _imported(world, numbers)
    _settled(numbers, submitted)
    for number in numbers:
        record(None, "test.line", after={"number": number})


def _account(username: str) -> Account:
    return db.session.query(Account).filter_by(username=username).one()


def _asked(accounts: list[str]) -> None:
    """A request about each of the accounts, which waits."""
    said = {"kind": RESET, "asked_by_id": _account("guanli").id, "asked_at": utc_now(), "state": "waiting"}
    _insert(AccountRequest, [{"id": new_id(), "account_id": each, **said} for each in accounts])


def _signed_in(numbers: range) -> None:
    """The administrator on so many devices, one used after the other."""
    now, where = utc_now(), {"address": "10.0.0.1", "network": "10.0.0.1", "device": ""}
    said = {"account_id": _account("guanli").id, "created_at": now, "proved_at": now, **where}
    hashes = ((n, hashlib.sha256(mark(n).encode()).hexdigest()) for n in numbers)
    rows = [{"token_hash": each, "seen_at": now - timedelta(seconds=n), **said} for n, each in hashes]
    db.session.execute(insert(LoginSession), rows)


def _in_turn(ids: list[str]):
    """A change that takes one id after the other."""
    left = iter(ids)
    return lambda number: next(left)


def _library(world, numbers: range) -> None:
    version = db.session.get(ChecklistVersion, world.ids["version_id"])
    document = version.document_version
    documents = add_like(document.document, numbers, title=mark)
    add_like(document, numbers, document_id=_in_turn(documents), content_hash=lambda n: f"{n + 1:064}")
    add_like(version, numbers, number=lambda n: n + 2, content_hash=lambda n: f"{n + 1:064}")


def _visits(world, numbers: range) -> list[str]:
    """Sites, tasks, and as many issued visits with a finding as submitted ones; the ids of the latter."""
    add_like(db.session.get(Site, world.ids["site_id"]), numbers, name=mark)
    issued, submitted = (db.session.get(Inspection, world.ids[f"{state}_visit"]) for state in ("issued", "submitted"))
    for visit in (issued, submitted):
        tasks = add_like(db.session.get(Task, visit.task_id), numbers)
        given = [{"task_id": task, "account_id": visit.inspector_id} for task in tasks]
        db.session.execute(insert(task_inspector), given)
        visits = add_like(visit, numbers, task_id=_in_turn(tasks))
        if visit is issued:
            finding = db.session.get(Finding, world.ids["finding_id"])
            add_like(finding, numbers, inspection_id=_in_turn(visits))
    return visits


def _held(world, numbers: range) -> None:
    """As many held records that wait as those that were dealt with."""
    packet = db.session.get(Packet, world.ids["packet_id"])
    draft = db.session.get(PhoneDraft, packet.draft_id)
    for dealt_with in (False, True):
        drafts = add_like(draft, numbers)
        packets = add_like(packet, numbers, draft_id=_in_turn(drafts))
        said = {"kind": "noted", "reason": "已核", "decided_by_id": _account("zhuguan1").id, "decided_at": NOW}
        if dealt_with:
            _insert(HeldNote, [{"id": new_id(), "packet_id": each, **said} for each in packets])


def _imported(world, numbers: range) -> None:
    """Records that the supervisor brought in the inspector's name, who has said nothing of them."""
    rescue = db.session.get(Rescue, world.ids["rescue_id"])
    drafts = add_like(rescue.packet.draft, numbers)
    add_like(rescue, numbers, packet_id=_in_turn(add_like(rescue.packet, numbers, draft_id=_in_turn(drafts))))


def _settled(numbers: range, visits: list[str]) -> None:
    """A decision between two records at each of the visits."""
    revision = first(Revision, Revision.item_id.is_not(None), Revision.draft_id.is_not(None))
    kept = add_like(revision, numbers, beside=lambda n: True, inspection_id=_in_turn(visits))
    said = {"kind": "keep", "reason": "现场复核", "result_id": None}
    said["decided_by_id"] = _account("zhuguan1").id
    rows = [
        {**said, "id": new_id(), "inspection_id": visit, "revision_id": row, "chosen_id": row, "decided_at": at}
        for at, visit, row in zip((NOW + timedelta(minutes=n) for n in numbers), visits, kept, strict=True)
    ]
    _insert(Settlement, rows)
