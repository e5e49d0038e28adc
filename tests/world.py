"""One small county with something of everything, for tests that walk over all pages."""

import io
import json
from datetime import UTC, datetime
from types import SimpleNamespace

from flask_babel import force_locale
from PIL import Image
from sqlalchemy import select

from accounts.models import Account, AccountRequest
from accounts.roles import Role
from accounts.two_people import RESET
from core.db import db
from core.ids import new_id
from inspections.evidence import attaching
from inspections.filling import services
from inspections.filling.sync import queries, uploads
from inspections.filling.sync import services as sending
from inspections.filling.sync.models import Packet
from inspections.review import services as review
from inspections.review.models import Rescue
from inspections.visits.entries import Entry
from inspections.visits.models import Signature
from tests.builders import (
    NOW,
    add,
    make_account,
    make_area,
    make_checklist,
    make_inspection,
    make_organisation,
    make_site,
    make_task,
)
from tests.phone import Phone, sha256


def jpeg(shade: int = 90) -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (320, 240), (shade, 90, 90)).save(out, "JPEG")
    return out.getvalue()


def build(app) -> SimpleNamespace:
    """Two townships with an enterprise, an inspector and a supervisor each; visits in every state at the first."""
    county = make_area("县")
    world = SimpleNamespace(app=app, people={}, ids={})
    office = make_organisation("监管办", "department", county)
    for place in (1, 2):
        area = make_area(f"第{place}乡", county)
        enterprise = make_organisation(f"企业{place}", "enterprise", area)
        world.people[f"jiancha{place}"] = make_account(f"jiancha{place}", Role.INSPECTOR, office)
        world.people[f"zhuguan{place}"] = make_account(f"zhuguan{place}", Role.SUPERVISOR, office, [area])
        world.people[f"qiye{place}"] = make_account(f"qiye{place}", Role.ENTERPRISE, enterprise)
    for name, role in (("bianzhi", Role.EDITOR), ("guanli", Role.ADMINISTRATOR), ("shenji", Role.AUDITOR)):
        world.people[name] = make_account(name, role, office)
    world.version = make_checklist(items=[ITEM_A, ITEM_B])
    site = make_site(world.people["qiye1"].organisation)
    _visits(world, site)
    world.ids |= {
        "site_id": site.id,
        "version_id": world.version.id,
        "account_id": world.people["bianzhi"].id,
        "organisation_id": world.people["qiye2"].organisation.id,
        "request_id": _reset(world).id,
        "office_id": office.id,
    }
    world.ids["signature_id"] = _signature(world, site)
    world.ids |= {"receipt_id": _receipt(world), "draft_id": new_id(), "code": site.id[-8:]}
    world.ids["rescue_id"] = _rescued(world)
    world.ids |= _held(world)
    world.document_version_id = world.version.document_version_id
    return world


ITEM_A = {"code": "A01", "question": "是否全封闭？", "path": "二/1", "quote": "高度不低于6米", "veto": "all"}
ITEM_B = {
    "code": "A02",
    "question": "高度是多少？",
    "path": "二/1",
    "quote": "高度不低于6米",
    "kind": "number",
    "params": {"limit": {"op": ">=", "value": "6", "unit": "米"}},
}


def _visits(world, site) -> None:
    inspector, supervisor = world.people["jiancha1"], world.people["zhuguan1"]
    for state in ("draft", "submitted", "approved", "issued"):
        task = make_task(world.version, site, [inspector], supervisor)
        visit = make_inspection(task)
        world.ids[f"{state}_task"], world.ids[f"{state}_visit"] = task.id, visit.id
        if state != "draft":
            fill(world.app, inspector, visit)
            services.submit(inspector, visit, NOW)
        if state in ("approved", "issued"):
            review.approve(supervisor, visit, NOW)
        if state == "issued":
            terms = {item.code: review.Term(10) for item in visit.checklist_version.items}
            world.ids["finding_id"] = review.issue(supervisor, visit, terms, NOW)[0].id
            world.ids["evidence_id"] = visit.evidence[0].id
    world.ids["item_id"] = world.version.items[0].id
    world.ids["task_id"] = make_task(world.version, site, [inspector], supervisor).id


def _reset(world) -> AccountRequest:
    """A request that waits: the administrator wants the auditor's password reset."""
    asked = {"kind": RESET, "asked_by_id": world.people["guanli"].id, "asked_at": datetime.now(UTC), "state": "waiting"}
    return add(AccountRequest(account_id=world.people["shenji"].id, **asked))


def _receipt(world) -> str:
    """What the first inspector's phone got for a record without entries."""
    draft = new_id()
    body = Phone(None, world.version.id, world.ids["draft_task"], draft=draft).packet()
    signer = world.app.extensions["receipt_key"]
    packet = sending.take(world.people["jiancha1"], draft, new_id(), body, signer, NOW)
    return json.loads(packet.answer)["receipt"]["id"]


def _rescued(world) -> str:
    """That the supervisor brought the last record of the inspector, and not his phone."""
    packet, brought = db.session.scalars(select(Packet).order_by(Packet.id.desc())).first(), {"file_sha256": "0" * 64}
    brought |= {"imported_by_id": world.people["zhuguan1"].id, "imported_at": NOW}
    return add(Rescue(packet_id=packet.id, **brought)).id


def _held(world) -> dict[str, str]:
    """A record with a photo that came for the visit that was issued already."""
    phone, inspector = Phone(None, world.version.id, world.ids["issued_task"]), world.people["jiancha1"]
    phone.photo(world.ids["item_id"], jpeg(7))
    row = uploads.note(inspector, uploads.look_at(world.app.extensions["evidence"], jpeg(7)), NOW)
    signer = world.app.extensions["receipt_key"]
    with force_locale("zh_Hans_CN"):
        packet = sending.take(inspector, phone.draft, new_id(), phone.packet(), signer, NOW)
    return {"packet_id": packet.id, "handed_in_id": row.id}


def _signature(world, site) -> str:
    """What somebody signed on the first inspector's phone, at a visit that is submitted."""
    inspector, store = world.people["jiancha1"], world.app.extensions["evidence"]
    task = make_task(world.version, site, [inspector], world.people["zhuguan1"])
    phone = Phone(None, world.version.id, task.id)
    for item in world.version.items:
        phone.answer(item.id, state="unable", note="门锁着")
    phone.sign(jpeg(1))
    uploads.note(inspector, uploads.look_at(store, jpeg(1)), NOW)
    signer = world.app.extensions["receipt_key"]
    sending.take(inspector, phone.draft, new_id(), phone.packet(submit=True), signer, NOW)
    return db.session.scalars(select(Signature.id)).one()


def fill(app, inspector: Account, visit) -> None:
    """Answer both items: one passes, one fails with a photo."""
    items = {item.code: item for item in visit.checklist_version.items}
    services.save_answer(inspector, visit, items["A01"], Entry("pass"), NOW)
    services.save_answer(inspector, visit, items["A02"], Entry(None, {"reading": "5.6"}, "檐口"), NOW)
    store = app.extensions["evidence"]
    attaching.add_photo(inspector, visit, items["A02"], attaching.keep_bytes(store, "a.jpg", jpeg()), NOW)
    if not queries.handed_in(inspector, [sha256(jpeg(2))]):
        uploads.note(inspector, uploads.look_at(store, jpeg(2)), NOW)
    marks = {"marks_sha256": sha256(jpeg(2))}
    attaching.add_photo(inspector, visit, items["A02"], attaching.keep_bytes(store, "a.jpg", jpeg()), NOW, said=marks)
