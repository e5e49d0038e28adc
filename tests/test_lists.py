"""Every list: with a thousand rows the last can be reached, the count is right, the page small, the statements as few.

Found by walking the route table: a page of the product that shows a pager, or grows with its rows, is a list.
"""

import re
import shutil
import time
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from sqlalchemy import event, exists, select, text

from accounts.access import ACCESS, PUBLIC
from accounts.models import Account, AccountRequest, Area, LoginSession, Organisation
from checklists.authoring.models import ChecklistVersion
from checklists.standards.models import DocumentVersion
from core.db import db, unit_of_work
from inspections.filling.sync.models import Packet
from inspections.planning.models import CalendarDay, Site, Task
from inspections.review.models import HeldNote, Rescue
from inspections.visits.models import Finding, Inspection, Settlement
from tests.builders import PASSWORD
from tests.conftest import empty_postgres, make_app
from tests.many import fill
from tests.test_access import _address as _address_of_object
from tests.test_pages import PAGES
from tests.world import build

FEW, MANY, LARGEST = 10, 1000, 200_000
PEOPLE = ("jiancha1", "zhuguan1", "qiye1", "bianzhi", "guanli", "shenji")
OF_THE_ADMINISTRATOR = LoginSession.account_id.in_(select(Account.id).where(Account.username == "guanli"))
NOTED = exists().where(HeldNote.packet_id == Packet.id)
ID = r"[0-7][0-9A-HJKMNP-TV-Z]{25}"


@dataclass(frozen=True)
class List:
    """Who reads it, which rows it is of, and by what a row is known on the page."""

    reader: str
    model: type
    known_by: str = "id"
    narrowed: object = True


LISTS = {
    ("admin.accounts", ""): List("guanli", Account),
    ("admin.organisations", ""): List("guanli", Organisation),
    ("admin.areas", ""): List("guanli", Area, "name"),
    ("admin.requests", ""): List("guanli", AccountRequest, narrowed=AccountRequest.state == "waiting"),
    ("accounts.sessions", ""): List("guanli", LoginSession, "key", OF_THE_ADMINISTRATOR),
    ("calendar.index", ""): List("guanli", CalendarDay, "reason"),
    ("documents.index", ""): List("bianzhi", DocumentVersion),
    ("checklists.index", ""): List("bianzhi", ChecklistVersion),
    ("sites.index", ""): List("zhuguan1", Site),
    ("tasks.index", ""): List("jiancha1", Task),
    ("review.index", ""): List("zhuguan1", Inspection, narrowed=Inspection.state != "draft"),
    ("desk.held", ""): List("zhuguan1", Packet, narrowed=(Packet.outcome == "held") & ~NOTED),
    ("desk.held", "closed"): List("zhuguan1", Packet, narrowed=(Packet.outcome == "held") & NOTED),
    ("rescued.index", ""): List("jiancha1", Rescue),
    ("desk.settled", ""): List("zhuguan1", Settlement),
    ("findings.index", ""): List("qiye1", Finding),
    ("findings.index", "reports"): List("qiye1", Inspection, narrowed=Inspection.state == "issued"),
}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def county(request, tmp_path_factory, empty_sqlite):
    """A county with ten of everything, every page opened and counted; then with a thousand."""
    folder = tmp_path_factory.mktemp("many")
    if request.param == "sqlite":
        shutil.copy(empty_sqlite, folder / "tiaocha.db")
        app = make_app(folder)
    else:
        app = make_app(folder, SQLALCHEMY_DATABASE_URI=request.getfixturevalue("postgres_schema"))
    with app.app_context():
        if request.param == "postgres":
            empty_postgres(app)
        with unit_of_work():
            world = build(app)
            fill(world, range(FEW))
            people = world.people
            # The longest page of an account: an inspector's, who may be given areas.
            world.ids |= {"area_id": people["qiye1"].organisation.area_id, "account_id": people["jiancha1"].id}
    made = SimpleNamespace(app=app, clients={name: _signed_in(app, name) for name in PEOPLE}, few={})
    made.ids, made.document_version_id = world.ids, world.document_version_id
    for name, address in (*_pages(app), *_pages_of_objects(made)):
        made.few[name, address] = _statements(made, name, address)[0]
    with app.app_context():
        with unit_of_work():
            fill(world, range(FEW, MANY))
        if request.param == "postgres":
            db.session.execute(text("ANALYZE"))
            db.session.rollback()
    yield made
    with app.app_context():
        db.engine.dispose()


def _signed_in(app, username: str):
    client = app.test_client()
    assert client.post("/login", data={"username": username, "password": PASSWORD}).status_code == 302
    return client


