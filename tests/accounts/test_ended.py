"""What a phone is told of its session, and what the office has set for phones."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from accounts.models import Account, AuditEntry
from accounts.roles import Role
from core.db import db, unit_of_work
from tests.builders import make_account

UNTICKED = {"csrf_token": "-"}  # what a browser sends of a form without a ticked box
NOW = datetime(2026, 11, 18, 8, tzinfo=UTC)


@pytest.fixture
def people(app):
    with app.app_context(), unit_of_work():
        make_account("jiancha", Role.INSPECTOR)
        make_account("guanli", Role.ADMINISTRATOR)


@pytest.fixture
def phone(people, sign_in):
    return sign_in("jiancha")


@pytest.fixture
def office(people, sign_in):
    return sign_in("guanli")


def _id(app, username):
    with app.app_context():
        return db.session.scalar(select(Account.id).where(Account.username == username))


def _told(client):
    answer = client.get("/api/session").json
    return answer["signed_in"], answer["ended"]


def test_ending_all_sessions_is_told_to_the_phone_until_somebody_signs_in_again(app, phone, office, sign_in):
    assert _told(phone) == (True, False)
    office.post(f"/admin/accounts/{_id(app, 'jiancha')}/end-sessions")
    assert _told(phone) == _told(phone) == (False, True)
    assert _told(sign_in("jiancha")) == (True, False)


def test_a_disabled_account_is_told_to_its_phone(app, phone, office):
    page = office.get(f"/admin/accounts/{_id(app, 'jiancha')}").text
    assert 'name="enabled"' in page
    with app.app_context():
        organisation = db.session.get(Account, _id(app, "jiancha")).organisation_id
    office.post(f"/admin/accounts/{_id(app, 'jiancha')}", data={"name": "检查员", "organisation": organisation})
    assert _told(phone) == (False, True)


def test_a_session_that_ran_out_is_not_one_that_was_ended(app, people, sign_in):
    with time_machine.travel(NOW, tick=False) as clock:
        phone = sign_in("jiancha")
        clock.shift(timedelta(hours=app.config["IDLE_HOURS"] + 1))
        assert _told(phone) == (False, False)


def test_a_stranger_is_told_nothing(client):
    assert _told(client) == (False, False)


def _changes(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).where(AuditEntry.action == "setting.change"))


def test_the_administrator_requires_a_pin_and_the_phone_learns_of_it(app, phone, office):
    assert phone.get("/api/session").json["pin_required"] is False
    office.post("/admin/settings", data={"pin_required": "y"})
    assert phone.get("/api/session").json["pin_required"] is True
    assert "checked" in office.get("/admin/settings").text
    office.post("/admin/settings", data=UNTICKED)
    assert phone.get("/api/session").json["pin_required"] is False
    assert _changes(app) == 2


@pytest.mark.parametrize("stands", [UNTICKED, {"pin_required": "y"}])
def test_settings_saved_unchanged_leave_no_line_on_the_trail(app, office, stands):
    office.post("/admin/settings", data=stands)
    before = _changes(app)
    office.post("/admin/settings", data=stands)
    assert _changes(app) == before
