"""Every route has its row in the access table, and does what the row says, for every role."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from accounts import scope
from accounts.access import ACCESS, PUBLIC
from accounts.models import PasswordHistory
from accounts.roles import Role
from core.db import db, unit_of_work
from core.errors import NotFound
from core.ids import new_id
from inspections.planning.models import Site
from tests.acts import ACTS, Act
from tests.builders import NOW, PASSWORD, make_account, make_organisation, make_site
from tests.conftest import empty_postgres, make_app
from tests.world import build

PEOPLE = ("jiancha1", "zhuguan1", "qiye1", "bianzhi", "guanli", "shenji")
STRANGERS = ("jiancha2", "zhuguan2", "qiye2")
ROLE_OF = {
    "jiancha1": Role.INSPECTOR,
    "jiancha2": Role.INSPECTOR,
    "zhuguan1": Role.SUPERVISOR,
    "zhuguan2": Role.SUPERVISOR,
    "qiye1": Role.ENTERPRISE,
    "qiye2": Role.ENTERPRISE,
    "bianzhi": Role.EDITOR,
    "guanli": Role.ADMINISTRATOR,
    "shenji": Role.AUDITOR,
}
MUTATING = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request, tmp_path_factory, empty_sqlite):
    folder, settings = tmp_path_factory.mktemp("world"), {}
    if request.param == "sqlite":
        shutil.copy(empty_sqlite, folder / "tiaocha.db")
    else:
        settings = {"SQLALCHEMY_DATABASE_URI": request.getfixturevalue("postgres_schema")}
    app = make_app(folder, **settings)
    with app.app_context():
        if settings:
            empty_postgres(app)
        with unit_of_work():
            made = build(app)
            made.account_ids = {name: account.id for name, account in made.people.items()}
            own = made.people["qiye1"].organisation
            made.ids |= {"own_organisation_id": own.id, "area_id": own.area_id}
            made.ids["neighbour_id"] = make_organisation("邻企", "enterprise", own.area).id
        db.engine.dispose()
    made.clients = {name: _signed_in(app, name) for name in (*PEOPLE, *STRANGERS)}
    made.file = folder / "tiaocha.db" if request.param == "sqlite" else None
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


def _address(world, endpoint: str, ids: dict | None = None) -> str:
    """A real address of the endpoint, with objects of the first township."""
    rule = next(rule for rule in world.app.url_map.iter_rules() if rule.endpoint == endpoint)
    state = {"review.issue": "approved", "filling.form": "draft"}.get(
        endpoint, "issued" if "findings" in endpoint else "submitted"
    )
    values = world.ids | {
        "inspection_id": world.ids[f"{state}_visit"],
        "version_id": world.document_version_id if endpoint.startswith("documents") else world.ids["version_id"],
        "filename": "css/tiaocha.css",
        "sha256": "0" * 64,
        **(ids or {}),
    }
    with world.app.test_request_context():
        from flask import url_for

        return url_for(endpoint, **{name: values[name] for name in rule.arguments})


# What may say that somebody was refused.
OF_REFUSALS = {"audit_entry"}
SAFE = sorted(row for row in ACCESS if row[1] == "GET")
UNSAFE = sorted(row for row in ACCESS if row[1] != "GET")


@pytest.mark.parametrize(("endpoint", "method"), SAFE)
@pytest.mark.parametrize("name", PEOPLE)
def test_a_page_opens_for_the_roles_of_its_row_and_for_no_other(world, endpoint, method, name):
    rule = ACCESS[endpoint, method]
    status = world.clients[name].get(_address(world, endpoint)).status_code
    if rule == PUBLIC or ROLE_OF[name] in rule:
        assert status in (200, 302), status
    else:
        assert status == 403


def test_every_unsafe_route_is_really_called():
    assert set(UNSAFE) == set(ACTS), "tests/acts.py says of each what is sent and what shows it"


def _may(row: tuple[str, str], name: str) -> bool:
    return ACCESS[row] == PUBLIC or ROLE_OF[name] in ACCESS[row]


ALLOWED = [(name, *row) for row in UNSAFE for name in PEOPLE if _may(row, name)]
REFUSED = [(name, *row) for row in UNSAFE for name in PEOPLE if not _may(row, name)]


@pytest.fixture
def as_it_was(world, tmp_path):
    """The world, and every table of it, put back afterwards."""
    put_back = _kept_file(world, tmp_path / "before.db") if world.file else _kept_rows(world)
    yield world
    put_back()


def _kept_file(world, kept: Path):
    """Copy SQLite's file, whose guards let no row be put back; gives what copies it back."""
    _dispose(world)
    shutil.copy(world.file, kept)

    def put_back():
        _dispose(world)
        shutil.copy(kept, world.file)

    return put_back


