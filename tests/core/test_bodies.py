"""Route and caller are judged before a body is read; a body is measured before it is taken apart."""

import functools
import io
import itertools
from contextlib import closing
from datetime import timedelta

import pytest
import time_machine

from accounts.access import ACCESS, PUBLIC
from accounts.models import LoginSession
from accounts.roles import Role
from core.bodies import MULTIPART, SMALL, URLENCODED, allowed_body
from core.clock import utc_now
from core.db import db, unit_of_work
from core.headers import HEADERS
from core.ids import new_id
from tests.builders import make_account, make_area
from tests.conftest import make_app
from tests.core.test_http_server import PATIENT, connect, running

MEGABYTE = 1024 * 1024


class Counted(io.BytesIO):
    """A body that knows how much of it was read, and may do something at its end."""

    taken, at_end = 0, None

    def read(self, size=-1):
        piece = super().read(size)
        self.taken += len(piece)
        if self.at_end and self.taken == len(self.getvalue()):
            self.at_end()
            self.at_end = None
        return piece

    def readinto(self, buffer):
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def send(client, address, body: Counted, kind=URLENCODED, method="POST"):
    size = len(body.getvalue())
    return client.open(address, method=method, input_stream=body, content_length=size, content_type=kind)


@pytest.fixture
def clients(app, sign_in):
    with app.app_context():
        with unit_of_work():
            for name, role in (("jiancha", Role.INSPECTOR), ("zhuguan", Role.SUPERVISOR)):
                make_account(name, role, areas=[make_area(f"{name}乡")])
        db.engine.dispose()
    return {"jiancha": sign_in("jiancha"), "zhuguan": sign_in("zhuguan"), "": app.test_client()}


@pytest.mark.parametrize(
    ("name", "address", "status"),
    [
        ("", "/nowhere", 404),
        ("", "/api/nowhere", 404),
        ("", "/tasks", 302),
        ("", "/review", 405),
        ("", "/api/evidence/lacking", 401),
        ("jiancha", "/tasks/new", 403),
        ("zhuguan", "/api/evidence/lacking", 403),
    ],
)
@pytest.mark.parametrize("kind", [URLENCODED, MULTIPART + "; boundary=b", "application/json"])
def test_a_body_that_nobody_may_send_is_not_read(clients, name, address, status, kind):
    address, body = address.replace("/tasks", "/tasks/new") if status == 302 else address, Counted(b"a" * MEGABYTE)
    assert send(clients[name], address, body, kind).status_code == status
    assert body.taken == 0


def _named(rule) -> dict[str, str]:
    return {name: "0" * 64 if name == "sha256" else new_id() for name in rule.arguments}


def test_at_no_route_that_asks_who_one_is_is_a_strangers_body_read(app, client):
    asking = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    rows = [row for row, rule in ACCESS.items() if rule != PUBLIC and row[1] != "GET"]
    assert len(rows) > 20
    for endpoint, method in rows:
        rule, body = asking[endpoint], Counted(b"a=b")
        address = app.url_map.bind("localhost").build(endpoint, _named(rule), method)
        assert send(client, address, body, method=method).status_code in (302, 401)
        assert body.taken == 0, address


@pytest.mark.parametrize(
    ("name", "address", "largest", "kind"),
    [
        ("", "/login", 64 * 1024, URLENCODED),
        ("", "/login", 64 * 1024, MULTIPART + "; boundary=b"),
        ("zhuguan", "/tasks/new", MEGABYTE, URLENCODED),
        ("jiancha", "/api/session/password", 64 * 1024, "application/json"),
    ],
)
def test_a_body_beyond_its_limit_is_refused_unread_and_one_at_its_limit_is_taken(clients, name, address, largest, kind):
    beyond, at_limit = Counted(b"a" * (largest + 1)), Counted(b"a" * largest)
    assert send(clients[name], address, beyond, kind).status_code == 413
    assert beyond.taken == 0
    assert send(clients[name], address, at_limit, kind).status_code != 413
    assert at_limit.taken == largest


def cookie_of(client) -> str:
    """What the client's browser would send."""
    client.get("/login")
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in client._cookies.values())


