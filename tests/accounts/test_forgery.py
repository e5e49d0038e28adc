"""Forged and foreign requests: every act needs its token and comes from our own page."""

import re
import shutil

import pytest
from sqlalchemy import select

from accounts import sessions
from accounts.access import ACCESS, PUBLIC
from accounts.models import Account
from accounts.roles import Role
from core.clock import utc_now
from core.db import db, unit_of_work
from tests.builders import PASSWORD, make_account
from tests.conftest import make_app

UNSAFE = sorted({rule[0] for rule in ACCESS if rule[1] == "POST"} - {"preferences.choose"})


NAMES = {role: "zhuguan" if role == Role.SUPERVISOR else f"{role}1" for role in Role}


@pytest.fixture
def guarded(tmp_path, empty_sqlite):
    shutil.copy(empty_sqlite, tmp_path / "tiaocha.db")
    app = make_app(tmp_path, WTF_CSRF_ENABLED=True)
    with app.app_context():
        with unit_of_work():
            for role, name in NAMES.items():
                make_account(name, role)
        db.engine.dispose()
    return app


def _address(app, endpoint: str) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint and "POST" in rule.methods)
    with app.test_request_context():
        from flask import url_for

        return url_for(endpoint, **dict.fromkeys(rule.arguments, "01ARZ3NDEKTSV4RRFFQ69G5FAV"))


READ = ["/phone", "/phone/outbox", "/api/session", "/login", "/"]


def _cookies_of_reading(client) -> list[str]:
    return [said for path in READ for said in client.get(path).headers.getlist("Set-Cookie")]


def test_reading_sets_no_cookie_that_could_come_late_over_another_sign_in(guarded):
    client = guarded.test_client()
    token = _token(client)
    assert _cookies_of_reading(client) == []
    client.post("/login", data={"username": "zhuguan", "password": PASSWORD, "csrf_token": token})
    assert client.get("/api/session").json["signed_in"] and _cookies_of_reading(client) == []


@pytest.mark.parametrize("endpoint", UNSAFE)
def test_a_post_without_its_token_is_refused(guarded, endpoint):
    client, rule = guarded.test_client(), ACCESS[endpoint, "POST"]
    if rule != PUBLIC:
        assert _sign_in(client, NAMES[next(role for role in Role if role in rule)]).status_code == 302
    response = client.post(_address(guarded, endpoint), data={"username": "x", "password": "y"})
    assert response.status_code == 400


def _token(client):
    """The one that the sign-in page carries; the API gives none to nobody."""
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)[1]


def _sign_in(client, name="zhuguan"):
    token = _token(client)
    return client.post("/login", data={"username": name, "password": PASSWORD, "csrf_token": token})


def test_the_token_of_another_session_does_not_help(guarded):
    stranger = _token(guarded.test_client())
    client = guarded.test_client()
    assert _sign_in(client).status_code == 302
    assert client.post("/logout", data={"csrf_token": stranger}).status_code == 400
    own = client.get("/api/session").json["csrf"]
    assert client.post("/logout", data={"csrf_token": own}).status_code == 302


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_sites_page_changes_nothing(client, headers):
    assert client.post("/preferences", data={"theme": "dark"}, headers=headers).status_code == 403


def test_no_other_site_may_read(client):
    response = client.get("/login", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_methods_cannot_be_smuggled(client):
    assert client.get("/logout", headers={"X-HTTP-Method-Override": "POST"}).status_code == 405


def test_the_cookie_is_kept_from_scripts(client):
    cookie = client.get("/login").headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_an_answer_to_nobody_leaves_the_sign_in_on_another_page_alone(guarded):
    client = guarded.test_client()
    answer = client.get("/api/session")
    assert answer.json["csrf"] == "" and "Set-Cookie" not in answer.headers
    token = _token(client)
    late = client.get("/api/session")
    assert "Set-Cookie" not in late.headers
    assert (
        client.post("/login", data={"username": "zhuguan", "password": PASSWORD, "csrf_token": token}).status_code
        == 302
    )


def test_an_answer_to_an_ended_session_does_not_bring_it_back(guarded):
    client = guarded.test_client()
    _sign_in(client)
    with guarded.app_context(), unit_of_work():
        account = db.session.scalars(select(Account).where(Account.username == "zhuguan")).one()
        sessions.end_all(None, account, utc_now())
    assert "Set-Cookie" not in client.get("/api/session").headers
    assert "Set-Cookie" not in client.get("/api/receipt-key").headers


def test_line_breaks_in_names_stay_on_one_line_of_the_log(client, capsys):
    client.post("/login", data={"username": "a\r\nforged", "password": "x"})
    assert "\nforged" not in capsys.readouterr().err
