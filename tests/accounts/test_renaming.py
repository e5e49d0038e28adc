"""The trail keeps the names under which people acted, whatever an administrator calls them afterwards."""

import csv
import io
import re

import pytest
from flask_babel import force_locale

from accounts import services
from accounts.admin import trail
from accounts.audit import record
from accounts.models import Account
from accounts.roles import Role
from core.clock import utc_now
from core.db import db, unit_of_work
from tests.builders import make_account, make_area, make_organisation
from tests.inspections.filling.test_budget import _statements


@pytest.fixture
def office(app):
    """A supervisor who acted as 主管甲, was renamed twice, and acted each time; an inspector of the second name."""
    with app.app_context(), unit_of_work():
        place = make_organisation("县政府办", "department", make_area("县"))
        clerk = make_account("guanli", Role.ADMINISTRATOR, place)
        make_account("shenji", Role.AUDITOR, place)
        services.create_account(None, "jiancha", "检查员甲", Role.INSPECTOR, place, utc_now())
        chief, _ = services.create_account(None, "zhuguan", "主管甲", Role.SUPERVISOR, place, utc_now())
        for name in ("检查员甲", "主管乙"):
            record(chief, "setting.change", chief)
            services.edit_account(clerk, chief, {"name": name}, utc_now())
        record(chief, "setting.change", chief)
    return app


def _rows(client, **asked) -> list[dict]:
    file = client.get("/audit.csv", query_string=asked)
    head, *rows = csv.reader(io.StringIO(file.data.decode("utf-8-sig")))
    return [dict(zip(head, row, strict=True)) for row in rows]


def _words(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_each_line_of_the_file_has_the_name_of_its_time_and_the_name_of_login(office, sign_in):
    rows = _rows(sign_in("shenji"), action="setting.change")
    assert [(row["人员"], row["账号"]) for row in rows] == [
        ("主管乙", "zhuguan"),
        ("检查员甲", "zhuguan"),
        ("主管甲", "zhuguan"),
    ]
    assert [row["操作对象"] for row in rows] == ["主管乙〔zhuguan〕", "检查员甲〔zhuguan〕", "主管甲〔zhuguan〕"]


def test_the_line_of_a_renaming_is_about_the_name_before(office, sign_in):
    rows = _rows(sign_in("shenji"), action="account.edit")
    assert [row["操作对象"] for row in rows] == ["检查员甲〔zhuguan〕", "主管甲〔zhuguan〕"]
    assert {row["账号"] for row in rows} == {"guanli"}


def test_the_page_says_both_names_too(office, sign_in):
    said = _words(sign_in("shenji").get("/audit?action=setting.change"))
    for name in ("主管甲", "检查员甲", "主管乙"):
        assert f"{name}〔zhuguan〕（主管）：修改设置 · {name}〔zhuguan〕" in said


@pytest.mark.parametrize("words", ["zhuguan", "主管甲", "检查员甲〔zhuguan〕", "主管乙"])
def test_a_person_is_found_by_every_name_that_he_had(office, sign_in, words):
    for point in ("person", "object"):
        assert len(_rows(sign_in("shenji"), action="setting.change", **{point: words})) == 3


def test_however_many_were_renamed_the_page_takes_as_many_statements(office, sign_in):
    client = sign_in("shenji")
    few = _statements(office, lambda: client.get("/audit"))
    with office.app_context(), unit_of_work():
        clerk = db.session.query(Account).filter_by(username="guanli").one()
        for number in range(40):
            person = make_account(f"ren{number}", Role.EDITOR, clerk.organisation)
            record(person, "setting.change", person)
            services.edit_account(clerk, person, {"name": f"新名{number}"}, utc_now())
    assert _statements(office, lambda: client.get("/audit")) <= few


def test_an_edit_that_somebody_spoilt_leaves_the_name_of_today(session):
    auditor, person = make_account("shenji", Role.AUDITOR), make_account("zhuguan", Role.SUPERVISOR)
    for spoilt in ({"name": 7}, {"name": None}, {}):
        record(person, "setting.change", person)
        record(auditor, "account.edit", person, {"enabled": True}, spoilt)
    with force_locale("zh_Hans_CN"):
        lines = list(trail.all_lines(auditor, trail.Asked(action="setting.change")))
    assert {(line.person, line.what) for line in lines} == {("zhuguan某〔zhuguan〕",) * 2}


def test_nobody_changes_the_name_of_login(session):
    person = make_account("zhuguan", Role.SUPERVISOR)
    clerk = make_account("guanli", Role.ADMINISTRATOR)
    services.edit_account(clerk, person, {"name": "新名", "username": "jiancha"}, utc_now())
    assert (person.name, person.username) == ("新名", "zhuguan")


def test_what_the_system_does_is_the_systems_and_only_a_sign_in_names_who_tried(app, office, sign_in, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    words = ["accounts", "create-admin", "--username", "guanli2", "--name", "管理员", "--office", "县政府办"]
    assert app.test_cli_runner().invoke(args=words).exit_code == 0
    app.test_client().post("/login", data={"username": "zhuguan", "password": "falsch"})
    client = sign_in("shenji")
    made, (tried,) = _rows(client, action="account.create"), _rows(client, action="login.failed")
    assert {(row["人员"], row["账号"]) for row in made} == {("系统", "")}
    assert [row["操作对象"] for row in made] == ["管理员〔guanli2〕", "主管甲〔zhuguan〕", "检查员甲〔jiancha〕"]
    assert (tried["人员"], tried["账号"]) == ("zhuguan", "")
