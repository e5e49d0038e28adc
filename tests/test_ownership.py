"""Every way in which something changes hands × every address of an issued record × who had it and who has it now.

What is expected is written by hand: + it is there, - it does not exist, x signed out. The columns are ADDRESSES.
"""

import re
from datetime import date

import pytest

from accounts import services as people
from accounts.access import ACCESS
from accounts.models import Account
from accounts.roles import Role
from core.db import db, unit_of_work
from inspections.filling import services as filling
from inspections.findings.models import Acknowledgement
from inspections.planning.models import Site
from inspections.planning.transfers import transfer_site
from inspections.review import services as review
from inspections.visits.models import Evidence, Finding
from tests.builders import NOW, PASSWORD, first, make_account, make_inspection, make_organisation, make_task
from tests.test_access import _address
from tests.world import build, fill

# The enterprise's addresses of a record; the route table is asked whether there are others.
ADDRESSES = (
    ("findings.report", "GET", "/reports/{visit}"),
    ("findings.show", "GET", "/findings/{finding}"),
    ("filling.evidence", "GET", "/evidence/{photo}"),
    ("filling.evidence", "GET", "/evidence/{photo}?original=1"),
    ("filling.thumb", "GET", "/evidence/{photo}/thumb"),
    ("filling.marks", "GET", "/evidence/{photo}/marks"),
    ("findings.index", "LIST", "/findings"),
    ("findings.acknowledge", "POST", "/reports/{visit}/acknowledge"),
)
YES, NO, OUT = "++++++++", "--------", "xxxxxxxx"

# qiye1 and tongshi: accounts of 企业1, to whom the record was issued; maizhu: of 买主; qiye2: of 企业2.
MATRIX = {
    "nothing": {"qiye1": YES, "tongshi": YES, "maizhu": NO, "qiye2": NO},
    "the site goes to the buyer": {"qiye1": YES, "tongshi": YES, "maizhu": NO, "qiye2": NO},
    "the site goes to the buyer and back": {"qiye1": YES, "tongshi": YES, "maizhu": NO, "qiye2": NO},
    "the account moves to the buyer": {"qiye1": NO, "tongshi": YES, "maizhu": NO, "qiye2": NO},
    "another account moves to the enterprise": {"qiye1": YES, "tongshi": YES, "maizhu": NO, "qiye2": YES},
    "the account and the site go to the buyer": {"qiye1": NO, "tongshi": YES, "maizhu": NO, "qiye2": NO},
    "the enterprise moves to the other township": {"qiye1": YES, "tongshi": YES, "maizhu": NO, "qiye2": NO},
    "the enterprise bears another name": {"qiye1": YES, "tongshi": YES, "maizhu": NO, "qiye2": NO},
    "the account is disabled": {"qiye1": OUT, "tongshi": YES, "maizhu": NO, "qiye2": NO},
}
# A visit of the day before the transfer, and one of its day; both are issued after it.
LATER = {
    date(2026, 11, 17): {"qiye1": YES, "tongshi": YES, "maizhu": NO, "qiye2": NO},
    date(2026, 11, 18): {"qiye1": NO, "tongshi": NO, "maizhu": YES, "qiye2": NO},
}
# Of officials: the township's own have everything they had, whatever changes hands; the other township's have nothing.
OFFICIALS = {"zhuguan1": "+", "jiancha1": "+", "zhuguan2": "-", "jiancha2": "-"}


@pytest.fixture
def county(any_app):
    """Two townships; an issued record at the first enterprise, a colleague there, and a buyer in the same township."""
    with any_app.app_context():
        with unit_of_work():
            world = build(any_app)
            enterprise = world.people["qiye1"].organisation
            make_account("tongshi", Role.ENTERPRISE, enterprise)
            world.ids["buyer"] = make_organisation("买主", area=enterprise.area).id
            world.ids["enterprise"] = enterprise.id
            make_account("maizhu", Role.ENTERPRISE, _organisation(world.ids["buyer"]))
            world.roles = {name: account.role for name, account in world.people.items()}
        db.engine.dispose()
    return world


def _organisation(row_id: str):
    return db.session.get(Site.organisation.property.mapper.class_, row_id)


def _account(name: str) -> Account:
    return db.session.query(Account).filter_by(username=name).one()


def _site_to(world, receiver: str, day: date) -> None:
    site = db.session.get(Site, world.ids["site_id"])
    transfer_site(_account("zhuguan1"), site, world.ids[receiver], day, "转让", NOW)


def _account_to(world, name: str, organisation: str) -> None:
    people.edit_account(_account("guanli"), _account(name), {"organisation": world.ids[organisation]}, NOW)


def _rewrite(world, wanted: dict) -> None:
    people.edit_organisation(_account("guanli"), _organisation(world.ids["enterprise"]), wanted)


def _go_away(world) -> None:
    people.edit_account(_account("guanli"), _account("qiye1"), {"enabled": False}, NOW)