@pytest.fixture
def cookies(app, clients, tmp_path_factory):
    signed_in = cookie_of(clients["zhuguan"])
    name, _, value = signed_in.partition("=")
    foreign = app.session_interface.get_signing_serializer(make_app(tmp_path_factory.mktemp("other")))
    return {
        "none": "",
        "stranger": cookie_of(clients[""]),
        "torn": signed_in[:-3],
        "of another key": f"{name}={foreign.dumps({'_user_id': 'x'})}",
        "plain": f"{name}=zhuguan",
        "signed in": f"theme=dark; {name}={value}",
    }


UPLOAD = MULTIPART + "; boundary=b"
USUAL = 96 * MEGABYTE


@pytest.mark.parametrize("who", ["none", "stranger", "torn", "of another key", "plain"])
def test_after_the_head_of_a_stranger_only_a_small_body_is_received(app, cookies, who):
    for rule in app.url_map.iter_rules():
        path = app.url_map.bind("localhost").build(rule.endpoint, {**_named(rule), "filename": "x.js"})
        for method, kind in itertools.product(rule.methods, (URLENCODED, UPLOAD, "application/json", "")):
            allowed = allowed_body(app, method, path, {"COOKIE": cookies[who], "CONTENT_TYPE": kind})
            assert allowed <= SMALL, (method, path, kind)


@pytest.mark.parametrize(
    ("method", "path", "kind", "largest"),
    [
        ("POST", "/nowhere", UPLOAD, SMALL),
        ("POST", "/\xff", UPLOAD, SMALL),
        ("POST", "", UPLOAD, SMALL),
        ("GET", "/tasks/new", UPLOAD, SMALL),
        ("POST", "/review", UPLOAD, SMALL),
        ("POST", "/login", URLENCODED, SMALL),
        ("POST", "/login", UPLOAD, SMALL),
        ("POST", "/api/session/password", "application/json", SMALL),
        ("POST", "/tasks/new", URLENCODED, MEGABYTE),
        ("POST", "//tasks/new", URLENCODED.upper() + "; charset=utf-8", MEGABYTE),
        ("PATCH", "/api/evidence/" + "0" * 64, "application/octet-stream", USUAL),
        ("PATCH", "/api/evidence/short", "application/octet-stream", SMALL),
        ("POST", "/review/rescue", UPLOAD, 201 * MEGABYTE),
    ],
)
def test_after_the_head_of_somebody_who_signed_in_comes_what_the_route_takes(app, cookies, method, path, kind, largest):
    assert allowed_body(app, method, path, {"COOKIE": cookies["signed in"], "CONTENT_TYPE": kind}) == largest


def test_a_sign_in_of_long_ago_is_none(app, cookies):
    head = {"COOKIE": cookies["signed in"], "CONTENT_TYPE": UPLOAD}
    with time_machine.travel(utc_now() + app.permanent_session_lifetime + timedelta(minutes=1)):
        assert allowed_body(app, "POST", "/tasks/new", head) == SMALL


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("none", "/nowhere", 404),
        ("none", "/login", 413),
        ("none", "/tasks/new", 302),
        ("stranger", "/api/evidence/lacking", 401),
        ("signed in", "/tasks/new", 413),
    ],
)
def test_a_real_server_answers_a_head_whose_body_would_be_too_large(app, cookies, who, path, status):
    judge = functools.partial(allowed_body, app)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies[who]}\r\nContent-Type: {URLENCODED}\r\n"
    with running(app, patience=PATIENT, allowed_body=judge) as (_, port), closing(connect(port)) as client:
        client.settimeout(5)
        client.sendall(f"{head}Content-Length: {120 * MEGABYTE}\r\n\r\na=b".encode())
        answer = client.recv(8000).partition(b"\r\n\r\n")[0].decode()
    assert answer.split()[1] == str(status)
    for name, value in {**HEADERS, "Connection": "close"}.items():
        assert f"{name}: {value}" in answer


def test_who_is_signed_out_while_the_body_comes_is_not_let_in(app, clients):
    def end_sessions():
        with app.app_context(), unit_of_work() as session:
            for row in session.query(LoginSession):
                row.ended_at = utc_now()

    body = Counted(b'{"photos": []}')
    body.at_end = end_sessions
    assert send(clients["jiancha"], "/api/evidence/lacking", body, "application/json").status_code == 401
