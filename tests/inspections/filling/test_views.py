"""The form page without script: what is kept, what is refused, what is said."""

import errno
import io
import os
import re

import pytest

from accounts.roles import Role
from core.blobs import BlobStore
from core.db import db, unit_of_work
from inspections.visits.models import Answer, Evidence, Inspection
from tests.builders import make_account, make_checklist, make_inspection, make_task
from tests.world import ITEM_A, ITEM_B, jpeg


@pytest.fixture
def visit(app):
    """The address of an open visit of `jiancha`."""
    with app.app_context(), unit_of_work():
        inspector = make_account("jiancha", Role.INSPECTOR)
        make_account("andere", Role.INSPECTOR)
        made = make_inspection(make_task(make_checklist(items=[ITEM_A, ITEM_B]), inspectors=[inspector]))
        return f"/inspections/{made.id}"


@pytest.fixture
def client(sign_in, visit):
    return sign_in("jiancha")


def _count(app, model) -> int:
    with app.app_context():
        return db.session.query(model).count()


WHOLE = {"A01-state": "pass", "A01-note": "", "A02-reading": "6", "A02-note": ""}


def test_what_is_sound_is_kept_and_what_is_not_comes_back_with_its_sentence(app, client, visit):
    page = client.post(f"{visit}/form", data={**WHOLE, "A02-reading": "五百"})
    assert page.status_code == 422
    assert "请只填写数字" in page.text and 'value="五百"' in page.text
    assert _count(app, Answer) == 1, "the other answer of the same post is kept"


def test_a_draft_survives_a_reload(client, visit):
    assert client.post(f"{visit}/form", data=WHOLE).status_code == 302
    page = client.get(f"{visit}/form").text
    assert re.search(r'name="A02-reading"[^>]*value="6"|value="6"[^>]*name="A02-reading"', page)


def test_a_stale_form_overwrites_nothing_and_shows_both(app, client, visit):
    client.post(f"{visit}/form", data={**WHOLE, "A02-revision": "0"})
    page = client.post(f"{visit}/form", data={**WHOLE, "A02-reading": "5", "A02-note": "x", "A02-revision": "0"})
    assert page.status_code == 409 and "没有覆盖" in page.text
    with app.app_context():
        assert {"reading": "6"} in [answer.value for answer in db.session.query(Answer)]


def test_a_submission_lists_what_is_missing_with_a_way_to_each(client, visit):
    page = client.post(f"{visit}/form", data={"A02-reading": "5", "A02-note": "", "action": "submit"})
    assert page.status_code == 422
    assert 'href="#item-A01"' in page.text and "还没有作答" in page.text and "不符合的须有说明或照片" in page.text


def test_a_second_submission_is_the_same_submission(app, client, visit):
    for _ in range(2):
        response = client.post(f"{visit}/form", data={**WHOLE, "action": "submit"})
        assert response.status_code == 302 and response.headers["Location"] == visit
    with app.app_context():
        assert db.session.query(Inspection).one().round == 1


def test_a_change_after_submission_is_refused(client, visit):
    client.post(f"{visit}/form", data={**WHOLE, "action": "submit"})
    page = client.post(f"{visit}/form", data={**WHOLE, "A01-state": "fail", "A01-note": "后改"})
    assert page.status_code == 409 and "待审核" in page.text


@pytest.mark.parametrize("act", ["get", "post"])
def test_somebody_elses_visit_does_not_exist(sign_in, visit, act):
    response = getattr(sign_in("andere"), act)(f"{visit}/form", **({"data": WHOLE} if act == "post" else {}))
    assert response.status_code == 404


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"%PDF-1.7", "不是照片"), (b"<svg/>", "不是照片"), (jpeg()[:-100], "已损坏"), (b"", "不是照片")],
    ids=["pdf", "svg", "cut", "empty"],
)
def test_a_bad_photo_is_refused_and_the_answer_beside_it_kept(app, client, visit, data, says):
    form = {**WHOLE, "A01-photos": (io.BytesIO(data), "photo.jpg")}
    page = client.post(f"{visit}/form", data=form, content_type="multipart/form-data")
    assert page.status_code == 415 and says in page.text and "photo.jpg" in page.text
    assert _count(app, Answer) == 2 and _count(app, Evidence) == 0


def test_a_full_disk_is_said_as_such_and_nothing_is_kept(app, client, visit, monkeypatch):
    def full(self, target, data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(BlobStore, "_write", full)
    form = {**WHOLE, "A01-photos": (io.BytesIO(jpeg(10)), "photo.jpg")}
    page = client.post(f"{visit}/form", data=form)
    assert page.status_code == 503 and "检查磁盘空间" in page.text


def test_several_photos_are_taken_shown_and_taken_out_again(app, client, visit):
    form = {**WHOLE, "A02-photos": [(io.BytesIO(jpeg(shade)), f"{shade}.jpg") for shade in (10, 20)]}
    client.post(f"{visit}/form", data=form, content_type="multipart/form-data")
    page = client.get(f"{visit}/form").text
    photos = re.findall(r'href="(/evidence/[^"]+)"', page)
    assert len(photos) == 2
    shown = client.get(photos[0])
    assert shown.mimetype == "image/jpeg" and shown.headers["Cache-Control"] == "private, no-store"
    client.post(f"{visit}/form", data={**WHOLE, "withdraw": photos[0].rsplit("/", 1)[1]})
    assert len(re.findall(r'href="/evidence/', client.get(f"{visit}/form").text)) == 1


def test_what_is_not_on_the_form_cannot_be_set(app, client, visit):
    client.post(
        f"{visit}/form", data={**WHOLE, "state": "approved", "score": "100", "inspector_id": "x", "A02-state": "pass"}
    )
    with app.app_context():
        made = db.session.query(Inspection).one()
        assert made.state == "draft" and made.reviewer_id is None


def test_markup_in_a_note_stays_text(client, visit):
    client.post(f"{visit}/form", data={**WHOLE, "A02-note": "<script>alert(1)</script>{{7*7}}"})
    page = client.get(f"{visit}/form").text
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page


def test_a_persons_own_word_has_no_reason_behind_it(client, visit):
    client.post(f"{visit}/form", data=WHOLE)
    task = client.get("/api/take-along").get_json()["tasks"][0]["id"]
    told = client.get(f"/api/tasks/{task}/bundle").get_json()["visit"]["items"]["A01"]["judgement"]
    assert told["state"] == "pass" and told["because"] == ""
