"""Starting a county: the first administrator, then accounts, organisations, areas; the auditor's page."""

import re

import pytest

from accounts import services
from accounts.audit_chain import read_body
from accounts.models import Account, Area, AuditEntry, Organisation
from accounts.roles import Role
from core.clock import utc_now
from core.db import db, unit_of_work
from tests.builders import make_account, make_area, make_organisation


@pytest.fixture
def office(app):
    """An administrator and an auditor in an office of the county; returns ids by name."""
    with app.app_context(), unit_of_work():
        area = make_area("县")
        organisation = make_organisation("县政府办", "department", area)
        make_account("guanli", Role.ADMINISTRATOR, organisation)
        make_account("shenji", Role.AUDITOR, organisation)
        make_account("zhuguan", Role.SUPERVISOR, organisation)
        return {"area": area.id, "organisation": organisation.id}


@pytest.fixture
def client(sign_in, office):
    return sign_in("guanli")


def _account(app, username: str) -> Account:
    return db.session.query(Account).filter_by(username=username).one()


def test_an_empty_installation_gets_its_first_administrator(app, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    words = [
        "accounts",
        "create-admin",
        "--username",
        "Guanli",
        "--name",
        "管理员",
        "--county",
        "冠县",
        "--office",
        "县政府办",
    ]
    said = app.test_cli_runner().invoke(args=words)
    secret = re.search(r"一次性密码：(\S+)（", said.output)[1]
    assert said.exit_code == 0
    client = app.test_client()
    assert client.post("/login", data={"username": "guanli", "password": secret}).status_code == 302
    assert client.get("/admin/accounts").headers["Location"] == "/password"
    again = app.test_cli_runner().invoke(args=words)
    assert again.exit_code == 1 and "已被使用" in again.stderr


def test_the_audit_trail_is_checked_from_the_command_line(app, office, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "完整" in app.test_cli_runner().invoke(args=["accounts", "verify-audit"]).output


def test_a_new_account_gets_a_one_time_password_that_works_once_shown(app, client, office):
    data = {"username": "Jiancha3", "name": "检查员丙", "role": "inspector", "organisation": office["organisation"]}
    page = client.post("/admin/accounts/new", data=data)
    secret = re.search(r"<dd>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</dd>", page.text)[1]
    fresh = app.test_client()
    assert fresh.post("/login", data={"username": "jiancha3", "password": secret}).status_code == 302
    assert fresh.get("/tasks").headers["Location"] == "/password"
    assert secret not in client.get("/admin/accounts").text


def test_a_taken_name_is_refused_at_its_field(client, office):
    data = {"username": "GUANLI", "name": "又一个", "role": "inspector", "organisation": office["organisation"]}
    assert "已被使用" in client.post("/admin/accounts/new", data=data).text


def test_jurisdiction_and_disabling_take_effect_at_once(app, client, sign_in, office):
    supervisor = sign_in("zhuguan")
    with app.app_context():
        account_id = _account(app, "zhuguan").id
    data = {"name": "主管", "organisation": office["organisation"], "areas": [office["area"]], "enabled": "y"}
    client.post(f"/admin/accounts/{account_id}", data=data)
    with app.app_context():
        assert [area.name for area in _account(app, "zhuguan").areas] == ["县"]
    client.post(f"/admin/accounts/{account_id}", data={key: value for key, value in data.items() if key != "enabled"})
    assert supervisor.get("/review").headers["Location"].startswith("/login")


def test_nobody_disables_himself(app, client, office):
    with app.app_context():
        account_id = _account(app, "guanli").id
    page = client.post(f"/admin/accounts/{account_id}", data={"name": "x", "organisation": office["organisation"]})
    assert "不能停用自己" in page.text and client.get("/admin/accounts").status_code == 200


def test_an_inspector_is_certified_here(app, client, office):
    with app.app_context(), unit_of_work():
        account_id = make_account("jiancha", Role.INSPECTOR, certificate=None, certified_until=None).id
    data = {
        "name": "检查员",
        "organisation": office["organisation"],
        "enabled": "y",
        "certificate": "鲁P-9",
        "certified_until": "2030-01-01",
    }
    client.post(f"/admin/accounts/{account_id}", data=data)
    with app.app_context():
        assert str(_account(app, "jiancha").certified_until) == "2030-01-01"


def test_sessions_are_ended_and_passwords_reset_from_here(app, client, sign_in, office):
    with app.app_context():
        account_id = _account(app, "zhuguan").id
    for act in ("end-sessions", "reset"):
        supervisor = sign_in("zhuguan")
        assert client.post(f"/admin/accounts/{account_id}/{act}").status_code in (200, 302)
        assert not supervisor.get("/api/session").json["signed_in"]


def test_organisations_and_areas_are_added_and_changed(app, client, office):
    client.post("/admin/areas", data={"name": "辛集镇", "parent": office["area"]})
    with app.app_context():
        township = db.session.query(Area).filter_by(name="辛集镇").one()
        assert township.parent.name == "县"
        area = township.id
    client.post("/admin/organisations", data={"name": "辛集煤炭公司", "kind": "enterprise", "area": area})
    with app.app_context():
        made = db.session.query(Organisation).filter_by(name="辛集煤炭公司").one().id
    client.post(f"/admin/organisations/{made}", data={"name": "辛集洁净煤公司", "kind": "enterprise", "area": area})
    page = client.post("/admin/organisations", data={"name": "辛集洁净煤公司", "kind": "enterprise", "area": area}).text
    assert "已被使用" in page and "辛集洁净煤公司" in page


def test_an_area_gets_another_name_and_parent_and_the_trail_says_which(app, client, office):
    with app.app_context(), unit_of_work():
        town = make_area("清水乡").id
    client.post(f"/admin/areas/{town}", data={"name": "清水镇", "parent": office["area"]})
    with app.app_context():
        row = db.session.get(Area, town)
        assert (row.name, row.parent_id) == ("清水镇", office["area"])
        edit = read_body(db.session.query(AuditEntry).filter_by(action="area.edit").one().body)
        assert edit["before"] == {"name": "清水乡", "parent": None}
        assert edit["after"] == {"name": "清水镇", "parent": office["area"]}
    assert "已被使用" in client.post(f"/admin/areas/{town}", data={"name": "县", "parent": office["area"]}).text


def test_no_area_lies_in_itself_or_below_itself(any_app):
    with any_app.app_context(), unit_of_work():
        county = make_area("县")
        town = make_area("镇", county)
        village = make_area("村", town)
        actor = make_account("guanli", Role.ADMINISTRATOR)
        for below in (county, town, village):
            with pytest.raises(services.Circle):
                services.edit_area(actor, county, {"parent": below.id})
        services.edit_area(actor, village, {"parent": county.id})
        assert village.parent_id == county.id


ENTERPRISE = "enterprise"


@pytest.mark.parametrize("kind", services.KINDS)
@pytest.mark.parametrize("role", list(Role))
def test_an_account_is_made_and_moved_only_where_its_role_fits(any_session, role, kind):
    actor, now = make_account("guanli", Role.ADMINISTRATOR), utc_now()
    there = make_organisation("单位", kind)
    at_home = make_organisation("原单位", ENTERPRISE if role == Role.ENTERPRISE else "department")
    moved = make_account("zhang", role, at_home)
    acts = [
        lambda: services.create_account(actor, "xinren", "新人", role, there, now),
        lambda: services.edit_account(actor, moved, {"organisation": there.id}, now),
    ]
    for act in acts:
        if (role == Role.ENTERPRISE) == (kind == ENTERPRISE):
            act()
        else:
            with pytest.raises(services.Misfit):
                act()


@pytest.mark.parametrize(("role", "kind"), [(Role.ENTERPRISE, "department"), (Role.INSPECTOR, ENTERPRISE)])
def test_an_organisation_keeps_a_kind_that_fits_its_accounts(any_session, role, kind):
    actor = make_account("guanli", Role.ADMINISTRATOR)
    there = make_organisation("单位", ENTERPRISE if role == Role.ENTERPRISE else "township")
    make_account("zhang", role, there, enabled=False)
    with pytest.raises(services.HasMisfits):
        services.edit_organisation(actor, there, {"kind": kind})
    empty = make_organisation("空单位", there.kind)
    services.edit_organisation(actor, empty, {"kind": kind})
    assert empty.kind == kind


def test_what_never_fitted_does_not_stand_in_the_way_of_another_change(any_session):
    actor, now = make_account("guanli", Role.ADMINISTRATOR), utc_now()
    account = make_account("zhang", Role.INSPECTOR, make_organisation("企业", ENTERPRISE))
    services.edit_account(actor, account, {"enabled": False}, now)
    services.edit_organisation(actor, account.organisation, {"name": "新名"})
    services.edit_organisation(actor, account.organisation, {"kind": "department"})
    assert (account.enabled, account.organisation.name, account.organisation.kind) == (False, "新名", "department")


def test_the_page_says_in_one_sentence_that_a_role_does_not_fit(app, client, office):
    with app.app_context(), unit_of_work():
        firm = make_organisation("煤炭公司", ENTERPRISE).id
    data = {"username": "jiancha3", "name": "丙", "role": "inspector", "organisation": firm}
    assert "企业账号须属于类别为“企业”的单位" in client.post("/admin/accounts/new", data=data).text


def test_reading_the_trail_is_on_the_trail(app, sign_in, office):
    page = sign_in("shenji").get("/audit")
    assert page.status_code == 200 and "登录" in page.text and "login.succeeded" in page.text
    with app.app_context():
        assert db.session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first().action == "audit.read"
