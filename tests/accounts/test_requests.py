"""Where there are two administrators nobody resets a password, makes or enables an administrator alone."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from accounts import verifying
from accounts.models import Account, AccountRequest, AuditEntry
from accounts.roles import Role
from core.db import db, unit_of_work
from tests.builders import NOW, PASSWORD, add, make_account, make_area, make_organisation

SECRET = re.compile(r"<dd>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</dd>")


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def office(any_app, clock):
    """One administrator and a supervisor; the ids of everybody by name."""
    with any_app.app_context(), unit_of_work():
        office = make_organisation("县政府办", "department", make_area("县"))
        for name, role in (("guanli", Role.ADMINISTRATOR), ("zhuguan", Role.SUPERVISOR), ("bianzhi", Role.EDITOR)):
            make_account(name, role, office)
    return any_app


@pytest.fixture
def two(office):
    """The same with a second administrator."""
    with office.app_context(), unit_of_work():
        make_account("guanli2", Role.ADMINISTRATOR)
    return office


def _id(app, username):
    with app.app_context():
        return db.session.scalars(select(Account.id).where(Account.username == username)).one()


def _login(app, username, password=PASSWORD):
    client = app.test_client()
    client.post("/login", data={"username": username, "password": password})
    return client


def _is_in(client):
    return client.get("/api/session").json["signed_in"]


def _ask(app, client, username="zhuguan"):
    return client.post(f"/admin/accounts/{_id(app, username)}/reset")


def _waiting(app):
    with app.app_context():
        return db.session.scalars(select(AccountRequest.id).where(AccountRequest.state == "waiting")).one()


def _of(app, choice):
    """What the person's own page sends."""
    return {"reset": _waiting(app), "choice": choice}


def test_the_only_administrator_resets_at_once_and_the_person_is_told_by_whom_and_when(office, clock):
    page = _ask(office, _login(office, "guanli")).text
    clock.shift(timedelta(hours=2))
    person = _login(office, "zhuguan", SECRET.search(page)[1])
    told = person.get("/password").text
    assert "您的密码已于 2026-11-18 09:42 由guanli某重置" in told
    assert "重置" not in person.get("/password").text, "once"


def test_where_there_are_two_a_request_changes_nothing_until_the_second_confirms(two):
    asker, person = _login(two, "guanli"), _login(two, "zhuguan")
    answer = _ask(two, asker)
    assert answer.headers["Location"] == "/admin/requests" and _is_in(person)
    address = f"/admin/requests/{_waiting(two)}"
    assert "zhuguan某" in asker.get("/admin/requests").text and "确认重置" not in asker.get("/admin/requests").text
    assert asker.post(address, data={"choice": "confirm"}).status_code == 403
    assert _is_in(_login(two, "zhuguan")), "the password stands"
    second = _login(two, "guanli2")
    assert "确认重置" in second.get("/admin/requests").text
    secret = SECRET.search(second.post(address, data={"choice": "confirm"}).text)[1]
    assert not _is_in(person) and not _is_in(_login(two, "zhuguan"))
    told = _login(two, "zhuguan", secret).get("/password").text
    assert "您的密码已于 2026-11-18 09:42 由guanli某申请、guanli2某确认重置" in told
    assert second.post(address, data={"choice": "confirm"}).status_code == 409, "once"


def test_the_person_confirms_where_he_is_signed_in_and_goes_on_there(two):
    person = _login(two, "zhuguan")
    _ask(two, _login(two, "guanli"))
    assert "guanli某于 2026-11-18 09:42 申请重置您的密码" in person.get("/account/sessions").text
    secret = SECRET.search(person.post("/account/resets", data=_of(two, "confirm")).text)[1]
    new = {"current": secret, "new_password": "Xin-Mi-Ma-2026", "repeated": "Xin-Mi-Ma-2026"}
    assert person.post("/password", data=new).status_code == 302
    assert _is_in(_login(two, "zhuguan", "Xin-Mi-Ma-2026"))


def test_whoever_signs_in_is_told_of_a_request_that_waits(two):
    _ask(two, _login(two, "guanli"))
    assert "有人申请重置您的密码" in _login(two, "zhuguan").get("/review").text


