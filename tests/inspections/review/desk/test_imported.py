"""What everybody reads of imported records: the inspector, the supervisors, the enterprise."""

import io
from types import SimpleNamespace

import pytest

from accounts.roles import Role
from core.db import db, unit_of_work
from core.ids import new_id
from inspections.filling.sync import uploads
from tests.builders import make_account
from tests.inspections.review.desk.conftest import County
from tests.inspections.review.desk.rescuing import PASSPHRASE, contents, photo, record, seal
from tests.world import jpeg


@pytest.fixture
def desk(app, sign_in):
    """A submitted visit that came in a rescue file, and everybody signed in."""
    with app.app_context():
        with unit_of_work():
            county = County(app)
            phone = county.phone()
            phone.attribute("new", "yes")
            phone.answer(county.a01, state="pass")
            phone.photo(county.a02, jpeg(9))
            phone.answer(county.a02, reading="6.2")
            phone.done()
            parts = [record(new_id(), phone.packet(submit=True)), photo(jpeg(9))]
            sealed = seal(contents(county.jia.id, parts))
            make_account("fuzhuguan", Role.SUPERVISOR, county.chief.organisation, county.chief.areas)
            make_account("qiye", Role.ENTERPRISE, county.site.organisation)
            task = county.task.id
        db.engine.dispose()
    names = ("zhuguan", "fuzhuguan", "jia", "yi", "qiye")
    made = SimpleNamespace(**{name: sign_in(name) for name in names}, task=task)
    file = {"file": (io.BytesIO(sealed), "a.tiaocha"), "passphrase": PASSPHRASE}
    assert "已接收" in made.zhuguan.post("/review/rescue", data=file, content_type="multipart/form-data").text
    page = made.jia.get("/imported").text
    made.answer = page.partition('method="post" action="/imported/')[2].partition('"')[0]
    made.visit = page.partition('href="/inspections/')[2].partition('"')[0]
    made.answer = f"/imported/{made.answer}"
    return made


def test_the_inspector_is_told_on_every_page_until_he_has_answered(desk):
    notice = "您有记录由zhuguan某于"
    assert notice in desk.jia.get("/tasks").text and notice not in desk.yi.get("/tasks").text
    assert desk.jia.get("/api/imported").json == {"waiting": 1} and desk.yi.get("/api/imported").json == {"waiting": 0}
    assert desk.jia.get(f"/inspections/{desk.visit}").status_code == 200
    assert notice not in desk.jia.get("/phone").text, "that page is the same for everybody"
    unreasoned = desk.jia.post(desk.answer, data={"kind": "denied", "reason": ""})
    assert unreasoned.status_code == 422 and "请写明否认的理由" in unreasoned.text
    assert desk.yi.post(desk.answer, data={"kind": "confirmed"}).status_code == 404
    assert desk.jia.post(desk.answer, data={"kind": "confirmed"}).status_code == 302
    assert notice not in desk.jia.get("/tasks").text and "暂无待核对的记录" in desk.jia.get("/imported").text
    assert desk.jia.post(desk.answer, data={"kind": "denied", "reason": "x"}).status_code == 409


def test_the_importer_is_shown_what_to_do_in_place_of_the_buttons(desk):
    page, approve = desk.zhuguan.get(f"/review/{desk.visit}").text, f"/review/{desk.visit}/approve"
    assert "jia某的记录由zhuguan某于" in page and "检查员尚未确认" in page
    assert "请由另一位主管审核" in page and approve not in page and "data-decision" not in page
    refused = desk.zhuguan.post(approve)
    assert refused.status_code == 409 and "请由另一位主管审核" in refused.text
    other = desk.fuzhuguan.get(f"/review/{desk.visit}").text
    assert "检查员尚未确认" in other and approve in other and "您不能审核" not in other
    desk.jia.post(desk.answer, data={"kind": "confirmed"})
    mine = desk.zhuguan.get(f"/review/{desk.visit}").text
    assert "检查员已于" in mine and approve in mine and "您不能审核" not in mine
    assert desk.zhuguan.post(approve).headers["Location"].endswith("/issue")


def test_a_denial_stands_on_the_review_page_and_on_the_report(desk):
    desk.jia.post(desk.answer, data={"kind": "denied", "reason": "当日未到现场"})
    assert "检查员已否认，您不能审核" in desk.zhuguan.get(f"/review/{desk.visit}").text
    assert "理由：当日未到现场" in desk.fuzhuguan.get(f"/review/{desk.visit}").text
    desk.fuzhuguan.post(f"/review/{desk.visit}/approve")
    assert desk.zhuguan.get(f"/review/{desk.visit}/issue").status_code == 409
    assert desk.zhuguan.post(f"/review/{desk.visit}/issue").status_code == 409
    assert "/reports/" in desk.fuzhuguan.post(f"/review/{desk.visit}/issue").headers["Location"]
    officials = desk.zhuguan.get(f"/reports/{desk.visit}").text
    assert "jia某的记录由zhuguan某于" in officials and "否认" in officials
    enterprise = desk.qiye.get(f"/reports/{desk.visit}").text
    assert "部分记录由检查机关于" in enterprise and "检查员已于" in enterprise and "否认" in enterprise
    assert "zhuguan某" not in enterprise and "jia某" not in enterprise and "当日未到现场" not in enterprise


def test_a_rescue_file_counts_on_its_owners_share_of_what_is_no_photo(app, sign_in, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_REFUSED", 1)
    with app.app_context():
        with unit_of_work():
            county = County(app)
            phone = county.phone()
            junk = [b"junk one", b"junk two"]
            for data in junk:
                phone.photo(county.a01, data)
            sealed = seal(contents(county.jia.id, [record(new_id(), phone.packet()), *map(photo, junk)]))
        db.engine.dispose()
    file = {"file": (io.BytesIO(sealed), "a.tiaocha"), "passphrase": PASSPHRASE}
    answer = sign_in("zhuguan").post("/review/rescue", data=file, content_type="multipart/form-data")
    assert answer.status_code == 429 and "请明天再试" in answer.text and 'type="file"' in answer.text
