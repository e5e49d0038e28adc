"""The start page of a new county: each step with its page, ticked when done; empty pages say what they wait for."""

import re

import pytest
from flask import url_for

from accounts import services
from accounts.access import rule_for
from accounts.models import Account
from accounts.roles import Role
from accounts.steps import STEPS, WAITING, list_steps
from core.clock import today
from core.db import db, unit_of_work
from tests.builders import NOW, make_account, make_area, make_checklist, make_organisation, make_site, make_task

ORDER = ["areas", "organisations", "accounts", "jurisdictions", "certificates", "sites", "tasks"]


def first_administrator() -> Account:
    """What create-admin leaves: a county, an office, an administrator."""
    office = make_organisation("县安监局", "department", make_area("县"))
    return make_account("guanli", Role.ADMINISTRATOR, office)


def done(actor: Account) -> list[str]:
    """The names of the steps that are done."""
    return [step.name for step, is_done in list_steps(actor) if is_done]


def test_the_steps_are_ticked_one_after_the_other(any_session):
    administrator = first_administrator()
    office, county = administrator.organisation, administrator.organisation.area
    assert list(STEPS) == ORDER and done(administrator) == []
    town = make_area("清水镇", county)
    assert done(administrator) == ORDER[:1]
    firm = make_organisation("清水洁净煤公司", "enterprise", town)
    assert done(administrator) == ORDER[:2]
    inspector = make_account("jiancha", Role.INSPECTOR, office, certificate=None)
    supervisor = make_account("zhuguan", Role.SUPERVISOR, office)
    make_account("qiye", Role.ENTERPRISE, firm)
    assert done(administrator) == ORDER[:3]
    services.edit_account(administrator, supervisor, {"areas": [town.id]}, NOW)
    assert done(administrator) == ORDER[:4]
    certificate = {"certificate": "鲁P-1", "certified_until": today()}
    services.edit_account(administrator, inspector, certificate, NOW)
    assert done(administrator) == ORDER[:5]
    site = make_site(firm)
    assert done(administrator) == ORDER[:6]
    make_task(make_checklist(), site, [inspector], supervisor)
    assert done(administrator) == ORDER and done(supervisor)[-4:] == ORDER[3:]


def test_a_supervisor_is_told_of_what_is_missing_in_the_own_part(any_session):
    administrator = first_administrator()
    office, county = administrator.organisation, administrator.organisation.area
    here, there = make_area("清水镇", county), make_area("辛集镇", county)
    make_site(make_organisation("清水洁净煤公司", "enterprise", here))
    supervisor = make_account("zhuguan", Role.SUPERVISOR, office, [there])
    assert {"organisations", "sites"} & set(done(administrator)) == {"organisations", "sites"}
    assert {"organisations", "sites"} & set(done(supervisor)) == set()


@pytest.fixture
def new_county(app):
    """An installation as create-admin leaves it, with one supervisor without areas."""
    with app.app_context(), unit_of_work():
        make_account("zhuguan", Role.SUPERVISOR, first_administrator().organisation)


def notice(page: str) -> str:
    """What the page says of a missing step; empty without one."""
    return "".join(re.findall(r'<p class="notice" role="status">(.*?)</p>', page))


def test_the_administrator_begins_on_the_start_page_which_links_to_each_page_of_the_own_steps(new_county, sign_in):
    client = sign_in("guanli")
    assert client.get("/").headers["Location"] == "/admin/start"
    page = client.get("/admin/start").text
    links = re.findall(r'<li class="row"><a href="([^"]+)"', page)
    assert links == [f"/admin/{page}" for page in ("areas", "organisations", "accounts/new", "accounts", "accounts")]
    assert page.count("由主管登录后办理") == 2 and page.count("未办") == len(ORDER)
    assert all(client.get(link).status_code == 200 for link in links)


def test_an_empty_page_names_its_missing_step_and_links_to_it_for_who_may_do_it(new_county, app, sign_in):
    administrator, supervisor = sign_in("guanli"), sign_in("zhuguan")
    assert '<a href="/admin/areas">登记区域</a>' in notice(administrator.get("/admin/organisations").text)
    said = notice(supervisor.get("/sites").text)
    assert "尚未指定主管的管辖区域。" in said and "由管理员办理" in said and "href" not in said
    with app.app_context(), unit_of_work():
        county = db.session.query(Account).filter_by(username="zhuguan").one().organisation.area
        town = make_area("清水镇", county)
        make_organisation("清水洁净煤公司", "enterprise", town)
        db.session.query(Account).filter_by(username="zhuguan").one().areas = [county]
    assert notice(administrator.get("/admin/organisations").text) == notice(supervisor.get("/sites").text) == ""
    assert "执法证" in notice(supervisor.get("/tasks/new").text)
    assert '<a href="/tasks/new">下达首个检查任务</a>' in notice(supervisor.get("/review").text)


def test_every_step_and_every_waiting_page_is_a_page_of_somebody_who_prepares(app):
    with app.test_request_context():
        for endpoint in [*WAITING, *(step.endpoint for step in STEPS.values())]:
            assert rule_for(endpoint, "GET") & {Role.ADMINISTRATOR, Role.SUPERVISOR}
            assert url_for(endpoint, account_id="0" * 26)
    assert set().union(*WAITING.values()) <= set(STEPS)