def _pages(app) -> list[tuple[str, str]]:
    """Every page whose address names no object, with a person who may open it."""
    found = []
    roles = {"jiancha1": "inspector", "zhuguan1": "supervisor", "qiye1": "enterprise", "bianzhi": "editor"}
    roles |= {"guanli": "administrator", "shenji": "auditor"}
    for rule in app.url_map.iter_rules():
        allowed = ACCESS.get((rule.endpoint, "GET"))
        is_file = rule.endpoint == "admin.audit_file"  # all lines, in parts; tests/accounts/test_trail.py
        if "GET" not in rule.methods or rule.arguments or rule.rule.startswith("/api/") or not allowed or is_file:
            continue
        found += [(name, rule.rule) for name, role in roles.items() if allowed == PUBLIC or role in allowed]
    return sorted(found)


def _pages_of_objects(county) -> list[tuple[str, str]]:
    """Every page whose address names an object, with a person who may open it."""
    rules = {rule.endpoint: rule for rule in county.app.url_map.iter_rules() if rule.arguments}
    found = []
    for endpoint in sorted(rules.keys() & set(PAGES)):
        address = _address_of_object(county, endpoint)
        found += [(name, address) for name in PEOPLE if county.clients[name].get(address).status_code == 200][:1]
    return found


def _statements(county, name: str, address: str):
    """How many statements the page takes, and the page."""
    seen = []

    def note(*given):
        seen.append(given[2])

    with county.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        response = county.clients[name].get(address)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen), response


def _address(county, endpoint: str) -> str:
    return next(rule.rule for rule in county.app.url_map.iter_rules() if rule.endpoint == endpoint)


def test_every_page_with_a_thousand_rows_is_small_and_takes_the_statements_of_ten(county):
    wrong = {}
    for name, address in _pages(county.app):
        count, response = _statements(county, name, address)
        rows = len(re.findall(r'<li class="row"|<tr>|<section class="card">', response.text))
        few = county.few[name, address]
        as_few = count <= few if address == "/audit" else count == few  # one look for each kind of object on its page
        if not as_few or len(response.data) > LARGEST or rows > 2 * 50 + 2:
            wrong[name, address] = {"statements": (few, count), "bytes": len(response.data), "rows": rows}
    assert wrong == {}


def test_every_page_with_a_pager_is_walked(county):
    with_pager = {
        address for name, address in _pages(county.app) if 'class="pager"' in county.clients[name].get(address).text
    }
    assert with_pager == {"/audit", *(_address(county, endpoint) for endpoint, _ in LISTS)}


@pytest.mark.parametrize(("endpoint", "name"), LISTS)
def test_the_last_of_a_thousand_rows_can_be_reached_and_the_count_is_right(county, endpoint, name):
    wanted = LISTS[endpoint, name]
    with county.app.app_context():
        attribute = getattr(wanted.model, wanted.known_by)
        sought = set(db.session.scalars(select(attribute).where(wanted.narrowed)))
    assert len(sought) >= MANY
    seen, address, started = set(), _address(county, endpoint), time.monotonic()
    while address:
        response = county.clients[wanted.reader].get(address)
        assert response.status_code == 200 and len(response.data) < LARGEST
        totals = re.findall(r"共 (\d+) 条", response.text)
        assert int(totals[1 if name else 0]) == len(sought)
        found = re.findall(ID, response.text) if wanted.known_by == "id" else sought
        seen |= {each for each in found if each in sought and each in response.text}
        address = _following(response.text, name)
    assert seen == sought
    assert time.monotonic() - started < 60


def _following(page: str, name: str) -> str | None:
    key = f"{name}-after=" if name else "?after="
    links = [link.replace("&amp;", "&") for link in re.findall(r'rel="next" href="([^"]+)"', page)]
    return next((link for link in links if key in link or (not name and "&after=" in link)), None)


def test_the_whole_trail_can_be_walked_and_the_count_is_right(county):
    address, seen, pages, counts = "/audit", set(), 0, []
    while address:
        response = county.clients["shenji"].get(address)
        assert response.status_code == 200 and len(response.data) < LARGEST
        counts.append(int(re.search(r"共 (\d+) 条", response.text)[1]))
        seen |= set(re.findall(r"第 (\d+) 条", response.text))
        address, pages = _following(response.text, ""), pages + 1
    assert pages >= MANY // 50 and len(seen) == counts[0]
    assert counts == list(range(counts[0], counts[0] + pages))  # reading the trail is itself on the trail


def test_every_page_of_an_object_among_a_thousand_is_small_and_takes_the_statements_of_ten(county):
    wrong = {}
    for name, address in _pages_of_objects(county):
        count, response = _statements(county, name, address)
        if count != county.few[name, address] or len(response.data) > LARGEST:
            wrong[name, address] = {"statements": (county.few[name, address], count), "bytes": len(response.data)}
    assert wrong == {}
