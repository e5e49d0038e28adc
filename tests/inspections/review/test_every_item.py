"""Every item of a visit has its place at the desk; one that this site was not asked is not decided on."""

import re

import pytest

from core.db import db, unit_of_work
from inspections.filling import services
from inspections.visits.entries import Entry
from inspections.visits.models import Decision
from tests.builders import NOW, make_checklist, make_inspection, make_site, make_task

NEW_ONLY = {"attribute": "new", "in": ["yes"]}
ITEMS = [
    {"code": "A01", "path": "二/1", "points": 5},
    {"code": "A02", "path": "二/1", "points": 5, "condition": NEW_ONLY},
    {"code": "A03", "path": "二/1", "points": 5, "condition": NEW_ONLY},
]
NEW = {"name": "new", "label": "新建", "options": [{"value": "yes", "label": "是"}, {"value": "no", "label": "否"}]}


@pytest.fixture
def desk(app, sign_in):
    with app.app_context():
        with unit_of_work():
            visit = make_inspection(
                make_task(make_checklist(items=ITEMS, attributes=[NEW]), make_site(attributes={"new": "no"}))
            )
            items = visit.checklist_version.items
            services.save_answer(visit.inspector, visit, items[0], Entry("pass", None, ""), NOW)
            services.submit(visit.inspector, visit, NOW)
            made = visit.id, {item.code: item.id for item in items}, visit.task.created_by.username
        db.engine.dispose()
    return sign_in(made[2]), *made[:2]


def _accept(desk, code: str):
    client, visit, items = desk
    page = client.get(f"/review/{visit}?item={code}")
    assert page.status_code == 200
    seen = re.search(r'name="seen" value="([^"]*)"', page.text)
    sent = {"kind": "accept", "seen": seen[1] if seen else ""}
    return client.post(f"/review/{visit}/items/{items[code]}", data=sent)


def test_what_the_site_was_asked_can_be_decided_and_leads_on(desk):
    answer = _accept(desk, "A01")
    assert answer.status_code == 302
    page = desk[0].get(answer.headers["Location"])
    assert page.status_code == 200 and "已作决定 1 / 1" in page.text


@pytest.mark.parametrize("code", ["A02", "A03"])
def test_what_the_site_was_not_asked_is_refused_in_a_sentence_and_nothing_is_kept(app, desk, code):
    answer = _accept(desk, code)
    assert answer.status_code == 422 and "不适用于本对象" in answer.text
    with app.app_context():
        assert db.session.query(Decision).all() == []
