"""Signing in and out, lock-out, one-time passwords, sessions that the server ends."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from accounts.models import Account, AuditEntry, LoginSession
from accounts.pinned import ACTION
from accounts.roles import Role
from core.db import db, unit_of_work
from tests.builders import PASSWORD, make_account


@pytest.fixture
def people(app):
    with app.app_context(), unit_of_work():
        make_account("jiancha", Role.INSPECTOR)
        make_account("xinren", Role.INSPECTOR, must_change_password=True)


def _login(client, username="jiancha", password=PASSWORD, **more):
    return client.post("/login", data={"username": username, "password": password, **more})


def test_the_right_password_opens_a_session(client, people):
    assert _login(client).status_code == 302
    answer = client.get("/api/session").json
    assert answer["signed_in"] and answer["account"]["role"] == "inspector"


@pytest.mark.parametrize("username", ["jiancha", "nobody"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_page(client, people, username):
    response = _login(client, username, "wrong")
    assert response.status_code == 200
    assert "账号或密码不正确" in response.text
    assert not client.get("/api/session").json["signed_in"]


def test_five_failures_lock_the_name_and_time_opens_it_again(client, people):
    now = datetime(2026, 11, 18, 8, tzinfo=UTC)
    with time_machine.travel(now, tick=False) as clock:
        for _ in range(5):
            _login(client, password="wrong")
        assert _login(client).status_code == 429, "the right password is refused while locked"
        clock.shift(timedelta(minutes=16))
        assert _login(client).status_code == 302


def test_the_lock_leaves_a_live_session_alone(app, client, people):
    _login(client)
    other = app.test_client()
    for _ in range(6):
        _login(other, password="wrong")
    assert client.get("/api/session").json["signed_in"]


def _prove(client, password):
    return client.post("/api/session/password", json={"password": password})


def test_whoever_is_signed_in_proves_to_know_the_password(app, client, people):
    _login(client)
    answer = _prove(client, PASSWORD)
    assert answer.json == {"account": client.get("/api/session").json["account"]["id"]}
    with app.app_context():
        acts = select(AuditEntry.action).where(AuditEntry.action != ACTION)
        assert db.session.scalars(acts.order_by(AuditEntry.seq)).all()[-1] == "account.proved"
        assert len(db.session.scalars(select(LoginSession)).all()) == 1, "no session begins"


def test_a_password_proved_wrong_too_often_locks_the_name(client, people):
    _login(client)
    for _ in range(5):
        answer = _prove(client, "wrong")
        assert answer.status_code == 403 and answer.json["error"] == "wrong_password"
    refused = _prove(client, PASSWORD)
    assert refused.status_code == 429 and refused.json["error"] == "too_many_tries"
    assert int(refused.headers["Retry-After"]) > 0
    assert client.get("/api/session").json["signed_in"]


def test_guessing_the_present_password_on_its_page_counts_as_signing_in_does(app, client, people):
    _login(client)
    new = {"new_password": "Xin-Mi-Ma-2026", "repeated": "Xin-Mi-Ma-2026"}
    statuses = [client.post("/password", data={"current": f"wrong-{n}", **new}).status_code for n in range(6)]
    assert statuses == [200] * 5 + [429]
    assert client.post("/password", data={"current": PASSWORD, **new}).status_code == 429
    with app.app_context():
        actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))[-5:]
    assert actions == ["login.failed"] * 4 + ["login.locked"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"{}", b'{"password": 5}', b'{"password": ""}'])
def test_no_password_is_no_proof(client, people, body):
    _login(client)
    answer = client.post("/api/session/password", data=body, content_type="application/json")
    assert answer.status_code == 422 and answer.json["message"] == "请填写密码。"


def test_logout_ends_the_session_on_the_server(app, client, people):
    _login(client)
    cookie = client.get_cookie("tiaocha").value
    client.post("/logout")
    thief = app.test_client()
    thief.set_cookie("tiaocha", cookie)
    assert not thief.get("/api/session").json["signed_in"]


def test_a_disabled_account_is_out_at_the_next_request(app, client, people):
    from accounts.audit import record

    _login(client)
    with app.app_context(), unit_of_work():
        account = db.session.scalars(select(Account).where(Account.username == "jiancha")).one()
        record(None, "test.disable", account)
        account.enabled = False
    assert not client.get("/api/session").json["signed_in"]


def test_an_idle_session_is_over(client, people):
    now = datetime(2026, 11, 18, 8, tzinfo=UTC)
    with time_machine.travel(now, tick=False) as clock:
        _login(client)
        clock.shift(timedelta(hours=13))
        assert not client.get("/api/session").json["signed_in"]


def test_a_one_time_password_must_be_changed_first(client, people):
    _login(client, "xinren")
    assert client.get("/tasks").headers["Location"] == "/password"
    new = "Xin-Mi-Ma-2026"
    response = client.post("/password", data={"current": PASSWORD, "new_password": new, "repeated": new})
    assert response.status_code == 302 and response.headers["Location"] == "/"


def test_a_one_time_password_lets_in_once(app, client, people):
    assert _login(client, "xinren").status_code == 302
    again = _login(app.test_client(), "xinren")
    assert again.status_code == 200 and "账号或密码不正确" in again.text
    new = "Xin-Mi-Ma-2026"
    client.post("/password", data={"current": PASSWORD, "new_password": new, "repeated": new})
    assert all(_login(app.test_client(), "xinren", new).status_code == 302 for _ in range(2)), "the chosen one does"


def test_of_two_who_use_a_one_time_password_at_once_one_gets_in(any_app):
    with any_app.app_context(), unit_of_work():
        make_account("xinren", Role.INSPECTOR, must_change_password=True)
    start = threading.Barrier(2)

    def _enter(_):
        start.wait()
        return _login(any_app.test_client(), "xinren").status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(_enter, range(2))) == [200, 302]


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("Kurz-1", "密码至少 10 个字符"),
        ("nurkleinbuchst", "至少三种"),
        ("Jiancha-2026-x", "不能包含账号名"),
        (PASSWORD, "最近 5 次"),
        ("Aa1-Aa1-Aa1-", "重复的字符太多"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(client, people, new, sentence):
    _login(client)
    page = client.post("/password", data={"current": PASSWORD, "new_password": new, "repeated": new}).text
    assert sentence in page


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [("/tasks", "/tasks"), ("//evil", "/"), ("https:evil", "/"), ("/\\evil", "/"), ("/a\r\nb", "/"), ("", "/")],
)
def test_the_way_back_leads_nowhere_else(client, people, target, leads_to):
    assert _login(client, next=target).headers["Location"] == leads_to


def test_every_attempt_is_in_the_audit_trail(app, client, people):
    _login(client, password="wrong")
    _login(client)
    with app.app_context():
        actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))
        bodies = "".join(db.session.scalars(select(AuditEntry.body)))
    assert actions[-2:] == ["login.failed", "login.succeeded"]
    assert PASSWORD not in bodies and "wrong" not in bodies


def test_the_token_itself_is_not_stored(app, client, people):
    _login(client)
    cookie = client.get_cookie("tiaocha").value
    with app.app_context():
        kept = db.session.scalars(select(LoginSession.token_hash)).one()
    assert kept not in cookie


def test_half_a_character_is_no_password(client, people):
    _login(client)
    sent = {"data": '{"password": "\\ud800abc"}', "content_type": "application/json"}
    assert client.post("/api/session/password", **sent).status_code == 422
