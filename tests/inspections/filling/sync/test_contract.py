"""The stand-in server of the JavaScript tests answers as the real API does: one table of cases, both sides."""

import json
import urllib.error
import urllib.request
from types import SimpleNamespace

import pytest

from accounts.models import Account
from core.db import db, unit_of_work
from core.ids import new_id
from inspections.filling.sync.visits import REASONS
from inspections.planning.models import Task
from tests.js.offline.stand_in import serve
from tests.phone import Phone, sha256


class Wire:
    """The methods of Flask's test client over HTTP, as far as a phone in Python uses them."""

    def __init__(self, server):
        self.address, self.csrf = server.address, server.world.csrf

    def _call(self, method: str, path: str, data: bytes | None = None, headers=None, **given):
        body = json.dumps(given["json"]).encode() if "json" in given else data
        all_headers = {"X-CSRFToken": self.csrf, **(headers or {})}
        request = urllib.request.Request(self.address + path, body, all_headers, method=method)
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
    return SimpleNamespace(status_code=status, get_json=lambda: json.loads(body))


class Real:
    """The real API, and what the county does meanwhile."""

    def __init__(self, world):
        self.world, self.item, self.other = world, world.a01, world.a02
        self.photo = world.jpeg(5)

    def phone(self) -> Phone:
        return self.world.phone()

    def end_the_task(self) -> None:
        with self.world.app.app_context(), unit_of_work():
            task = db.session.get(Task, self.world.task)
            chief = db.session.get(Account, self.world.ids["zhuguan"])
            _cancel(chief, task)


def _cancel(chief: Account, task: Task) -> None:
    from accounts.audit import record

    record(chief, "task.cancel", task, {"state": task.state}, {"state": "cancelled"})
    task.state = "cancelled"


class StandIn:
    """The stand-in, told the same."""

    def __init__(self, server, photo: bytes):
        self.server, self.photo, self.item, self.other = server, photo, "i1", "i2"
        server.world.required = [self.other]

    def phone(self) -> Phone:
        return Phone(Wire(self.server), "V1", "T1")

    def end_the_task(self) -> None:
        self.server.world.closed = True


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


CASES = {
    _lacking: (200, {"lacking"}, None),
    _piece_from_nowhere: (409, "wrong_offset", {"offset"}),
    _piece_beyond_the_end: (422, "beyond_end", set()),
    _first_piece: (200, {"sha256", "offset", "complete"}, None),
    _whole: (200, {"sha256", "offset", "complete"}, None),
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


def _read(answer) -> tuple:
    """Status, then the code with the fields it names, or what a record came to, or the names of what is told."""
    body = answer.get_json()
    if answer.status_code != 200:
        return answer.status_code, body["error"], set(body["fields"])
    if "receipt" not in body:
        return 200, set(body), None
    assert set(body) == ANSWER and set(body["receipt"]) == RECEIPT
    for told in body["items"].values():
        assert {"revision", "inputs", "conflict"} <= set(told)
    return 200, (body["outcome"], body["reason"], body["state"], bool(body["missing"])), None


@pytest.fixture(params=["real", "stand-in"])
def side(request, world):
    if request.param == "real":
        yield Real(world)
        return
    server = serve()
    yield StandIn(server, world.jpeg(5))
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("does", CASES, ids=lambda does: does.__name__.strip("_"))
def test_both_servers_answer_alike(side, does):
    assert _read(does(side)) == CASES[does]


def test_every_reason_that_the_stand_in_gives_is_one_of_the_servers(world):
    server = serve()
    given = {_after_the_task_ended(StandIn(server, world.jpeg(5))).get_json()["reason"]}
    server.shutdown()
    server.server_close()
    assert given and given <= set(REASONS)
