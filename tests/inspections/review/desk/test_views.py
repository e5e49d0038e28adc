"""The pages of the desk: what they show, what they refuse, who may open them."""

import io
import re
from types import SimpleNamespace

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from accounts.models import Account
from core.clock import utc_now
from core.db import db, unit_of_work
from core.ids import new_id
from inspections.filling.sync import services as sending
from inspections.filling.sync import uploads
from inspections.filling.sync.models import Packet
from inspections.review.desk import rescue_file, views
from tests.inspections.review.desk.conftest import BEGAN, County
from tests.inspections.review.desk.rescuing import PASSPHRASE, contents, part, photo, record, seal
from tests.inspections.watching import could_write_while_decoding
from tests.phone import Phone, sha256
from tests.world import jpeg


@pytest.fixture
def desk(app, sign_in):
    """A submitted visit with two conflicts, a held record, and the people signed in."""
    with app.app_context():
        with unit_of_work():
            county = County(app)
            county.disagree()
            late = county.phone()
            late.photo(county.a02, jpeg(5))
            late.answer(county.a02, reading="4.4", note="晚到")
            packet = county.send(county.yi, late)
            fresh = county.phone()
            fresh.task, fresh.site = None, county.site.id
            fresh.photo(county.a01, jpeg(6))
            parts = [record(new_id(), fresh.packet()), photo(jpeg(6))]
            made = SimpleNamespace(visit=county.visit().id, packet=packet.id, a02=county.a02)
            made.late = SimpleNamespace(
                yi=county.yi.id, jia=county.jia.id, task=county.task.id, version=county.version.id
            )
            made.file = seal(contents(county.jia.id, parts))
        db.engine.dispose()
    made.chief, made.stranger, made.jia = sign_in("zhuguan"), sign_in("tazhuguan"), sign_in("jia")
    made.conflicts, made.held = f"/review/{made.visit}/conflicts", f"/review/held/{made.packet}"
    return made


def _import(client, data: bytes, passphrase: str = PASSPHRASE):
    form = {"file": (io.BytesIO(data), "a.tiaocha"), "passphrase": passphrase}
    return client.post("/review/rescue", data=form, content_type="multipart/form-data")


def test_the_queue_and_the_visit_say_how_many_items_wait(desk):
    assert "待核定 2 项" in desk.chief.get("/review").text
    page = desk.chief.get(f"/review/{desk.visit}?item=A02").text
    assert "Project-Id" not in desk.chief.get(f"/review/{desk.visit}?item=A01").text
    assert "待核定 2 项" in page and desk.conflicts in page and "保存并看下一项" not in page
    refused = desk.chief.post(f"/review/{desk.visit}/approve", follow_redirects=True).text
    assert "还有 2 项收到两份不同的记录，请先核定：A02、是否新建" in refused


def test_the_page_shows_both_sides_with_clause_and_photos(desk):
    page = desk.chief.get(desk.conflicts).text
    for words in ("jia某", "yi某", "6.2 米", "5.6 米", "现在有效", "另一份", "高度不低于6米", "手机时间", "是否新建"):
        assert words in page, words
    assert page.count("<img") == 1


def test_a_choice_is_kept_and_the_next_one_is_asked(desk):
    form = {"key": desk.a02, "choice": "keep", "reason": "复核"}
    assert desk.chief.post(desk.conflicts, data=form).headers["Location"].endswith(desk.conflicts)
    assert "待核定 1 项" in desk.chief.get("/review").text
    assert desk.chief.post(desk.conflicts, data=form).status_code == 409
    assert desk.chief.post(desk.conflicts, data={**form, "key": "new"}).status_code == 302
    assert "没有待核定的记录" in desk.chief.get(desk.conflicts).text


def test_a_choice_without_a_reason_is_asked_for_it_and_keeps_what_was_chosen(desk):
    answer = desk.chief.post(desk.conflicts, data={"key": desk.a02, "choice": "return", "reason": ""})
    assert answer.status_code == 422 and "请写明理由" in answer.text and 'value="return"' in answer.text
    assert answer.text.count(" checked") == 1


