"""Strangers try passwords by the dozen at a real server; whoever works there notices nothing."""

import itertools
import re
import threading
from collections import Counter

import pytest

from core.db import db
from core.ids import new_id
from tests.conftest import empty_postgres, make_app
from tests.faults.client import Client
from tests.faults.county import build
from tests.faults.server import Server
from tests.phone import Phone

STRANGERS = 24


class Stranger(threading.Thread):
    """Somebody who tries one name and password after the other until it is over."""

    def __init__(self, address: str, over: threading.Event, numbers, begun: threading.Barrier):
        super().__init__()
        self.client, self.over, self.numbers, self.begun = Client(address), over, numbers, begun
        self.answers = Counter()

    def run(self) -> None:
        page = self.client.get("/login").data.decode()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        self.begun.wait(60)
        while not self.over.is_set():
            tried = {"username": f"fremd{next(self.numbers)}", "password": "wrong", "csrf_token": token}
            answer = self.client.post_form("/login", tried)
            self.answers[answer.status_code] += 1


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def served(request, tmp_path, monkeypatch):
    """A county with a task, served by a process of its own."""
    if request.param == "postgres":
        schema = request.getfixturevalue("postgres_schema")
        app = make_app(tmp_path, SQLALCHEMY_DATABASE_URI=schema)
        with app.app_context():
            empty_postgres(app)
            db.engine.dispose()
        monkeypatch.setenv("TIAOCHA_DATABASE", schema)
    county = build(tmp_path / "instance")
    server = Server(tmp_path / "instance")
    server.start()
    yield county, server
    server.stop()


@pytest.fixture
def flood(served):
    """24 strangers at it; they have begun."""
    _, server = served
    over, numbers, begun = threading.Event(), itertools.count(), threading.Barrier(STRANGERS + 1)
    strangers = [Stranger(server.address, over, numbers, begun) for _ in range(STRANGERS)]

    def _begin():
        for stranger in strangers:
            stranger.start()
        begun.wait(60)
        return strangers

    yield _begin
    over.set()
    for stranger in strangers:
        stranger.join(60)


def test_with_24_wrong_logins_at_once_a_record_is_received_and_everybody_is_answered(served, flood):
    county, server = served
    client = Client(server.address)
    client.sign_in("jiancha")
    phone = Phone(client, county["version"], county["tasks"][0])
    phone.answer(county["items"]["A001"], state="pass")
    again = Client(server.address)
    again.sign_in("jiancha")
    again.post_form("/logout", {"csrf_token": again.headers["X-CSRFToken"]})
    strangers = flood()
    seen = [client.get("/tasks").status_code for _ in range(5)]
    seen.append(phone.lacking().status_code)
    received = phone.put(phone.packet(), new_id())
    seen += [client.get(f"/tasks/{county['tasks'][0]}").status_code for _ in range(5)]
    again.sign_in("jiancha")
    assert received.status_code == 200 and phone.believes(received.get_json()["receipt"])
    assert again.get("/api/session").get_json()["signed_in"], "in a browser where the inspector signed in before"
    assert set(seen) == {200}
    answered = sum((stranger.answers for stranger in strangers), Counter())
    refusals = [line for line in server.said if "database refused" in line]
    assert set(answered) <= {200, 429} and answered[429] > 0, (answered, refusals)
