"""What each unsafe route is really asked to do, and what shows that it was done; a row for each such route."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale

from accounts import sessions
from accounts.forms import NO_PARENT
from accounts.models import Account, AccountRequest
from accounts.requests import REFUSE
from accounts.two_people import RESET
from core.clock import today, utc_now
from core.db import db
from core.ids import new_id
from inspections.filling import services
from inspections.filling.sync import services as sending
from inspections.planning.models import Task
from inspections.review import services as review
from inspections.visits import queries
from inspections.visits.models import Inspection
from tests.builders import NOW, PASSWORD, add, make_account, make_document
from tests.inspections.review.desk.rescuing import PASSPHRASE, contents, record, seal
from tests.phone import Phone, sha256
from tests.world import jpeg

PHOTO = jpeg(33)


@dataclass(frozen=True)
class Act:
    """A call as a person makes it; `shows` is the action on the trail, or `table:`, `cookie:`, `says:` and what."""

    shows: str
    sent: Callable[[object, str], dict] = lambda world, name: {}
    ids: Callable[[object], dict] = lambda world: {}  # objects that stand in the address instead of the usual ones
    signed_in: bool = True


def form(**data) -> Callable:
    """The fields of a posted form; what is callable is asked of the world."""
    return lambda world, name: {"data": {key: each(world) if callable(each) else each for key, each in data.items()}}


def _id(name: str) -> Callable:
    return lambda world: world.ids[name]


def _person(name: str, world) -> Account:
    return db.session.get(Account, world.account_ids[name])


def _today(world) -> str:
    return today().isoformat()


def _marked(world) -> dict:
    """A visit with an item that is marked for return."""
    visit = db.session.get(Inspection, world.ids["submitted_visit"])
    given = review.Given("return", "请重测")
    review.decide(_person("zhuguan1", world), visit, visit.checklist_version.items[0].id, given, NOW)
    return {}


def _disputed(world) -> dict:
    """A visit of which two phones said different things."""
    task = db.session.get(Task, world.ids["task_id"])
    inspector, other = _person("jiancha1", world), make_account("tongban")
    phones = [Phone(None, world.ids["version_id"], task.id) for _ in range(2)]
    task.inspectors.append(other)
    items = task.checklist_version.items
    for phone, who, note in zip(phones, (inspector, other), ("甲记", "乙记"), strict=True):
        for item in items:
            phone.answer(item.id, base=0, state="unable", note=note)
        _take(world, who, phone)
    visit = queries.find_of_task(task.id)
    services.submit(inspector, visit, utc_now())
    return {"inspection_id": visit.id}


def _take(world, who: Account, phone: Phone) -> None:
    with force_locale("zh_Hans_CN"):
        sending.take(who, phone.draft, new_id(), phone.packet(), world.app.extensions["receipt_key"], utc_now())


def _record(world, name: str) -> dict:
    phone = Phone(None, world.ids["version_id"], world.ids["draft_task"], draft=world.ids["draft_id"])
    headers = {"Idempotency-Key": new_id(), "Content-Type": "application/json"}
    return {"data": phone.packet(), "headers": headers}


def _rescue(world, name: str) -> dict:
    body = Phone(None, world.ids["version_id"], world.ids["draft_task"]).packet()
    sealed = seal(contents(world.account_ids["jiancha1"], [record(new_id(), body)]), rounds=600_000)
    return {"data": {"file": (io.BytesIO(sealed), "数据包.tiaocha"), "passphrase": PASSPHRASE}}


def _piece(world, name: str) -> dict:
    return {"data": PHOTO, "headers": {"Upload-Offset": "0", "Upload-Length": str(len(PHOTO))}}


def _another_session(world, name: str) -> dict:
    """Where the person is signed in besides."""
    token = sessions.begin(_person(name, world), utc_now()).session_token
    return {"data": {"session": sessions.token_hash(token)[:20]}}


def _own_reset(world, name: str) -> dict:
    """A request that the person's own password be reset."""
    waits = {"kind": RESET, "asked_by_id": world.account_ids["bianzhi"], "asked_at": utc_now(), "state": "waiting"}
    return {"data": {"reset": add(AccountRequest(account_id=world.account_ids[name], **waits)).id, "choice": REFUSE}}


def _lapsed(world) -> dict:
    """A document that has an end."""
    version, _ = make_document([("一", "总则")], effective_to=date(2020, 1, 1))
    return {"version_id": version.id}


