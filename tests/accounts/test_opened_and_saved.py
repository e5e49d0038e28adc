"""An account, an organisation, an area that the administrator opens shows what stands; saving it so writes nothing."""

import json

import pytest

from accounts.forms import NO_PARENT
from accounts.models import Account, Area, AuditEntry, Organisation
from accounts.roles import Role
from accounts.services import account_facts, area_facts, organisation_facts
from core.db import db, unit_of_work
from tests.builders import make_account, make_area, make_organisation
from tests.opened import untouched

EDITS = ["account.edit", "organisation.edit", "area.edit"]


@pytest.fixture
def county(app):
    """People of every role in the second of three areas and organisations; ids by name."""
    with app.app_context(), unit_of_work():
        top = make_area("县")
        areas = [make_area(name, top) for name in ("甲镇", "乙镇", "丙镇")]
        offices = [make_organisation(f"{area.name}政府", "township", area) for area in areas]
        made = {role.value: make_account(role.value, role, offices[1], [areas[1], areas[2]]).id for role in Role}
        return made | {"office": offices[1].id, "first": areas[0].id, "top": top.id}


def _rows(app) -> list:
    with app.app_context():
        people, offices = db.session.query(Account).order_by(Account.id), db.session.query(Organisation)
        edits = db.session.query(AuditEntry).filter(AuditEntry.action.in_(EDITS))
        standing = [account_facts(row) for row in people]
        standing += map(area_facts, db.session.query(Area).order_by(Area.id))
        return [*standing, *map(organisation_facts, offices.order_by(Organisation.id)), edits.count()]


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_an_account_that_is_opened_and_saved_stays_as_it_is(app, county, sign_in, role):
    client, address, before = sign_in("administrator"), f"/admin/accounts/{county[role]}", _rows(app)
    answer = client.post(address, data=untouched(client.get(address).text))
    assert answer.status_code == 302
    assert _rows(app) == before


def test_an_organisation_that_is_opened_and_saved_stays_as_it_is(app, county, sign_in):
    client, address, before = sign_in("administrator"), f"/admin/organisations/{county['office']}", _rows(app)
    answer = client.post(address, data=untouched(client.get(address).text))
    assert answer.status_code == 302
    assert _rows(app) == before


@pytest.mark.parametrize("area", ["top", "first"])
def test_an_area_that_is_opened_and_saved_stays_as_it_is(app, county, sign_in, area):
    client, address, before = sign_in("administrator"), f"/admin/areas/{county[area]}", _rows(app)
    answer = client.post(address, data=untouched(client.get(address).text))
    assert answer.status_code == 302
    assert _rows(app) == before


def test_a_new_area_lies_in_none_only_when_that_is_chosen(app, county, sign_in):
    client = sign_in("administrator")
    sent = untouched(client.get("/admin/areas").text)
    assert sent["parent"] == [""]
    assert "请填写这一项" in client.post("/admin/areas", data=sent | {"name": "丁镇"}).text
    client.post("/admin/areas", data=sent | {"name": "戊县", "parent": NO_PARENT})
    with app.app_context():
        made = db.session.query(Area).filter(Area.name.in_(["丁镇", "戊县"]))
        assert [(area.name, area.parent) for area in made] == [("戊县", None)]


def test_an_inspector_is_given_areas_on_the_page_and_the_trail_says_which(app, county, sign_in):
    client, address = sign_in("administrator"), f"/admin/accounts/{county['inspector']}"
    sent = untouched(client.get(address).text) | {"areas": [county["first"]]}
    client.post(address, data=sent)
    with app.app_context():
        account = db.session.get(Account, county["inspector"])
        assert [area.name for area in account.areas] == ["甲镇"]
        edit = db.session.query(AuditEntry).filter_by(action="account.edit").one()
        assert json.loads(edit.body)["after"]["areas"] == [county["first"]]


def test_another_kind_of_an_organisation_is_kept(app, county, sign_in):
    client, address = sign_in("administrator"), f"/admin/organisations/{county['office']}"
    client.post(address, data=untouched(client.get(address).text) | {"kind": "department"})
    with app.app_context():
        assert db.session.get(Organisation, county["office"]).kind == "department"


def test_a_new_account_has_no_role_and_no_organisation_until_they_are_chosen(app, county, sign_in):
    client = sign_in("administrator")
    sent = untouched(client.get("/admin/accounts/new").text)
    assert (sent["role"], sent["organisation"]) == ([""], [""])
    page = client.post("/admin/accounts/new", data=sent | {"username": "neu", "name": "新人"}).text
    assert "请填写这一项" in page
    with app.app_context():
        assert db.session.query(Account).filter_by(username="neu").count() == 0