def _dispose(world) -> None:
    """Everything in one file, and nobody holding it."""
    with world.app.app_context():
        db.engine.dispose()
    with closing(sqlite3.connect(world.file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _kept_rows(world):
    """Keep PostgreSQL's rows; gives what puts back those of the tables that changed, past the guards."""
    before = _rows_of_tables(world)

    def put_back():
        after = _rows_of_tables(world)
        changed = [table for table in db.metadata.sorted_tables if after[table.name] != before[table.name]]
        with world.app.app_context(), db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in changed:
                connection.execute(table.delete())
                if before[table.name]:
                    connection.execute(table.insert(), [dict(row) for row in before[table.name]])

    return put_back


def _rows_of_tables(world) -> dict[str, list]:
    with world.app.app_context(), db.engine.connect() as connection:
        read = {table.name: connection.execute(select(table)).mappings() for table in db.metadata.sorted_tables}
        return {name: sorted(rows, key=lambda row: repr(dict(row))) for name, rows in read.items()}


def _tables(world) -> dict[str, list]:
    """Every row of every table, without when a session was last seen."""
    told = {
        name: [{**row, "seen_at": None} if "seen_at" in row else row for row in rows]
        for name, rows in _rows_of_tables(world).items()
    }
    return {name: [tuple(row.values()) for row in rows] for name, rows in told.items()}


def _client_of(world, name: str, act: Act):
    """A client of its own with that person's session, which an act may end."""
    client = world.app.test_client()
    if act.signed_in:
        client.set_cookie("tiaocha", world.clients[name].get_cookie("tiaocha").value)
    return client


def _new_acts(before: dict, after: dict) -> list[dict]:
    fresh = [row for row in after["audit_entry"] if row not in before["audit_entry"]]
    return [json.loads(next(cell for cell in row if str(cell).startswith("{"))) for row in fresh]


@pytest.mark.parametrize(("name", "endpoint", "method"), ALLOWED)
def test_an_allowed_act_is_done_and_shows(as_it_was, name, endpoint, method):
    world, act = as_it_was, ACTS[endpoint, method]
    with world.app.app_context(), unit_of_work():
        ids, sent = act.ids(world), act.sent(world, name)
    client, before = _client_of(world, name, act), _tables(world)
    answer = client.open(_address(world, endpoint, ids), method=method, **sent)
    after, (how, _, what) = _tables(world), act.shows.rpartition(":")
    assert answer.status_code in (200, 302), answer.text
    if how == "cookie":
        assert f"{what}=" in answer.headers["Set-Cookie"]
    elif how == "says":
        assert answer.json[what]
    elif how == "table":
        assert len(after[what]) > len(before[what])
    else:
        done = [(act["action"], act["actor"]["id"]) for act in _new_acts(before, after)]
        assert (what, world.account_ids[name]) in done


@pytest.mark.parametrize(("name", "endpoint", "method"), REFUSED)
def test_a_refused_act_leaves_nothing_but_its_refusal(world, name, endpoint, method):
    act = ACTS[endpoint, method]
    with world.app.app_context():
        sent = act.sent(world, name)
    before = _tables(world)
    answer = world.clients[name].open(_address(world, endpoint), method=method, **sent)
    assert answer.status_code == 403
    after = _tables(world)
    assert [table for table in after if after[table] != before[table] and table not in OF_REFUSALS] == []
    assert [act["action"] for act in _new_acts(before, after) if act["outcome"] == "ok"] == []


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


ROOMS_OF_OBJECTS = ("sites", "tasks", "filling", "sync_api", "receipts", "review", "desk", "rescued", "findings")
OBJECTS = sorted(
    row
    for row in ACCESS
    if row[0].partition(".")[0] in ROOMS_OF_OBJECTS
    and row[0]
    not in ("sites.index", "sites.new", "tasks.index", "tasks.new", "filling.shell", "review.index", "findings.index")
    and row[0] not in ("sync_api.lacking", "sync_api.put_piece", "sync_api.put_record", "sync_api.receipt_key")
    and row[0] not in ("sync_api.take_along", "sync_api.version_bundle", "desk.held", "desk.rescue", "desk.settled")
    and row[0] not in ("rescued.index",)
)


FOREIGN = [(name, *row) for row in OBJECTS for name in STRANGERS if _may(row, name)]


@pytest.mark.parametrize(("name", "endpoint", "method"), FOREIGN)
def test_what_is_not_theirs_does_not_exist_for_strangers(world, name, endpoint, method):
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


def test_without_a_rule_or_an_enabled_account_no_row_is_seen(session):
    site, other = make_site(), make_site()
    chief = make_account("zhu", Role.SUPERVISOR, areas=[site.area])
    retired = make_account("tui", Role.SUPERVISOR, areas=[site.area], enabled=False)
    session.add(PasswordHistory(account_id=chief.id, password_hash="x", replaced_at=NOW))
    seen = {who: list(session.scalars(scope.visible(who, Site))) for who in (chief, retired, None)}
    assert seen == {chief: [site], retired: [], None: []}
    assert not session.scalars(scope.visible(chief, PasswordHistory)).all()
    assert scope.get(chief, Site, site.id) is site
    with pytest.raises(NotFound):
        scope.get(chief, Site, other.id)
