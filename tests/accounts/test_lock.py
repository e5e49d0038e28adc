"""A locked phone: none of the server's pages is shown to whoever holds it, whatever the session."""

import pytest

from accounts.access import ACCESS, PUBLIC, WHILE_LOCKED
from accounts.permissions import LOCK_COOKIE
from accounts.roles import Role
from core.db import unit_of_work
from core.ids import new_id
from tests.builders import make_account


@pytest.fixture
def people(app):
    with app.app_context(), unit_of_work():
        make_account("jiancha", Role.INSPECTOR)
        make_account("zhuguan", Role.SUPERVISOR)


@pytest.fixture
def locked(people, sign_in):
    client = sign_in("jiancha")
    client.set_cookie(LOCK_COOKIE, "1")
    return client


def _address(app, endpoint: str) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    with app.test_request_context():
        return rule.build({name: new_id() for name in rule.arguments})[1]


ROWS = [row for row, rule in ACCESS.items() if rule != PUBLIC and Role.INSPECTOR in rule]


@pytest.mark.parametrize(("endpoint", "method"), ROWS, ids=[f"{method} {endpoint}" for endpoint, method in ROWS])
def test_behind_the_lock_only_leaving_and_sending_are_answered(app, locked, endpoint, method):
    address = _address(app, endpoint)
    answer = locked.open(address, method=method)
    closed = answer.status_code == 423 or answer.headers.get("Location") == "/phone"
    assert closed is (endpoint not in WHILE_LOCKED), answer.status
    if closed and address.startswith("/api/"):
        assert (answer.json["error"], answer.json["message"]) == ("locked", "本机已锁定，请先解锁。")


def test_the_pages_open_again_with_the_lock(locked):
    assert locked.get("/tasks").headers["Location"] == "/phone"
    locked.delete_cookie(LOCK_COOKIE)
    assert locked.get("/tasks").status_code == 200


def test_a_lock_left_on_a_browser_holds_up_nobody_at_a_desk(people, sign_in):
    client = sign_in("zhuguan")
    client.set_cookie(LOCK_COOKIE, "1")
    assert client.get("/tasks").status_code == 200