TODAY = date(2026, 11, 18)
ACTS = {
    "nothing": lambda world: None,
    "the site goes to the buyer": lambda world: _site_to(world, "buyer", TODAY),
    "the site goes to the buyer and back": lambda world: [
        _site_to(world, receiver, TODAY) for receiver in ("buyer", "enterprise")
    ],
    "the account moves to the buyer": lambda world: _account_to(world, "qiye1", "buyer"),
    "another account moves to the enterprise": lambda world: _account_to(world, "qiye2", "enterprise"),
    "the account and the site go to the buyer": lambda world: [
        _site_to(world, "buyer", date(2026, 11, 1)),
        _account_to(world, "qiye1", "buyer"),
    ],
    "the enterprise moves to the other township": lambda world: _rewrite(
        world, {"area": _account("qiye2").organisation.area_id}
    ),
    "the enterprise bears another name": lambda world: _rewrite(world, {"name": "新名称"}),
    "the account is disabled": _go_away,
}


def _signed_in(app, names) -> dict:
    clients = {name: app.test_client() for name in names}
    for client, name in zip(clients.values(), names, strict=True):
        assert client.post("/login", data={"username": name, "password": PASSWORD}).status_code == 302
    return clients


def _happens(world, act) -> None:
    with world.app.app_context():
        with unit_of_work():
            act(world)
        db.engine.dispose()


def _record(world, visit: str) -> dict[str, str]:
    """The objects of an issued visit."""
    with world.app.app_context():
        finding = first(Finding, inspection_id=visit)
        photo = first(Evidence, inspection_id=visit, item_id=finding.item_id)
        return {"visit": visit, "finding": finding.id, "photo": photo.id}


def _seen(client, objects: dict[str, str]) -> str:
    """What the client sees of a record, one sign for each address."""
    return "".join(_sign(client, method, address.format(**objects), objects) for _, method, address in ADDRESSES)


def _sign(client, method: str, address: str, objects) -> str:
    response = client.open(address, method="POST" if method == "POST" else "GET")
    if response.location and response.location.startswith("/login"):
        return "x"
    if method == "LIST":
        named = {part in response.text for part in (objects["visit"], objects["finding"])}
        assert response.status_code == 200
        return "?" if len(named) == 2 else "+" if named == {True} else "-"
    return {200: "+", 302: "+", 404: "-"}[response.status_code]


def _receivers(world, visit: str) -> set[str]:
    with world.app.app_context():
        rows = db.session.query(Acknowledgement).filter_by(inspection_id=visit)
        return {row.organisation_id for row in rows}


@pytest.mark.parametrize("change", MATRIX)
def test_an_issued_record_is_read_by_whom_it_was_issued_to_whatever_changes_hands(county, change):
    clients = _signed_in(county.app, MATRIX[change])
    objects = _record(county, county.ids["issued_visit"])
    _happens(county, ACTS[change])
    assert {name: _seen(client, objects) for name, client in clients.items()} == MATRIX[change]
    assert _receivers(county, objects["visit"]) == {county.ids["enterprise"]}


def test_a_visit_issued_after_a_transfer_goes_to_whose_the_site_was_on_its_day(county):
    with county.app.app_context():
        with unit_of_work():
            _site_to(county, "buyer", TODAY)
            visits = {day: _issue(county, day) for day in LATER}
        db.engine.dispose()
    clients = _signed_in(county.app, ("qiye1", "tongshi", "maizhu", "qiye2"))
    for day, visit in visits.items():
        objects = _record(county, visit)
        assert {name: _seen(client, objects) for name, client in clients.items()} == LATER[day]


def _issue(world, day: date) -> str:
    inspector, supervisor = _account("jiancha1"), _account("zhuguan1")
    site = db.session.get(Site, world.ids["site_id"])
    visit = make_inspection(make_task(world.version, site, [inspector], supervisor), effective_on=day)
    fill(world.app, inspector, visit)
    filling.submit(inspector, visit, NOW)
    review.approve(supervisor, visit, NOW)
    review.issue(supervisor, visit, {item.code: review.Term(10) for item in visit.checklist_version.items}, NOW)
    return visit.id


@pytest.mark.parametrize("change", [change for change in MATRIX if change != "the account is disabled"])
def test_officials_see_what_they_saw_whatever_changes_hands(county, change):
    clients = _signed_in(county.app, OFFICIALS)
    _happens(county, ACTS[change])
    wrong = {}
    for endpoint, roles in _objects_of_officials(county.app).items():
        for name in (each for each in OFFICIALS if county.roles[each] in roles):
            status = clients[name].get(_address(county, endpoint)).status_code
            if {200: "+", 302: "+", 404: "-"}.get(status) != OFFICIALS[name]:
                wrong[endpoint, name] = status
    assert wrong == {}


def _objects_of_officials(app) -> dict[str, frozenset]:
    """The addresses of objects at a site, from the route table, with the roles of officials that may open them."""
    names = {"site_id", "task_id", "inspection_id", "evidence_id", "signature_id", "receipt_id", "finding_id"}
    names |= {"packet_id", "code"}
    officials = {Role.SUPERVISOR, Role.INSPECTOR}
    return {
        rule.endpoint: ACCESS[rule.endpoint, "GET"] & officials
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.arguments & names and rule.endpoint != "sync_api.past_photo"
    }


def test_the_matrix_has_every_address_that_an_enterprise_has(app):
    own = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.arguments
        and Role.ENTERPRISE in (ACCESS.get((rule.endpoint, method)) or ())
        and ACCESS[rule.endpoint, method] != "public"
    }
    assert own == {(endpoint, method) for endpoint, method, _ in ADDRESSES if method != "LIST"}
    assert re.fullmatch(r"[+]+", YES) and len(YES) == len(NO) == len(OUT) == len(ADDRESSES)
