"""A certificate without a number, without a last day or past it: every page says the same of it."""

from datetime import date, timedelta

import pytest

from accounts.models import Account
from accounts.roles import Role
from core.clock import today
from core.db import db, unit_of_work
from inspections.planning.models import Site, Task
from tests.builders import make_account, make_area, make_checklist, make_organisation, make_site, make_task

PAST, NEXT, LATER = today() - timedelta(1), today() + timedelta(1), today() + timedelta(30)
WANTING = {
    "none": ({"certificate": None, "certified_until": None}, "未登记执法证"),
    "no number": ({"certificate": None, "certified_until": LATER}, "未登记执法证号"),
    "no day": ({"certificate": "鲁P-7", "certified_until": None}, "执法证未登记有效期"),
    "expired": ({"certificate": "鲁P-7", "certified_until": PAST}, "执法证有效期至"),
}


@pytest.fixture
def county(app):
    """An administrator, a supervisor, a site and a checklist for it."""
    with app.app_context(), unit_of_work():
        firm = make_organisation("企业", area=make_area("乡"))
        make_account("guanli", Role.ADMINISTRATOR, firm)
        make_account("zhuguan", Role.SUPERVISOR, firm, [firm.area])
        site, version = make_site(firm), make_checklist()
        return {"site": site.id, "version": version.id, "firm": firm.id}


def _inspector(app, county, **certificate) -> str:
    with app.app_context(), unit_of_work():
        return make_account("jia", Role.INSPECTOR, **certificate).id


def _saved(app, sign_in, account_id: str, certificate: str, until: str, **other):
    with app.app_context():
        account = db.session.get(Account, account_id)
        data = {"name": account.name, "organisation": account.organisation_id, "enabled": "y", **other}
    given = data | {"certificate": certificate, "certified_until": until}
    return sign_in("guanli").post(f"/admin/accounts/{account_id}", data=given)


@pytest.mark.parametrize(
    ("certificate", "until", "words"),
    [
        ("鲁P-9", "", "请填写执法证有效期"),
        ("", LATER.isoformat(), "请填写执法证号"),
        ("鲁P-9", PAST.isoformat(), "该有效期已过"),
    ],
)
def test_half_a_certificate_and_an_expired_one_are_refused(app, county, sign_in, certificate, until, words):
    account_id = _inspector(app, county, certificate=None, certified_until=None)
    answer = _saved(app, sign_in, account_id, certificate, until)
    assert answer.status_code == 200 and words in answer.text
    with app.app_context():
        assert db.session.get(Account, account_id).certificate is None


def test_a_whole_certificate_is_taken_and_both_may_be_cleared(app, county, sign_in):
    account_id = _inspector(app, county, certificate=None, certified_until=None)
    for certificate, until in (("鲁P-9", today()), (None, None)):
        _saved(app, sign_in, account_id, certificate or "", until.isoformat() if until else "")
        with app.app_context():
            account = db.session.get(Account, account_id)
            assert (account.certificate, account.certified_until) == (certificate, until)


def test_one_that_has_expired_does_not_keep_the_rest_from_being_changed(app, county, sign_in):
    account_id = _inspector(app, county, certificate="鲁P-9", certified_until=PAST)
    assert _saved(app, sign_in, account_id, "鲁P-9", PAST.isoformat(), name="新名").status_code == 302
    with app.app_context():
        assert db.session.get(Account, account_id).name == "新名"


@pytest.mark.parametrize(("certificate", "why"), WANTING.values(), ids=WANTING)
def test_form_list_and_tasks_say_the_same(app, county, sign_in, certificate, why):
    account_id = _inspector(app, county, **certificate)
    with app.app_context(), unit_of_work():
        people = [db.session.get(Account, account_id)]
        supervisor = db.session.query(Account).filter_by(username="zhuguan").one()
        site = db.session.get(Site, county["site"])
        task_id = make_task(inspectors=people, site=site, supervisor=supervisor, due_on=LATER).id
    clerk, chief = sign_in("guanli"), sign_in("zhuguan")
    assert why in clerk.get(f"/admin/accounts/{account_id}").text
    assert "无有效证件" in clerk.get("/admin/accounts").text and "无有效证件" in chief.get("/tasks").text
    page = chief.get(f"/tasks/new?site={county['site']}").text
    assert f"jia某（{why}" in page and f'value="{account_id}"' not in page
    assert f"jia某（{why}" in chief.get(f"/tasks/{task_id}").text


def test_a_certificate_in_force_is_not_spoken_of(app, county, sign_in):
    account_id = _inspector(app, county, certificate="鲁P-9", certified_until=LATER)
    page = sign_in("zhuguan").get(f"/tasks/new?site={county['site']}").text
    assert f'value="{account_id}"' in page and "不能选择" not in page
    clerk = sign_in("guanli")
    assert all("不能安排" not in clerk.get(each).text for each in ("/admin/accounts", f"/admin/accounts/{account_id}"))
    assert "无有效证件" not in clerk.get("/admin/accounts").text


def test_one_that_ends_before_the_last_day_is_refused_at_the_inspectors(app, county, sign_in):
    account_id = _inspector(app, county, certificate="鲁P-9", certified_until=NEXT)
    given = {"site": county["site"], "checklist": county["version"], "inspectors": account_id}
    page = sign_in("zhuguan").post("/tasks/new", data=given | {"due_on": LATER.isoformat()}).text
    assert 'id="inspectors-error"' in page and f"jia某（执法证有效期至{_written(NEXT)}）" in page
    with app.app_context():
        assert db.session.query(Task).count() == 0


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