def test_the_inspectors_see_a_note_of_the_conflict_and_no_desk(desk):
    assert desk.jia.get(desk.conflicts).status_code == 403
    assert "收到两份不同的记录" in desk.jia.get(f"/inspections/{desk.visit}").text


def test_the_held_record_is_listed_shown_and_closed(desk):
    assert desk.held in desk.chief.get("/review/held").text
    page = desk.chief.get(desk.held).text
    for words in ("4.4 米", "6.2 米", "晚到", "yi某", "知悉", "退回检查"):
        assert words in page, words
    assert desk.chief.post(desk.held, data={"kind": "noted", "reason": ""}).status_code == 422
    assert desk.chief.post(desk.held, data={"kind": "noted", "reason": "已核"}).status_code == 302
    assert "没有等待处理的记录" in desk.chief.get("/review/held").text
    again = desk.chief.post(desk.held, data={"kind": "noted", "reason": "已核"})
    assert again.status_code == 409 and "已处理" in again.text


def test_a_held_record_of_items_in_conflict_is_returned_only_after_these_are_decided(desk):
    answer = desk.chief.post(desk.held, data={"kind": "returned", "reason": "重测"})
    assert answer.status_code == 422 and "请先核定：A02" in answer.text


def test_a_photo_of_a_held_record_is_served_to_its_supervisor_only(desk):
    address = desk.chief.get(desk.held).text.partition(f"{desk.held}/photos/")[2].partition('"')[0]
    photo_url = f"{desk.held}/photos/{address}"
    assert desk.chief.get(photo_url).mimetype == "image/jpeg"
    assert desk.stranger.get(photo_url).status_code == 404
    assert desk.chief.get(f"{desk.held}/photos/{new_id()}").status_code == 404


def _originals(desk) -> list[str]:
    return re.findall(rf'href="({desk.held}/photos/[^"]+/original)"', desk.chief.get(desk.held).text)


def test_the_bytes_of_a_held_photo_are_handed_out_as_they_came(desk):
    (address,) = _originals(desk)
    answer = desk.chief.get(address)
    assert answer.data == jpeg(5) and answer.mimetype == "image/jpeg"
    name = f"{sha256(jpeg(5))[:16]}.jpg"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy


def test_what_is_no_photo_is_handed_out_as_bytes_and_never_shown(desk, app):
    page = b"<html><script>alert(1)</script>"
    with app.app_context():
        with unit_of_work():
            late = Phone(None, desk.late.version, desk.late.task, now=BEGAN)
            late.photo(desk.a02, page)
            account = db.session.get(Account, desk.late.yi)
            uploads.note(account, uploads.look_at(app.extensions["evidence"], page), BEGAN)
            signer = app.extensions["receipt_key"]
            with force_locale("zh_Hans_CN"):
                packet = sending.take(account, late.draft, new_id(), late.packet(), signer, utc_now())
            desk.held = f"/review/held/{packet.id}"
        db.engine.dispose()
    (address,) = _originals(desk)
    answer = desk.chief.get(address)
    assert answer.data == page and answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].endswith('.bin"')
    assert desk.chief.get(address.removesuffix("/original")).status_code == 404


def test_the_bytes_are_for_the_supervisor_of_the_area_only(desk):
    (address,) = _originals(desk)
    for who, status in ((desk.stranger, 404), (desk.jia, 403)):
        answer = who.get(address)
        assert answer.status_code == status and jpeg(5) not in answer.data
    assert desk.chief.get(f"{desk.held}/photos/{new_id()}/original").status_code == 404
    assert desk.chief.get(address.replace(desk.packet, new_id())).status_code == 404


def test_another_areas_supervisor_finds_nothing(desk):
    for address in (desk.conflicts, desk.held):
        assert desk.stranger.get(address).status_code == 404
        assert desk.stranger.post(address, data={"kind": "noted", "reason": "x"}).status_code == 404
    assert desk.held not in desk.stranger.get("/review/held").text


