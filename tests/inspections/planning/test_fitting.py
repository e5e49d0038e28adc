"""A site is asked what its kind is asked, and given the checklists of its kind; nothing that was typed is lost."""

import re

import pytest

from accounts.roles import Role
from checklists.library.services import load_library, read_packs
from core.db import db, unit_of_work
from inspections.planning.forms import SITE_KINDS
from inspections.planning.models import Site, Task
from tests.builders import NOW, make_account, make_area, make_organisation, make_site
from tests.opened import untouched

PACKS = {pack["checklist"]["site_kind"]: pack["checklist"] for pack in read_packs()}
KINDS = sorted(dict(SITE_KINDS))


@pytest.fixture
def county(app):
    """The library, a supervisor, an inspector, and a site of every kind; ids by name."""
    with app.app_context(), unit_of_work():
        load_library(None, NOW)
        firm = make_organisation("企业", area=make_area("乡"))
        make_account("zhuguan", Role.SUPERVISOR, areas=[firm.area])
        sites = {kind: make_site(firm, f"{kind}一处", kind).id for kind in KINDS}
        return {"firm": firm.id, "sites": sites, "inspector": make_account("jia", Role.INSPECTOR).id}


def _asked(page: str) -> set[str]:
    return set(re.findall(r'name="attribute_(\w+)"', page))


def _of(kind: str) -> set[str]:
    return {attribute["name"] for attribute in PACKS[kind]["attributes"]}


def _offered(page: str) -> set[str]:
    return set(re.findall(r"<option[^>]*>([^<]+)</option>", page)) - {"请选择"}


def test_the_kind_is_chosen_first_and_asks_nothing_yet(county, sign_in):
    assert _asked(sign_in("zhuguan").get("/sites/new").text) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_site_is_asked_the_questions_of_its_kind_only(county, sign_in, kind):
    assert _asked(sign_in("zhuguan").get(f"/sites/new?kind={kind}").text) == _of(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_site_that_stands_is_asked_the_questions_of_its_kind_only(county, sign_in, kind):
    assert _asked(sign_in("zhuguan").get(f"/sites/{county['sites'][kind]}/edit").text) == _of(kind)


def test_what_was_typed_is_there_after_a_refusal(app, county, sign_in):
    client = sign_in("zhuguan")
    given = {"kind": "depot", "organisation": county["firm"], "name": "depot一处", "address": "村东"}
    page = client.post("/sites/new", data=given | {"attribute_new_shed": "no"}).text
    assert "同名" in page
    sent = untouched(page)
    wanted = {"kind": ["depot"], "organisation": [county["firm"]], "name": ["depot一处"], "address": ["村东"]}
    assert {**sent, **wanted, "attribute_new_shed": ["no"]} == sent
    client.post("/sites/new", data=sent | {"name": "depot二处"})
    with app.app_context():
        made = db.session.query(Site).filter_by(name="depot二处").one()
        assert (made.kind, made.address, made.attributes) == ("depot", "村东", {"new_shed": "no"})


def test_a_site_of_another_kind_is_asked_what_that_kind_is_asked(county, sign_in):
    client, address = sign_in("zhuguan"), f"/sites/{county['sites']['depot']}/edit"
    answer = client.post(address, data=untouched(client.get(address).text) | {"kind": "purchase"})
    assert answer.headers["Location"] == address
    assert _asked(client.get(address).text) == _of("purchase")


@pytest.mark.parametrize("kind", KINDS)
def test_a_task_is_offered_the_checklists_that_fit_its_site(county, sign_in, kind):
    page = sign_in("zhuguan").get(f"/tasks/new?site={county['sites'][kind]}").text
    assert _offered(page) == {PACKS[kind]["title"]}


def test_no_checklist_is_offered_before_the_site_is_chosen(county, sign_in):
    assert 'name="checklist"' not in sign_in("zhuguan").get("/tasks/new").text


@pytest.mark.parametrize("kind", KINDS)
def test_a_checklist_that_does_not_fit_is_refused_with_a_sentence(app, county, sign_in, kind):
    client, other = sign_in("zhuguan"), next(each for each in KINDS if each != kind)
    sent = untouched(client.get(f"/tasks/new?site={county['sites'][other]}").text)
    offered = re.search(r'<option value="(\w+)"', client.get(f"/tasks/new?site={county['sites'][kind]}").text)
    given = {"checklist": offered[1], "inspectors": county["inspector"], "due_on": "2099-01-01"}
    page = client.post("/tasks/new", data=sent | given)
    assert "不适用于此类检查对象" in page.text
    assert untouched(page.text)["due_on"] == ["2099-01-01"]
    with app.app_context():
        assert db.session.query(Task).count() == 0


def test_a_site_without_a_fitting_checklist_says_so(app, county, sign_in):
    with app.app_context(), unit_of_work():
        odd = make_site(db.session.get(Site, county["sites"]["depot"]).organisation, "新类别", "mine").id
    page = sign_in("zhuguan").get(f"/tasks/new?site={odd}")
    assert page.status_code == 200 and "尚无适用于此类检查对象的检查表" in page.text
