"""One small county with something of everything, for tests that walk over all pages."""

import io
import json
from types import SimpleNamespace

from flask_babel import force_locale
from PIL import Image

from accounts.models import Account
from accounts.roles import Role
from core.ids import new_id
from inspections.filling import attaching, services
from inspections.filling.entries import Entry
from inspections.filling.sync import handing_in
from inspections.filling.sync import services as sending
from inspections.review import services as review
from tests.builders import (
    NOW,
    make_account,
    make_area,
    make_checklist,
    make_inspection,
    make_organisation,
    make_site,
    make_task,
)
from tests.phone import Phone


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
    }
    world.ids |= {"receipt_id": _receipt(world), "draft_id": new_id(), "code": site.id[-8:]}
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


def _receipt(world) -> str:
    """What the first inspector's phone got for a record without entries."""
    draft = new_id()
    body = Phone(None, world.version.id, world.ids["draft_task"], draft=draft).packet()
    signer = world.app.extensions["receipt_key"]
    packet = sending.take(world.people["jiancha1"], draft, new_id(), body, signer, NOW)
    return json.loads(packet.answer)["receipt"]["id"]


def _held(world) -> dict[str, str]:
    """A record with a photo that came for the visit that was issued already."""
    phone, inspector = Phone(None, world.version.id, world.ids["issued_task"]), world.people["jiancha1"]
    phone.photo(world.ids["item_id"], jpeg(7))
    row = handing_in.note(inspector, world.app.extensions["evidence"], jpeg(7), NOW)
    signer = world.app.extensions["receipt_key"]
    with force_locale("zh_Hans_CN"):
        packet = sending.take(inspector, phone.draft, new_id(), phone.packet(), signer, NOW)
    return {"packet_id": packet.id, "handed_in_id": row.id}


def fill(app, inspector: Account, visit) -> None:
    """Answer both items: one passes, one fails with a photo."""
    items = {item.code: item for item in visit.checklist_version.items}
    services.save_answer(inspector, visit, items["A01"], Entry("pass"), NOW)
    services.save_answer(inspector, visit, items["A02"], Entry(None, {"reading": "5.6"}, "檐口"), NOW)
    attaching.add_photo(inspector, app.extensions["evidence"], visit, items["A02"], "a.jpg", jpeg(), NOW)