@pytest.mark.parametrize("who", ["guanli", "guanli2", "zhuguan"])
def test_the_asker_withdraws_and_the_others_refuse(two, who):
    _ask(two, _login(two, "guanli"))
    no, yes = _of(two, "refuse"), _of(two, "confirm")
    address = "/account/resets" if who == "zhuguan" else f"/admin/requests/{no['reset']}"
    client = _login(two, who)
    assert client.post(address, data=no).status_code == 302
    assert client.post(address, data=yes).status_code == 409
    assert _is_in(_login(two, "zhuguan"))


def test_nobody_else_settles_a_request(two):
    _ask(two, _login(two, "guanli"))
    waiting = _waiting(two)
    for who in ("bianzhi", "guanli2"):
        assert _login(two, who).post("/account/resets", data=_of(two, "confirm")).status_code == 404
    assert _login(two, "bianzhi").post(f"/admin/requests/{waiting}", data={"choice": "confirm"}).status_code == 403
    assert _login(two, "guanli2").post(f"/admin/requests/{waiting}", data={"choice": "x"}).status_code == 422


def test_one_request_waits_for_an_account_and_no_longer_than_a_week(two, clock):
    asker = _login(two, "guanli")
    _ask(two, asker)
    first = _waiting(two)
    assert _ask(two, asker).status_code == 409
    clock.shift(timedelta(days=8))
    late = _login(two, "guanli2")
    assert "zhuguan某" not in late.get("/admin/requests").text
    assert late.post(f"/admin/requests/{first}", data={"choice": "confirm"}).status_code == 409
    assert _ask(two, late).status_code == 302


def _edit(app, client, username, **data):
    """Save the page of that account; a box that is not named is empty."""
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        sent = {"name": account.name, "organisation": account.organisation_id, **data}
    return client.post(f"/admin/accounts/{_id(app, username)}", data=sent)


def _make(app, client, username):
    """Make an administrator on the page; in the same office as the others."""
    with app.app_context():
        office = db.session.scalars(select(Account.organisation_id).where(Account.username == "guanli")).one()
    data = {"username": username, "name": f"{username}某", "role": "administrator", "organisation": office}
    return client.post("/admin/accounts/new", data=data)


def _settle(app, client, choice="confirm"):
    return client.post(f"/admin/requests/{_waiting(app)}", data={"choice": choice})


def test_disabling_the_other_administrator_leaves_nobody_alone_for_a_month(two, clock):
    client = _login(two, "guanli")
    assert _edit(two, client, "guanli2").status_code == 302
    assert not _is_in(_login(two, "guanli2")), "disabling is immediate"
    clock.shift(timedelta(days=29))
    client = _login(two, "guanli")
    assert _ask(two, client).status_code == 302
    assert "./tiaocha accounts create-admin" in client.get("/admin/requests").text
    clock.shift(timedelta(days=8))
    assert SECRET.search(_ask(two, _login(two, "guanli")).text), "thirty days after, nobody else is left"


def test_a_new_administrator_stands_only_when_another_confirms_and_hands_over_the_password(two):
    asker, second = _login(two, "guanli"), _login(two, "guanli2")
    answer = _make(two, asker, "guanli3")
    assert answer.headers["Location"] == "/admin/requests" and not SECRET.search(answer.text)
    page = asker.get("/admin/requests").text
    assert "须由另一名管理员确认" in page and "新建管理员 · guanli3某" in page and "确认新建" not in page
    assert _settle(two, asker).status_code == 403
    secret = SECRET.search(_settle(two, second).text)[1]
    assert _is_in(_login(two, "guanli3", secret))


def test_a_new_administrator_who_is_refused_or_too_late_does_not_stand(two, clock):
    asker, second = _login(two, "guanli"), _login(two, "guanli2")
    _make(two, asker, "guanli3")
    assert _settle(two, second, "refuse").status_code == 302
    _edit(two, asker, "guanli3", enabled="y")
    clock.shift(timedelta(days=8))
    assert _settle(two, _login(two, "guanli2")).status_code == 409
    with two.app_context():
        assert not db.session.get(Account, _id(two, "guanli3")).enabled


