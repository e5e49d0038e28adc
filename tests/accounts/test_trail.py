"""What is refused and read is on the trail once an hour; the auditor reads sentences, finds them, takes them along."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from accounts import appending, refusals
from accounts.admin import trail
from accounts.admin.act_names import ACTS
from accounts.audit import record
from accounts.models import AuditEntry
from accounts.refusals import MOST
from accounts.roles import Role
from core.blobs import sha256
from core.clock import today
from core.config import ROOT
from core.db import db, unit_of_work
from core.ids import new_id
from inspections.filling import services
from inspections.review import services as review
from inspections.visits.entries import Entry
from tests.attacker import visit_in
from tests.builders import NOW, make_account, make_checklist, make_inspection, make_organisation, make_task
from tests.inspections.filling.test_budget import _statements


@pytest.fixture
def county(app):
    """An issued visit, its people, an auditor, and an inspector of elsewhere; names and ids by what they are."""
    with app.app_context(), unit_of_work():
        visit = visit_in("issued")
        owner = make_account("qiye", Role.ENTERPRISE, visit.site.organisation)
        make_account("shenji", Role.AUDITOR, make_organisation("县审计局", "department"))
        stranger = make_account("jiancha9", Role.INSPECTOR, owner.organisation)
        return {
            "visit": visit.id,
            "site": visit.site.name,
            "supervisor": visit.task.created_by.username,
            "inspector": visit.inspector.username,
            "stranger": stranger.name,
        }


def _lines(app, action: str) -> list[AuditEntry]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def _at(monkeypatch, hour: int) -> None:
    for module in (appending, refusals):
        monkeypatch.setattr(module, "utc_now", lambda: datetime(2026, 11, 23, hour, 30, tzinfo=UTC))


def test_a_foreign_object_is_refused_on_the_trail_once_an_hour(app, county, sign_in, monkeypatch):
    client = sign_in("jiancha9")
    _at(monkeypatch, 3)
    for _ in range(5):
        assert client.get(f"/inspections/{county['visit']}").status_code == 404
    (line,) = _lines(app, "access.refused")
    assert (line.object_id, line.actor_role) == (county["visit"], "inspector")
    _at(monkeypatch, 4)
    client.get(f"/inspections/{county['visit']}")
    assert len(_lines(app, "access.refused")) == 2


def test_objects_that_are_invented_one_after_the_other_do_not_fill_the_trail(app, county, sign_in, monkeypatch):
    client = sign_in("jiancha9")
    _at(monkeypatch, 3)
    for _ in range(MOST + 10):
        assert client.get(f"/inspections/{new_id()}").status_code == 404
    assert len(_lines(app, "access.refused")) == MOST


def test_a_page_of_another_role_is_refused_on_the_trail_page_by_page(app, county, sign_in):
    client = sign_in("jiancha9")
    for address in ("/admin/accounts", "/audit", "/audit"):
        assert client.get(address).status_code == 403
    assert [line.object_type for line in _lines(app, "access.refused")] == ["admin.accounts", "admin.audit"]


def test_what_nobody_signed_in_asked_for_and_what_is_nowhere_is_not_on_the_trail(app, county, client, sign_in):
    client.get(f"/inspections/{county['visit']}")
    sign_in("jiancha9").get("/nowhere")
    assert _lines(app, "access.refused") == []


def test_an_upload_that_is_too_large_is_on_the_trail(app, county, sign_in):
    headers = {"Upload-Offset": "0", "Upload-Length": str(10**12)}
    for _ in range(2):
        assert sign_in("jiancha9").patch(f"/api/evidence/{'a' * 64}", data=b"x", headers=headers).status_code == 413
    assert len(_lines(app, "upload.refused")) == 1


def test_bytes_that_are_no_photo_are_on_the_trail(app, county, sign_in):
    data = b"MZ this is no photo"
    headers = {"Upload-Offset": "0", "Upload-Length": str(len(data))}
    digest = sha256(data)
    assert sign_in("jiancha9").patch(f"/api/evidence/{digest}", data=data, headers=headers).status_code == 200
    (line,) = _lines(app, "upload.refused")
    assert digest in line.body and '"outcome":"refused"' in line.body


def test_an_enterprise_that_reads_its_report_leaves_a_line_and_an_official_none(app, county, sign_in):
    for username in ("qiye", "qiye", county["supervisor"]):
        assert sign_in(username).get(f"/reports/{county['visit']}").status_code == 200
    (line,) = _lines(app, "report.read")
    assert (line.actor_role, line.object_id) == ("enterprise", county["visit"])


def test_an_enterprise_leaves_a_line_of_everything_that_it_reads_however_much(app, sign_in, monkeypatch):
    items = [{"code": f"A{number:02}", "path": "二/1"} for number in range(MOST + 5)]
    with app.app_context(), unit_of_work():
        visit = make_inspection(make_task(make_checklist(items=items)))
        for item in visit.checklist_version.items:
            services.save_answer(visit.inspector, visit, item, Entry("fail", None, "说明"), NOW)
        services.submit(visit.inspector, visit, NOW)
        review.approve(visit.task.created_by, visit, NOW)
        terms = {item["code"]: review.Term(10) for item in items}
        found = [row.id for row in review.issue(visit.task.created_by, visit, terms, NOW)]
        make_account("qiye", Role.ENTERPRISE, visit.site.organisation)
    client = sign_in("qiye")
    _at(monkeypatch, 3)
    for finding in (*found, *found):
        assert client.get(f"/findings/{finding}").status_code == 200
    assert sorted(line.object_id for line in _lines(app, "finding.read")) == sorted(found)


def _words(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_the_auditor_reads_who_did_what_to_which_site_from_where_with_what_outcome(app, county, sign_in):
    sign_in("jiancha9").get(f"/inspections/{county['visit']}")
    said = _words(sign_in("shenji").get("/audit"))
    assert f"{county['stranger']}〔jiancha9〕（检查员）：访问被拒绝 · {county['site']} · 被拒绝" in said
    assert "来自 127.0.0.1" in said


def test_the_time_is_that_of_shanghai_and_changes_are_before_and_after(app, county, sign_in, monkeypatch):
    with app.app_context(), unit_of_work():
        _at(monkeypatch, 18)
        record(None, "setting.change", None, {"days": 30}, {"days": 60})
    said = _words(sign_in("shenji").get("/audit?action=setting.change"))
    assert "2026-11-24 02:30:00" in said and "days：30 → 60" in said


@pytest.mark.parametrize(
    ("words", "found", "absent"),
    [
        ({"person": "{inspector}"}, "提交检查 ·", "认可检查 ·"),
        ({"object": "{site}"}, "认可检查 ·", "登录 ·"),
        ({"object": "{visit}"}, "认可检查 ·", "填写作答 ·"),
        ({"action": "review.approve"}, "认可检查 ·", "提交检查 ·"),
        ({"day": "2001-01-01"}, "没有符合条件的记录", "认可检查 ·"),
        ({"day": "0001-01-01"}, "没有符合条件的记录", "认可检查 ·"),
        ({"day": "0003-01-01"}, "没有符合条件的记录", "认可检查 ·"),
        ({"day": "0999-12-31"}, "没有符合条件的记录", "认可检查 ·"),
        ({"day": "9999-12-30"}, "没有符合条件的记录", "认可检查 ·"),
        ({"day": "9999-12-31"}, "没有符合条件的记录", "认可检查 ·"),
        ({"day": "today"}, "认可检查 ·", "没有符合条件的记录"),
        ({"before": "9" * 18}, "认可检查 ·", "没有符合条件的记录"),
    ],
)
def test_lines_are_found_by_person_object_act_and_day(county, sign_in, words, found, absent):
    asked = {name: value.format(**county) for name, value in words.items()}
    said = _words(sign_in("shenji").get("/audit", query_string=asked))
    assert found in said and absent not in said


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-02", "9999-12-31"])
def test_the_file_of_a_day_at_the_end_of_the_calendar_is_empty(county, sign_in, day):
    file = sign_in("shenji").get(f"/audit.csv?day={day}")
    assert file.status_code == 200 and len(list(csv.reader(io.StringIO(file.text)))) == 1


def test_what_is_looked_for_is_found_on_both_databases(any_session):
    visit = visit_in("approved")
    auditor = make_account("shenji", Role.AUDITOR)
    asked = trail.Asked(person=visit.inspector.name, object=visit.site.name, day=today())
    with force_locale("zh_Hans_CN"):
        found = {line.code: line for line in trail.all_lines(auditor, asked)}
    assert set(found) == {"answer.set", "inspection.submit"}
    assert {line.what for line in found.values()} == {visit.site.name}
    assert list(trail.all_lines(visit.inspector, asked)) == []


def _write(app, count: int) -> None:
    with app.app_context(), unit_of_work():
        for number in range(count):
            record(None, "setting.change", None, {"number": number}, {"number": number + 1})


def test_every_line_can_be_reached_fifty_a_page_with_as_many_statements(app, county, sign_in):
    client = sign_in("shenji")
    few = _statements(app, lambda: client.get("/audit?action=setting.change"))
    _write(app, 1000)
    many = _statements(app, lambda: client.get("/audit?action=setting.change"))
    assert many <= few + 1  # the names of no objects need no statement
    address, pages, seen = "/audit?action=setting.change", 0, set()
    while address:
        page = client.get(address)
        assert len(page.data) < 200_000
        assert "共 1000 条" in page.text
        seen |= set(re.findall(r"第 (\d+) 条", page.text))
        pages += 1
        link = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = link[1].replace("&amp;", "&") if link else None
    assert (len(seen), pages) == (1000, 20)


@pytest.mark.parametrize("name", ["=1+1", "＝1+1", "＠sum(1)"])
def test_the_file_holds_what_was_asked_for_and_nothing_that_a_spreadsheet_computes(app, county, sign_in, name):
    with app.app_context(), unit_of_work():
        make_account(name, Role.INSPECTOR)
    client = sign_in("shenji")
    sign_in(name).get("/admin/accounts")
    file = client.get("/audit.csv?action=access.refused")
    assert file.data.startswith(b"\xef\xbb\xbf") and file.mimetype == "text/csv"
    head, row = csv.reader(io.StringIO(file.data.decode("utf-8-sig")))
    assert dict(zip(head, row, strict=True))["操作"] == "访问被拒绝"
    said = dict(zip(head, row, strict=True))
    assert (said["人员"], said["账号"]) == (f"'{name}某", f"'{name}")
    assert len(_lines(app, "audit.export")) == 1


def test_every_act_that_the_program_records_has_a_name():
    written = re.compile(r'(?:record|_added)\(\s*[\w.]+,\s*"([a-z_.]+)"')
    files = [file for room in ("accounts", "checklists", "inspections") for file in (ROOT / room).rglob("*.py")]
    acts = {act for file in files for act in written.findall(file.read_text("utf-8"))}
    assert len(acts) > 40 and acts <= set(ACTS), acts - set(ACTS)