def test_photos_of_a_rescue_file_are_decoded_while_nothing_is_locked(desk, app, monkeypatch):
    could_write = could_write_while_decoding(app, monkeypatch)
    assert "已接收" in _import(desk.chief, desk.file).text
    assert could_write and all(could_write)


def test_a_rescue_file_is_brought_in_and_a_second_time_changes_nothing(desk, app):
    first = _import(desk.chief, desk.file)
    assert first.status_code == 200 and "已接收" in first.text and "jia某" in first.text
    second = _import(desk.chief, desk.file)
    assert "早已在服务器上" in second.text
    with app.app_context():
        assert len(db.session.scalars(select(Packet)).all()) == 5


@pytest.mark.parametrize(
    ("spoil", "passphrase", "words"),
    [
        (lambda data: data, "wrong", "口令不对"),
        (lambda data: data[: len(data) // 2], PASSPHRASE, "文件不完整"),
        (lambda data: data[:600] + bytes([data[600] ^ 1]) + data[601:], PASSPHRASE, "被改动或已损坏"),
        (lambda data: b"%PDF", PASSPHRASE, "不是条查的救援文件"),
        (lambda data: data, "", "请填写口令"),
    ],
)
def test_a_file_that_cannot_be_opened_says_why_and_nothing_is_done(desk, app, spoil, passphrase, words):
    answer = _import(desk.chief, spoil(desk.file), passphrase)
    assert answer.status_code == 422 and words in answer.text
    with app.app_context():
        assert len(db.session.scalars(select(Packet)).all()) == 4


def test_without_a_file_the_page_asks_for_one(desk):
    answer = desk.chief.post("/review/rescue", data={"passphrase": "x"})
    assert answer.status_code == 422 and "请选择救援文件" in answer.text


def test_a_file_beyond_the_limit_is_told_so(desk, monkeypatch):
    monkeypatch.setattr(rescue_file, "LARGEST_FILE", 100)
    answer = _import(desk.chief, desk.file)
    assert answer.status_code == 413 and "最大 200 MB" in answer.text


def test_only_the_rescue_page_takes_more_than_is_usual(desk, app):
    app.config["MAX_CONTENT_LENGTH"] = len(desk.file) // 2
    assert _import(desk.chief, desk.file).status_code == 200
    parts = {"reason": (io.BytesIO(b"x" * len(desk.file)), "reason.txt")}
    assert desk.chief.post(desk.held, data=parts).status_code == 413


def test_a_file_of_many_thousand_records_is_refused_at_once(desk, app):
    nothing = part({"kind": "record"})
    answer = _import(desk.chief, seal(contents(desk.late.jia, [nothing] * 20_000)))
    assert answer.status_code == 422 and "被改动或已损坏" in answer.text
    many = part({"kind": "record", "key": new_id(), "draft": new_id()}, b"{")
    answer = _import(desk.chief, seal(contents(desk.late.jia, [many] * 20_000)))
    assert answer.status_code == 413 and "内容太多" in answer.text and len(answer.text) < 30_000
    answer = _import(desk.chief, seal(contents(desk.late.jia, [many] * 2000)))
    assert answer.status_code == 422 and "20 条以上的记录格式不对" in answer.text and len(answer.text) < 30_000


@pytest.mark.parametrize("said", [{"account": "\ud800"}, {"draft": "\ud800"}, {"key": "\ud800"}])
def test_what_no_database_keeps_in_a_heading_is_a_damaged_file(desk, said):
    own = contents(
        said.get("account", desk.late.jia), [part({"kind": "record", "key": "x", "draft": "x", **said}, b"{")]
    )
    answer = _import(desk.chief, seal(own))
    assert answer.status_code == 422 and "被改动或已损坏" in answer.text


def test_the_page_lists_so_many_records_and_says_how_many_more(desk, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 3)
    spoilt = [record(new_id(), b'{"draft":"x"}') for _ in range(5)]
    page = _import(desk.chief, seal(contents(desk.late.jia, spoilt))).text
    assert page.count('class="row brought"') == 3 and "另有 2 条没有列在这里" in page
