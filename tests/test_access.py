"""Every route has its row in the access table, and does what the row says, for every role."""

import shutil

import pytest
from flask import Flask

from accounts.access import ACCESS, PUBLIC
from core.db import db, unit_of_work
from core.ids import new_id
from tests.builders import PASSWORD
from tests.conftest import make_app
from tests.world import build

PEOPLE = ("jiancha1", "zhuguan1", "qiye1", "bianzhi", "guanli", "shenji")
STRANGERS = ("jiancha2", "zhuguan2", "qiye2")
MUTATING = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def world(tmp_path_factory, empty_sqlite):
    folder = tmp_path_factory.mktemp("world")
    shutil.copy(empty_sqlite, folder / "tiaocha.db")
    app = make_app(folder)
    with app.app_context():
        with unit_of_work():
            made = build(app)
            made.roles = {name: account.role for name, account in made.people.items()}
        db.engine.dispose()
    made.clients = {name: _signed_in(app, name) for name in (*PEOPLE, *STRANGERS)}
    yield made
    with app.app_context():
        db.engine.dispose()


def _signed_in(app: Flask, username: str):
    client = app.test_client()
    assert client.post("/login", data={"username": username, "password": PASSWORD}).status_code == 302
    return client


def _rows(app: Flask) -> set[tuple[str, str]]:
    return {
        (rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_every_route_and_method_has_a_row_and_no_row_is_left_over(app):
    assert _rows(app) == set(ACCESS)


def _address(world, endpoint: str) -> str:
    """A real address of the endpoint, with objects of the first township."""
    rule = next(rule for rule in world.app.url_map.iter_rules() if rule.endpoint == endpoint)
    state = {"review.issue": "approved", "filling.form": "draft"}.get(
        endpoint, "issued" if "findings" in endpoint else "submitted"
    )
    values = {
        **world.ids,
        "inspection_id": world.ids[f"{state}_visit"],
        "version_id": world.document_version_id if endpoint.startswith("documents") else world.ids["version_id"],
        "filename": "css/tiaocha.css",
        "sha256": "0" * 64,
    }
    with world.app.test_request_context():
        from flask import url_for

        return url_for(endpoint, **{name: values[name] for name in rule.arguments})


SAFE = sorted(row for row in ACCESS if row[1] == "GET")
UNSAFE = sorted(row for row in ACCESS if row[1] != "GET")


@pytest.mark.parametrize(("endpoint", "method"), SAFE)
@pytest.mark.parametrize("name", PEOPLE)
def test_a_page_opens_for_the_roles_of_its_row_and_for_no_other(world, endpoint, method, name):
    rule = ACCESS[endpoint, method]
    status = world.clients[name].get(_address(world, endpoint)).status_code
    if rule == PUBLIC or world.roles[name] in rule:
        assert status in (200, 302), status
    else:
        assert status == 403


@pytest.mark.parametrize(("endpoint", "method"), UNSAFE)
@pytest.mark.parametrize("name", PEOPLE)
def test_an_act_is_refused_to_every_role_outside_its_row(world, endpoint, method, name):
    rule = ACCESS[endpoint, method]
    if rule != PUBLIC and world.roles[name] not in rule:
        assert world.clients[name].open(_address(world, endpoint), method=method).status_code == 403
    else:
        assert rule == PUBLIC or world.roles[name] in rule


@pytest.mark.parametrize(("endpoint", "method"), sorted(ACCESS))
def test_nobody_is_let_in_without_signing_in(world, endpoint, method):
    rule, address = ACCESS[endpoint, method], _address(world, endpoint)
    response = world.app.test_client().open(address, method=method)
    if rule == PUBLIC:
        assert response.status_code in (200, 302)
    elif address.startswith("/api/"):
        assert response.status_code == 401 and response.json["error"]
    else:
        assert response.status_code == 302 and response.headers["Location"].startswith("/login")


OBJECTS = sorted(
    row
    for row in ACCESS
    if row[0].partition(".")[0] in ("sites", "tasks", "filling", "sync_api", "receipts", "review", "desk", "findings")
    and row[0]
    not in ("sites.index", "sites.new", "tasks.index", "tasks.new", "filling.shell", "review.index", "findings.index")
    and row[0] not in ("sync_api.lacking", "sync_api.put_piece", "sync_api.put_record", "sync_api.receipt_key")
    and row[0] not in ("sync_api.take_along", "sync_api.version_bundle", "desk.held", "desk.rescue", "desk.settled")
)


@pytest.mark.parametrize(("endpoint", "method"), OBJECTS)
@pytest.mark.parametrize("name", STRANGERS)
def test_what_is_not_theirs_does_not_exist_for_strangers(world, endpoint, method, name):
    if world.roles[name] not in ACCESS[endpoint, method]:
        assert world.roles[name] not in ACCESS[endpoint, method]
        return
    client, address = world.clients[name], _address(world, endpoint)
    foreign = client.open(address, method=method)
    assert foreign.status_code == 404
    missing = client.open(_unknown(world, address), method=method)
    assert missing.status_code == 404
    assert _plain(foreign) == _plain(missing)


def _unknown(world, address: str) -> str:
    for known in world.ids.values():
        address = address.replace(known, new_id())
    return address


def _plain(response) -> str:
    """The body without the id of the request and the address of the page itself."""
    text = response.get_data(as_text=True).replace(response.headers["X-Request-Id"], "")
    return "".join(line for line in text.splitlines() if 'name="next"' not in line and "csrf_token" not in line)


@pytest.mark.parametrize("endpoint", sorted({row[0] for row in UNSAFE} - {row[0] for row in SAFE}))
def test_an_act_cannot_be_reached_by_following_a_link(world, endpoint):
    assert world.clients["zhuguan1"].get(_address(world, endpoint)).status_code == 405


@pytest.mark.parametrize("method", ["TRACE", "FOO", "PATCH", "DELETE"])
def test_other_methods_are_refused(world, method):
    assert world.clients["zhuguan1"].open("/review", method=method).status_code in (405, 501)


def test_an_enterprise_sees_its_photos_only_once_they_are_issued(world):
    client = world.clients["qiye1"]
    assert client.get(f"/evidence/{world.ids['evidence_id']}").status_code == 200
    for state in ("draft", "submitted", "approved"):
        assert client.get(f"/reports/{world.ids[f'{state}_visit']}").status_code == 404


def test_what_officials_say_to_each_other_is_not_on_the_enterprises_page(world):
    page = world.clients["qiye1"].get(f"/reports/{world.ids['issued_visit']}").text
    assert "jiancha1某" not in page and "zhuguan1某" not in page and "退回" not in page
