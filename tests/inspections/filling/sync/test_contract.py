"""The stand-in server of the JavaScript tests answers as the real API does: one table of cases, both sides."""

import json
import urllib.error
import urllib.request
from types import SimpleNamespace

import pytest

from accounts import sessions
from accounts.models import Account
from core.clock import today, utc_now
from core.db import db, unit_of_work
from core.ids import new_id
from inspections.filling.sync.visits import REASONS
from inspections.planning import services as planning
from inspections.planning.models import Task
from inspections.review import services as review
from inspections.visits.queries import find_of_task
from tests.builders import PASSWORD
from tests.conftest import signing_in
from tests.inspections.filling.sync.conftest import county
from tests.js.offline import offered
from tests.js.offline.stand_in import MEI, serve
from tests.phone import Phone, sha256
from tests.world import jpeg


class Wire:
    """The methods of Flask's test client over HTTP, as far as a phone in Python uses them."""

    def __init__(self, server):
        self.address = server.address

    def _call(self, method: str, path: str, data: bytes | None = None, headers=None, **given):
        body = json.dumps(given["json"]).encode() if "json" in given else data
        request = urllib.request.Request(self.address + path, body, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return _answer(answer.status, answer.read())
        except urllib.error.HTTPError as refused:
            return _answer(refused.code, refused.read())

    def get(self, path, **given):
        return self._call("GET", path, **given)

    def post(self, path, **given):
        return self._call("POST", path, **given)

    def patch(self, path, **given):
        return self._call("PATCH", path, **given)

    def put(self, path, **given):
        return self._call("PUT", path, **given)


def _answer(status: int, body: bytes):
    return SimpleNamespace(status_code=status, data=body, get_json=lambda: json.loads(body))


def _session(client) -> dict:
    return client.get("/api/session").get_json()


class Real:
    """The real API with its check of the token, and what the county does meanwhile."""

    def __init__(self, world):
        self.world, self.item, self.other = world, world.a01, world.a02
        self.photo, self.client = jpeg(5), world.clients["jiancha"]
        world.app.config["WTF_CSRF_ENABLED"] = True

    def phone(self) -> Phone:
        return self.world.phone(headers={"X-CSRFToken": _session(self.client)["csrf"]})

    def end_the_task(self) -> None:
        with self.world.app.app_context(), unit_of_work():
            task = db.session.get(Task, self.world.task)
            chief = db.session.get(Account, self.world.ids["zhuguan"])
            _cancel(chief, task)

    def sign_out(self) -> None:
        self.client.post("/logout", headers={"X-CSRFToken": _session(self.client)["csrf"]})

    def sign_in_again(self) -> None:
        self.sign_out()
        self.world.app.config["WTF_CSRF_ENABLED"] = False
        self.client.post("/login", data={"username": "jiancha", "password": PASSWORD})
        self.world.app.config["WTF_CSRF_ENABLED"] = True

    def end_all_sessions(self) -> None:
        with self.world.app.app_context(), unit_of_work():
            sessions.end_all(None, db.session.get(Account, self.world.ids["jiancha"]), utc_now())

    def offer_a_task(self) -> tuple[str, str]:
        """At a site that was visited before, with a photo; the task and its checklist."""
        _visit(self)
        with self.world.app.app_context(), unit_of_work():
            chief, own = (db.session.get(Account, self.world.ids[name]) for name in ("zhuguan", "jiancha"))
            done = db.session.get(Task, self.world.task)
            review.approve(chief, find_of_task(done.id), utc_now())
            wanted = self.world.site, done.checklist_version, [own], today()
            return planning.create_task(chief, *wanted, "", utc_now(), again=True).id, self.world.version


def _visit(side: Real) -> None:
    phone = side.phone()
    phone.answer(side.item, state="fail", note="檐口")
    phone.answer(side.other, reading="8", note="")
    phone.photo(side.item, side.photo)
    assert phone.send(submit=True).get_json()["state"] == "submitted"


def _cancel(chief: Account, task: Task) -> None:
    from accounts.audit import record

    record(chief, "task.cancel", task, {"state": task.state}, {"state": "cancelled"})
    task.state = "cancelled"


class StandIn:
    """The stand-in, told the same."""

    def __init__(self, server):
        self.server, self.world, self.photo, self.item, self.other = server, server.world, jpeg(5), "i1", "i2"
        self.client = Wire(server)
        self.world.required = [self.other]

    def phone(self) -> Phone:
        return Phone(self.client, "V1", "T1", headers={"X-CSRFToken": _session(self.client)["csrf"]})

    def end_the_task(self) -> None:
        self.world.closed = True

    def sign_out(self) -> None:
        self.world.account = None

    def sign_in_again(self) -> None:
        self.world.account, self.world.csrf = MEI, "token-2"

    def end_all_sessions(self) -> None:
        self.world.account, self.world.ended = None, True

    def offer_a_task(self) -> tuple[str, str]:
        offered.offer(self.world, offered.BEGUN)
        return "T1", "V1"


# what the phone does


def _lacking(side):
    phone = side.phone()
    phone.photo(side.item, side.photo)
    return phone.lacking()


def _piece_from_nowhere(side):
    phone = side.phone()
    phone.photo(side.item, side.photo)
    return phone.send_piece(sha256(side.photo), 5, side.photo[5:])


def _piece_beyond_the_end(side):
    phone = side.phone()
    phone.photo(side.item, side.photo)
    return phone.send_piece(sha256(side.photo), 0, side.photo, size=len(side.photo) - 1)


def _first_piece(side):
    phone = side.phone()
    phone.photo(side.item, side.photo)
    return phone.send_piece(sha256(side.photo), 0, side.photo[:10])


def _whole(side):
    phone = side.phone()
    phone.photo(side.item, side.photo)
    return phone.send_piece(sha256(side.photo), 0, side.photo)


def _other_bytes(side):
    phone = side.phone()
    phone.photo(side.item, side.photo)
    spoilt = bytes(reversed(side.photo))
    return phone.send_piece(sha256(side.photo), 0, spoilt)


def _answered(side) -> Phone:
    phone = side.phone()
    phone.answer(side.item, state="pass")
    return phone


def _record(side):
    phone = _answered(side)
    return phone.put(phone.packet())


def _same_record_again(side):
    phone, key = _answered(side), new_id()
    body = phone.packet()
    first, again = phone.put(body, key), phone.put(body, key)
    assert first.get_json() == again.get_json()
    return again


def _key_used_again(side):
    phone, key = _answered(side), new_id()
    phone.put(phone.packet(), key)
    phone.answer(side.other, state="unable", note="门锁着")
    return phone.put(phone.packet(first=2), key)


def _without_its_bytes(side):
    phone = side.phone()
    phone.photo(side.item, side.photo)
    return phone.put(phone.packet())


def _with_a_gap(side):
    phone = _answered(side)
    phone.answer(side.item, state="fail", note="x")
    return phone.put(phone.packet(first=2))


def _changed_afterwards(side):
    phone = _answered(side)
    phone.entries[0] |= {"at": "2026-01-01T00:00:00+00:00"}
    return phone.put(phone.packet())


def _incomplete(side):
    phone = _answered(side)
    phone.done()
    return phone.put(phone.packet(submit=True))


def _after_the_task_ended(side):
    phone = _answered(side)
    side.end_the_task()
    return phone.put(phone.packet())


# whom it is told, and what is taken along


def _who_is_signed_in(side):
    return side.client.get("/api/session")


def _who_after_signing_out(side):
    side.sign_out()
    return side.client.get("/api/session")


def _who_after_the_session_was_ended(side):
    side.end_all_sessions()
    return side.client.get("/api/session")


def _the_keys_of_receipts(side):
    side.sign_out()
    return side.client.get("/api/receipt-key")


def _take_along(side):
    side.offer_a_task()
    return side.client.get("/api/take-along")


def _bundle_of_a_task(side):
    return side.client.get(f"/api/tasks/{side.offer_a_task()[0]}/bundle")


def _bundle_of_no_task(side):
    side.offer_a_task()
    return side.client.get(f"/api/tasks/{new_id()}/bundle")


def _bundle_of_a_checklist(side):
    return side.client.get(f"/api/versions/{side.offer_a_task()[1]}/bundle")


# without a session, or without its token


def _each_way(phone: Phone) -> list:
    """Whatever a phone writes, and how it is answered."""
    sha, data = next(iter(phone.bytes.items()))
    return [phone.lacking(), phone.send_piece(sha, 0, data), phone.put(phone.packet())]


def _alike(answers: list):
    """The one way in which all were answered."""
    assert len({json.dumps(_read(each), default=sorted) for each in answers}) == 1
    return answers[0]


def _with_a_photo(side) -> Phone:
    phone = side.phone()
    phone.photo(side.item, side.photo)
    return phone


def _written_by_nobody(side):
    phone = _with_a_photo(side)
    side.sign_out()
    return _alike(_each_way(phone))


def _read_by_nobody(side):
    task, version = side.offer_a_task()
    side.sign_out()
    bundles = f"/api/tasks/{task}/bundle", f"/api/versions/{version}/bundle"
    return _alike([side.client.get(path) for path in ("/api/take-along", *bundles)])


def _without_a_token(side):
    phone = _with_a_photo(side)
    phone.headers = {}
    return _alike(_each_way(phone))


def _with_a_token_of_before(side):
    phone = _with_a_photo(side)
    side.sign_in_again()
    return _alike(_each_way(phone))


def _with_a_token_asked_anew(side):
    phone = _with_a_photo(side)
    side.sign_in_again()
    assert _each_way(phone)[0].status_code == 400
    phone.headers = side.phone().headers
    return _each_way(phone)[-1]


PERSON = {"id": "str", "name": "str", "role": "str"}
SESSION = {
    "signed_in": "bool", "ended": "bool", "csrf": "str", "account": PERSON, "pin_required": "bool",
    "offline_days": "int",
}  # fmt: skip
KEY = dict.fromkeys(("kty", "crv", "x", "y", "kid", "use", "alg"), "str")
PIECE = {"sha256": "str", "offset": "int", "complete": "bool"}
SITE = {**dict.fromkeys(("id", "name", "kind", "address", "code"), "str"), "attributes": "dict"}
TASK = {
    **dict.fromkeys(("id", "checklist", "version", "version_hash", "due_on", "state", "note"), "str"),
    "site": SITE, "inspection": "NoneType", "inspection_state": "NoneType", "bundle_bytes": "int",
}  # fmt: skip
BEGUN = {**TASK, "inspection": "str", "inspection_state": "str"}
CLAUSE = {**dict.fromkeys(("path", "cite", "quote", "text", "source"), "str"), "doubt": "NoneType"}
ITEM = {
    **dict.fromkeys(("id", "code", "question", "kind", "points", "method", "veto"), "str"),
    **dict.fromkeys(("failed_words", "condition", "severity", "slot"), "NoneType"),
    "params": "dict", "photo_rule": "dict", "clause": CLAUSE, "na_allowed": "bool",
}  # fmt: skip
VERSION = {
    **dict.fromkeys(("id", "title", "hash", "site_kind", "result_model"), "str"),
    "attributes": "list", "items": [ITEM], "scoring": "dict",
}  # fmt: skip
PHOTO = {"sha256": "str", "url": "str"}
REMEMBERED = {"state": "str", "on": "str", "fails": "int", "note": "str"}
TAKEN_ALONG = {
    "account": {"id": "str", "name": "str"}, "server_time": "str", "offline_days": "int", "tasks": [TASK, BEGUN],
    "sites": [SITE], "checklists": [{"version": "str", "title": "str", "hash": "str"}],
}  # fmt: skip
OF_A_TASK = {
    "task": TASK, "version": VERSION, "calendar": "dict", "visit": "NoneType",
    "memory": [{**REMEMBERED, "photo": PHOTO}, {**REMEMBERED, "photo": "NoneType"}],
    "evidence": [{**PHOTO, "size": "int"}],
}  # fmt: skip
CASES = {
    _who_is_signed_in: (200, SESSION, (True, False)),
    _who_after_signing_out: (200, {**SESSION, "account": "NoneType"}, (False, False)),
    _who_after_the_session_was_ended: (200, {**SESSION, "account": "NoneType"}, (False, True)),
    _the_keys_of_receipts: (200, {"keys": [KEY]}, None),
    _take_along: (200, TAKEN_ALONG, None),
    _bundle_of_a_task: (200, OF_A_TASK, None),
    _bundle_of_no_task: (404, "not_found", set()),
    _bundle_of_a_checklist: (200, {"version": VERSION, "calendar": "dict"}, None),
    _written_by_nobody: (401, "unauthorized", set()),
    _read_by_nobody: (401, "unauthorized", set()),
    _without_a_token: (400, "csrf", set()),
    _with_a_token_of_before: (400, "csrf", set()),
    _with_a_token_asked_anew: (200, ("taken", None, "draft", False), None),
    _lacking: (200, {"lacking": [{"sha256": "str", "offset": "int"}]}, None),
    _piece_from_nowhere: (409, "wrong_offset", {"offset"}),
    _piece_beyond_the_end: (422, "beyond_end", set()),
    _first_piece: (200, PIECE, None),
    _whole: (200, PIECE, None),
    _other_bytes: (422, "other_bytes", {"offset"}),
    _record: (200, ("taken", None, "draft", False), None),
    _same_record_again: (200, ("taken", None, "draft", False), None),
    _key_used_again: (409, "key_reused", {"first", "second"}),
    _without_its_bytes: (409, "lacking_evidence", {"lacking"}),
    _with_a_gap: (409, "chain_gap", {"next"}),
    _changed_afterwards: (422, "chain_broken", {"seq"}),
    _incomplete: (200, ("taken", None, "draft", True), None),
    _after_the_task_ended: (200, ("held", "task_over", None, False), None),
}
ANSWER = {
    *("draft", "packet", "inspection", "outcome", "reason", "message", "state", "items", "refused", "missing"),
    "receipt",
}
RECEIPT = {
    *("id", "sequence", "draft", "packet", "inspection", "account", "entries", "head", "evidence", "outcome"),
    *("received_at", "previous", "key", "signature"),
}


FREE = {"params", "condition", "photo_rule", "attributes", "calendar", "scoring"}  # whatever a checklist says


def _shape(told, name: str = ""):
    """What is told, by its names and by the kinds of its values."""
    if name == "memory":  # by item
        told = list(told.values())
    if name in FREE or not isinstance(told, dict | list):
        return type(told).__name__
    if isinstance(told, dict):
        return {name: _shape(each, name) for name, each in told.items()}
    shapes = [_shape(each) for each in told]
    return [shape for place, shape in enumerate(shapes) if shape not in shapes[:place]]


def _read(answer) -> tuple:
    """Status, then the code with the fields it names, or what a record came to, or the shape of what is told."""
    body = answer.get_json()
    if answer.status_code != 200:
        return answer.status_code, body["error"], set(body["fields"])
    if "receipt" not in body:
        return 200, _shape(body), (body["signed_in"], body["ended"]) if "signed_in" in body else None
    assert set(body) == ANSWER and set(body["receipt"]) == RECEIPT
    for told in body["items"].values():
        assert {"revision", "inputs", "conflict"} <= set(told)
    return 200, (body["outcome"], body["reason"], body["state"], bool(body["missing"])), None


@pytest.fixture
def stand_in():
    server = serve()
    yield StandIn(server)
    server.shutdown()
    server.server_close()


DATABASES = {"sqlite": "app", "postgres": "postgres_app"}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres), "stand_in"])
def side(request):
    """The real API on either database, and the stand-in."""
    if request.param not in DATABASES:
        return request.getfixturevalue(request.param)
    app = request.getfixturevalue(DATABASES[request.param])
    return Real(county(app, signing_in(app)))


@pytest.mark.parametrize("does", CASES, ids=lambda does: does.__name__.strip("_"))
def test_both_servers_answer_alike(side, does):
    assert _read(does(side)) == CASES[does]


def test_every_reason_that_the_stand_in_gives_is_one_of_the_servers(stand_in):
    given = {_after_the_task_ended(stand_in).get_json()["reason"]}
    assert given and given <= set(REASONS)