def test_a_disabled_administrator_is_enabled_only_when_another_confirms(two):
    asker = _login(two, "guanli")
    with two.app_context(), unit_of_work():
        make_account("guanli3", Role.ADMINISTRATOR, enabled=False)
    answer = _edit(two, asker, "guanli3", name="改名", enabled="y")
    assert answer.headers["Location"] == "/admin/requests"
    assert not _is_in(_login(two, "guanli3"))
    assert "启用管理员 · 改名" in asker.get("/admin/requests").text, "what else was changed is changed"
    assert _edit(two, asker, "guanli3", enabled="y").status_code == 200, "one request waits for an account"
    assert _settle(two, _login(two, "guanli2")).status_code == 302
    assert _is_in(_login(two, "guanli3"))


def test_others_than_administrators_are_made_and_enabled_at_once(two):
    client = _login(two, "guanli")
    _edit(two, client, "zhuguan")
    assert _edit(two, client, "zhuguan", enabled="y").headers["Location"].startswith("/admin/accounts/")
    assert _is_in(_login(two, "zhuguan"))


def test_whom_the_only_administrator_made_confirms_nothing_of_his_for_a_month(office, clock):
    client = _login(office, "guanli")
    secret = SECRET.search(_make(office, client, "shadow").text)[1]
    shadow = _login(office, "shadow", secret)
    new = {"current": secret, "new_password": PASSWORD, "repeated": PASSWORD}
    assert shadow.post("/password", data=new).status_code == 302
    with office.app_context(), unit_of_work():
        make_account("guanli2", Role.ADMINISTRATOR)  # as the command on the server makes one
    _ask(office, client)
    assert "确认重置" not in shadow.get("/admin/requests").text
    assert _settle(office, shadow).status_code == 403
    assert _settle(office, _login(office, "guanli2")).status_code == 200
    _ask(office, _login(office, "shadow"), "bianzhi")
    assert _settle(office, client).status_code == 403, "nor the other way round"
    _settle(office, client, "refuse")
    clock.shift(timedelta(days=31))
    _ask(office, _login(office, "guanli"))
    assert _settle(office, _login(office, "shadow")).status_code == 200


def test_the_person_confirms_no_account_of_his_own(two):
    person = _login(two, "zhuguan")
    _make(two, _login(two, "guanli"), "guanli3")
    with two.app_context(), unit_of_work():
        asked = {"kind": "enable", "asked_at": NOW, "state": "waiting", "asked_by_id": _id(two, "guanli")}
        row = add(AccountRequest(account_id=_id(two, "zhuguan"), **asked)).id
    sent = {"reset": row, "choice": "confirm"}
    assert person.post("/account/resets", data=sent).status_code == 403


def test_making_an_administrator_is_on_the_trail_twice(two):
    _make(two, _login(two, "guanli"), "guanli3")
    _settle(two, _login(two, "guanli2"))
    with two.app_context():
        lines = select(AuditEntry.action, AuditEntry.actor_id).order_by(AuditEntry.seq)
        rows = [(action, who) for action, who in db.session.execute(lines) if action.startswith("account.")]
        assert not list(verifying.faults())
    first, second = _id(two, "guanli"), _id(two, "guanli2")
    assert rows[:2] == [("account.create", first), ("account.ask_create", first)]
    assert rows[2:4] == [("account.confirm_create", second), ("account.enable", second)]


def test_every_step_is_on_the_trail_and_no_password_is(two):
    _ask(two, _login(two, "guanli"))
    address = f"/admin/requests/{_waiting(two)}"
    secret = SECRET.search(_login(two, "guanli2").post(address, data={"choice": "confirm"}).text)[1]
    _login(two, "zhuguan", secret)
    with two.app_context():
        rows = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))
        assert not db.session.scalar(select(func.count()).where(AuditEntry.body.contains(secret)))
    steps = [action for action in rows if "reset" in action]
    assert steps == ["account.ask_reset", "account.confirm_reset", "account.reset_password", "account.told_of_reset"]