ACTS: dict[tuple[str, str], Act] = {
    ("preferences.choose", "POST"): Act("cookie:theme", form(theme="dark")),
    ("accounts.login", "POST"): Act(
        "login.succeeded", lambda world, name: {"data": {"username": name, "password": PASSWORD}}, signed_in=False
    ),
    ("accounts.logout", "POST"): Act("logout"),
    ("accounts.change_password", "POST"): Act(
        "account.password", form(current=PASSWORD, new_password="Xin-De-Mi-Ma-77", repeated="Xin-De-Mi-Ma-77")
    ),
    ("accounts.prove", "POST"): Act("account.proved", lambda world, name: {"json": {"password": PASSWORD}}),
    ("accounts.end_session", "POST"): Act("account.end_session", _another_session),
    ("accounts.settle_reset", "POST"): Act("account.refuse_reset", _own_reset),
    ("admin.settle_request", "POST"): Act("account.refuse_reset", form(choice=REFUSE)),
    ("admin.new_account", "POST"): Act(
        "account.create", form(username="xinren", name="新人", role="editor", organisation=_id("office_id"))
    ),
    ("admin.account", "POST"): Act("account.edit", form(name="改名", organisation=_id("office_id"), enabled="y")),
    ("admin.reset_password", "POST"): Act("account.reset_password"),
    ("admin.end_sessions", "POST"): Act("account.end_sessions"),
    ("admin.organisations", "POST"): Act(
        "organisation.create", form(name="新企业", kind="enterprise", area=_id("area_id"))
    ),
    ("admin.organisation", "POST"): Act(
        "organisation.edit", form(name="改名企业", kind="enterprise", area=_id("area_id"))
    ),
    ("admin.areas", "POST"): Act("area.create", form(name="新乡", parent=_id("area_id"))),
    ("admin.area", "POST"): Act("area.edit", form(name="改名乡", parent=NO_PARENT)),
    ("documents.keep", "POST"): Act(
        "document.keep", form(decided_by="县政府", reason="新文件尚未出台", until=_today), _lapsed
    ),
    ("sites.new", "POST"): Act("site.save", form(organisation=_id("own_organisation_id"), name="新点", kind="depot")),
    ("sites.edit", "POST"): Act("site.save", form(organisation=_id("own_organisation_id"), name="改名", kind="depot")),
    ("sites.transfer", "POST"): Act(
        "site.transfer",
        form(organisation=_id("neighbour_id"), from_on=_today, reason="转让"),
    ),
    ("tasks.new", "POST"): Act(
        "task.create",
        form(
            site=_id("site_id"),
            checklist=_id("version_id"),
            inspectors=lambda world: [world.account_ids["jiancha1"]],
            due_on=date(2027, 1, 1).isoformat(),
            again="y",
        ),
    ),
    ("filling.withdraw", "POST"): Act("task.cancel", form(reason="计划有变")),
    ("admin.settings", "POST"): Act("setting.change", form(pin_required="y")),
    ("calendar.index", "POST"): Act("calendar.set", form(day="2027-05-01", working="no", reason="劳动节")),
    ("filling.start", "POST"): Act("inspection.start"),
    ("filling.form", "POST"): Act("answer.set", form(**{"A01-state": "pass", "A01-note": "", "A01-revision": "0"})),
    ("sync_api.lacking", "POST"): Act(
        "says:lacking", lambda world, name: {"json": {"pieces": [{"sha256": sha256(PHOTO), "size": len(PHOTO)}]}}
    ),
    ("sync_api.put_piece", "PATCH"): Act("table:handed_in", _piece, lambda world: {"sha256": sha256(PHOTO)}),
    ("sync_api.put_record", "PUT"): Act("table:packet", _record),
    ("review.decide", "POST"): Act("review.decide", form(kind="accept")),
    ("review.return_", "POST"): Act("review.return", ids=_marked),
    ("review.approve", "POST"): Act("review.approve"),
    ("review.issue", "POST"): Act("review.issue", form(**{"days-A02": "5", "undated": "A02"})),
    ("findings.acknowledge", "POST"): Act("report.acknowledge"),
    ("desk.conflicts", "POST"): Act(
        "conflict.settle", form(key=_id("item_id"), choice="keep", reason="已核"), _disputed
    ),
    ("desk.held_record", "POST"): Act("held.close", form(kind="noted", reason="已核")),
    ("desk.rescue", "POST"): Act("rescue.import", _rescue),
    ("rescued.answer", "POST"): Act("rescue.confirm", form(kind="confirmed")),
}
