"""HEAD answers as GET does without what GET shows, whatever is sent with it, and does nothing at all."""

import io

import pytest

from accounts.access import ACCESS, PUBLIC
from core.db import unit_of_work
from tests.acts import ACTS
from tests.test_access import PEOPLE, SAFE, UNSAFE, _address, _may, _new_acts, _tables, world

__all__ = ["world"]
OF_READING = {"audit.read", "audit.export"}
JUNK = {"csrf_token": "x", "kind": "noted", "choice": "keep", "reason": "x", "key": "x", "passphrase": "x"}


def _who(endpoint: str) -> str:
    return next(name for name in PEOPLE if ACCESS[endpoint, "GET"] == PUBLIC or _may((endpoint, "GET"), name))


def _head(world, endpoint: str, address: str, **sent):
    """The answers to GET and to HEAD."""
    client = world.clients[_who(endpoint)]
    return client.get(address), client.head(address, **sent)


def _is_the_same(world, endpoint: str, address: str, **sent) -> None:
    got, head = _head(world, endpoint, address, **sent)
    assert (head.status_code, head.data) == (got.status_code, b""), (endpoint, head.status_code)
    assert head.headers.get("Location") == got.headers.get("Location")


def _with_files() -> dict:
    return {"data": {**JUNK, "file": (io.BytesIO(b"x"), "x")}, "content_type": "multipart/form-data"}


def test_head_is_get_without_a_body_at_every_route(world):
    before = _tables(world)
    for endpoint, _method in SAFE:
        address = _address(world, endpoint)
        for sent in ({}, {"data": JUNK}, _with_files(), {"json": JUNK}):
            _is_the_same(world, endpoint, address, **sent)
    after = _tables(world)
    assert {act["action"] for act in _new_acts(before, after)} <= OF_READING | {"report.read", "finding.read"}
    assert {name for name in after if after[name] != before[name]} <= {"audit_entry", "checkpoint"}


BOTH = sorted(row for row in UNSAFE if (row[0], "GET") in ACCESS)


@pytest.mark.parametrize(("endpoint", "method"), BOTH)
def test_what_does_something_as_a_post_does_nothing_as_a_head(world, endpoint, method):
    act = ACTS[endpoint, method]
    name = next(each for each in PEOPLE if ACCESS[endpoint, method] == PUBLIC or _may((endpoint, method), each))
    with world.app.app_context(), unit_of_work():
        ids, sent = act.ids(world), act.sent(world, name)
    before, client, address = _tables(world), world.clients[name], _address(world, endpoint, ids)
    head = client.head(address, **sent, headers={"Origin": "https://elsewhere.example"})
    assert _tables(world) == before and head.data == b""
    assert head.status_code == client.get(address).status_code
