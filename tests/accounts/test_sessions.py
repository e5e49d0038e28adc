"""People see where they are signed in, and end it; acts that send a result out ask for the password again."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from alembic import command
from sqlalchemy import select

from accounts import access
from accounts.devices import device_names
from accounts.models import Account, AuditEntry, LoginSession
from accounts.roles import Role
from core.db import db, unit_of_work
from core.migrating import upgrade
from inspections.visits.models import Finding, Inspection
from tests.builders import NOW, PASSWORD, make_account
from tests.world import build

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile Safari/604.1"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Mobile Safari/537.36"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def _login(app, username, agent=ANDROID, address="10.1.1.1"):
    client = app.test_client()
    data = {"username": username, "password": PASSWORD}
    where = {"REMOTE_ADDR": address, "HTTP_USER_AGENT": agent}
    assert client.post("/login", data=data, environ_overrides=where).status_code == 302
    return client


@pytest.fixture
def everybody(app):
    with app.app_context(), unit_of_work():
        for role in Role:
            make_account(f"mensch-{role}", role)


@pytest.mark.parametrize("role", Role)
def test_everybody_sees_where_he_is_signed_in_and_ends_one(app, everybody, clock, role):
    here = _login(app, f"mensch-{role}")
    clock.shift(timedelta(hours=1))
    lost = _login(app, f"mensch-{role}", IPHONE, "10.7.7.7")
    page = here.get("/account/sessions").text
    assert "Android · Chrome" in page and "10.1.1.1" in page and "iPhone · Safari" in page and "10.7.7.7" in page
    assert page.count("本机") == 1 and "2026-11-18 10:42" in page
    key = re.search(r'name="session" value="(\w+)"', page)[1]
    assert here.post("/account/sessions/end", data={"session": key}).status_code == 302
    assert not lost.get("/api/session").json["signed_in"]
    assert here.get("/api/session").json["signed_in"] and "10.7.7.7" not in here.get("/account/sessions").text


def test_all_others_are_ended_at_once(app, everybody):
    here, *others = (_login(app, "mensch-editor") for _ in range(3))
    here.post("/account/sessions/end", data={"others": "1"})
    assert here.get("/api/session").json["signed_in"]
    assert not any(other.get("/api/session").json["signed_in"] for other in others)


def test_nobody_ends_the_session_of_another(app, everybody):
    victim, here = _login(app, "mensch-supervisor"), _login(app, "mensch-editor")
    _login(app, "mensch-supervisor")
    key = re.search(r'name="session" value="(\w+)"', victim.get("/account/sessions").text)[1]
    assert here.post("/account/sessions/end", data={"session": key}).status_code == 404
    assert here.post("/account/sessions/end", data={"session": ""}).status_code == 404
    assert victim.get("/account/sessions").text.count('class="card"') == 2


def test_sessions_that_are_over_are_not_shown(app, everybody, clock):
    _login(app, "mensch-editor", IPHONE)
    clock.shift(timedelta(hours=13))
    assert "iPhone" not in _login(app, "mensch-editor").get("/account/sessions").text


def test_sessions_of_an_earlier_program_get_the_network_that_they_began_from(any_app):
    began = {"10.1.1.1": "10.1.1.1", "2001:db8:1:2::9": "2001:db8:1:2::/64", "::ffff:10.2.2.2": "10.2.2.2"}
    with any_app.app_context(), unit_of_work():
        make_account("mei", Role.EDITOR)
    for address in began:
        _login(any_app, "mei", address=address)
    with any_app.app_context():
        kept = select(LoginSession.address, LoginSession.network)
        assert dict(db.session.execute(kept).all()) == began
        settings = any_app.extensions["migrate"].migrate.get_config()
        db.session.remove()
        command.downgrade(settings, "0015")
        upgrade(any_app)
        assert dict(db.session.execute(kept).all()) == began


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (ANDROID, ["Android", "Chrome"]),
        (IPHONE, ["iPhone", "Safari"]),
        (ANDROID + " MicroMessenger/8.0", ["Android", "微信"]),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/124.0 Safari/537.36 Edg/124.0", ["Windows", "Edge"]),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) HuaweiBrowser/5", ["鸿蒙", "华为浏览器"]),
        ("-", ["未知设备"]),
    ],
)
def test_a_device_has_a_name_that_people_know(said, names):
    assert device_names(said) == names


@pytest.fixture
def county(any_app):
    with any_app.app_context(), unit_of_work():
        made = build(any_app)
    return made


def _hidden(page: str) -> dict[str, str]:
    form = page[page.index('<form class="form"') :]
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))


def _state(app, visit_id):
    with app.app_context():
        return db.session.get(Inspection, visit_id).state


def test_approving_asks_for_the_password_after_half_an_hour_and_then_goes_on(any_app, county, clock):
    client, visit = _login(any_app, "zhuguan1"), county.ids["submitted_visit"]
    clock.shift(timedelta(minutes=31))
    asked = client.post(f"/review/{visit}/approve")
    assert "请再次输入密码" in asked.text and _state(any_app, visit) == "submitted"
    wrong = client.post(f"/review/{visit}/approve", data={"password_again": "wrong"})
    assert wrong.status_code == 403 and "密码不正确" in wrong.text and _state(any_app, visit) == "submitted"
    assert client.post(f"/review/{visit}/approve", data={"password_again": PASSWORD}).status_code == 302
    assert _state(any_app, visit) == "approved"
    with any_app.app_context():
        actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))
    assert [each for each in actions if each in ("login.failed", "account.proved")] == [
        "login.failed",
        "account.proved",
    ]


def test_what_was_typed_for_issuing_comes_through_the_question(any_app, county, clock):
    client, visit = _login(any_app, "zhuguan1"), county.ids["approved_visit"]
    clock.shift(timedelta(minutes=31))
    typed = {"days-A02": "23", "severity-A02": "major", "days-A01": "<15>&"}
    asked = client.post(f"/review/{visit}/issue", data=typed)
    assert asked.status_code == 200 and "&lt;15&gt;&amp;" in asked.text
    sent = _hidden(asked.text) | {"days-A01": "", "password_again": PASSWORD}
    assert client.post(f"/review/{visit}/issue", data=sent).headers["Location"].startswith("/reports/")
    with any_app.app_context():
        found = db.session.scalars(select(Finding).where(Finding.inspection_id == visit)).one()
        assert (found.severity, str(found.deadline_on)) == ("major", "2026-12-21"), "23 working days"


def test_whoever_finds_an_open_session_disables_nobody_and_what_was_chosen_comes_through_the_question(
    any_app, county, clock
):
    client = _login(any_app, "guanli")
    with any_app.app_context():
        person = db.session.scalars(select(Account).where(Account.username == "zhuguan1")).one()
        person_id, area = person.id, person.organisation.area_id
    clock.shift(timedelta(minutes=31))
    sent = {"name": "主管甲", "organisation": county.ids["office_id"], "areas": [area]}
    asked = client.post(f"/admin/accounts/{person_id}", data=sent)
    assert "请再次输入密码" in asked.text and _account(any_app, person_id)[0] != "主管甲"
    again = _hidden(asked.text) | {"password_again": PASSWORD}
    assert client.post(f"/admin/accounts/{person_id}", data=again).status_code == 302
    assert _account(any_app, person_id) == ("主管甲", False, [area])


def _account(app, account_id):
    with app.app_context():
        account = db.session.get(Account, account_id)
        return account.name, account.enabled, [area.id for area in account.areas]


def test_importing_asks_before_its_form_because_the_question_cannot_carry_the_file(any_app, county, clock):
    client = _login(any_app, "zhuguan1")
    clock.shift(timedelta(minutes=31))
    file = {"file": (io.BytesIO(b"x"), "a.rescue"), "passphrase": "geheim"}
    asked = client.post("/review/rescue", data=file, content_type="multipart/form-data")
    assert "请重新选择文件" in asked.text and "geheim" not in asked.text
    for page in (asked, client.get("/review/rescue")):
        assert "请再次输入密码" in page.text and 'type="file"' not in page.text
        assert _hidden(page.text).keys() - {"next"} == {"csrf_token", "to_form"}
    wrong = client.post("/review/rescue", data={"to_form": "1", "password_again": "wrong"})
    assert wrong.status_code == 403 and _hidden(wrong.text).keys() - {"next"} == {"csrf_token", "to_form"}
    proved = client.post("/review/rescue", data={"to_form": "1", "password_again": PASSWORD})
    assert proved.headers["Location"].endswith("/review/rescue")
    assert 'type="file"' in client.get("/review/rescue").text


def test_within_half_an_hour_of_the_password_nothing_is_asked(any_app, county, clock):
    client = _login(any_app, "zhuguan1")
    clock.shift(timedelta(minutes=29))
    client.post("/api/session/password", json={"password": PASSWORD})
    clock.shift(timedelta(minutes=29))
    assert client.post(f"/review/{county.ids['submitted_visit']}/approve").status_code == 302
    assert _state(any_app, county.ids["submitted_visit"]) == "approved"


def test_guessing_at_the_question_counts_as_signing_in_does(any_app, county, clock):
    client, visit = _login(any_app, "zhuguan1"), county.ids["submitted_visit"]
    clock.shift(timedelta(minutes=31))
    tries = [client.post(f"/review/{visit}/approve", data={"password_again": "x"}) for _ in range(6)]
    assert [each.status_code for each in tries] == [403] * 5 + [429] and tries[-1].headers["Retry-After"]


def test_a_script_is_told_in_the_shape_it_knows_and_goes_on_after_the_password(any_app, county, clock, monkeypatch):
    monkeypatch.setattr("accounts.permissions.ASKS_AGAIN", {("sync_api.lacking", "POST")})
    client = _login(any_app, "jiancha1")
    clock.shift(timedelta(minutes=31))
    asked = client.post("/api/evidence/lacking", json={"sha256": []})
    assert asked.status_code == 403 and asked.json["error"] == "password_again" and asked.json["message"]
    client.post("/api/session/password", json={"password": PASSWORD})
    assert client.post("/api/evidence/lacking", json={"sha256": []}).json.get("error") != "password_again"


def test_every_act_that_asks_again_is_in_the_access_table():
    assert set(access.ACCESS) >= access.ASKS_AGAIN
