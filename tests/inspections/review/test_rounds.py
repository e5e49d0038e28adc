"""A return asks again for what was returned, and for nothing else: on both databases."""

import re

import pytest

from accounts.audit import record
from accounts.models import AuditEntry
from core.db import db, unit_of_work
from inspections.filling import services
from inspections.review import services as review
from inspections.review.services import Given
from inspections.visits import queries
from inspections.visits.entries import Entry
from tests.builders import NOW, PASSWORD, make_checklist, make_inspection, make_task
from tests.inspections.review.desk.test_history import _statements
from tests.inspections.review.test_services import ITEMS, MONTH


@pytest.fixture
def visit(any_session):
    """A submitted visit of three items, all passed."""
    return _submitted()


def _submitted():
    items = [*ITEMS, {"code": "A03", "path": "二/1", "points": 5}]
    visit = make_inspection(make_task(make_checklist(items=items, rectification=MONTH)))
    for item in visit.checklist_version.items:
        services.save_answer(visit.inspector, visit, item, Entry("pass", None, ""), NOW)
    services.submit(visit.inspector, visit, NOW)
    return visit


def _items(visit) -> dict:
    return {item.code: item for item in visit.checklist_version.items}


def _decide(visit, code: str, kind: str, state: str | None = None):
    return review.decide(visit.task.created_by, visit, _items(visit)[code].id, Given(kind, "理由", state), NOW)


def _states(visit, decisions) -> dict[str, str]:
    codes = {item.id: item.code for item in visit.checklist_version.items}
    return {codes[item_id]: row.kind for item_id, row in decisions.items()}


def _again(visit, **entries: Entry) -> None:
    """Return what is marked, redo those items, submit."""
    review.return_visit(visit.task.created_by, visit, NOW)
    for code, entry in entries.items():
        services.save_answer(visit.inspector, visit, _items(visit)[code], entry, NOW)
    services.submit(visit.inspector, visit, NOW)


def test_returning_one_item_keeps_every_other_decision(visit):
    _decide(visit, "A01", "return")
    _decide(visit, "A02", "adjust", "fail")
    _decide(visit, "A03", "accept")
    _again(visit, A01=Entry("pass", None, "重测"))
    assert _states(visit, queries.decisions_of(visit)) == {"A02": "adjust", "A03": "accept"}
    assert {row.round for row in queries.decisions_of(visit).values()} == {1}
    assert _states(visit, queries.lapsed_decisions(visit)) == {"A01": "return"}
    review.approve(visit.task.created_by, visit, NOW)
    findings = review.issue(visit.task.created_by, visit, {}, NOW)
    assert [row.item.code for row in findings] == ["A02"]
    assert queries.score_of(visit, "reviewed").effective == "60.0"


def test_what_was_returned_is_asked_again_even_if_nothing_changed(visit):
    _decide(visit, "A01", "return")
    _again(visit)
    assert queries.decisions_of(visit) == {}
    assert _states(visit, queries.lapsed_decisions(visit)) == {"A01": "return"}


def test_a_decision_counts_over_several_rounds_until_its_item_is_returned(visit):
    _decide(visit, "A02", "adjust", "fail")
    _decide(visit, "A01", "return")
    _again(visit)
    _decide(visit, "A03", "return")
    _again(visit)
    assert _states(visit, queries.decisions_of(visit)) == {"A02": "adjust"}
    _decide(visit, "A02", "return")
    _again(visit, A02=Entry("fail", None, "重测"))
    assert "A02" not in _states(visit, queries.decisions_of(visit))


def test_only_the_items_of_the_last_return_are_open(visit):
    _decide(visit, "A01", "return")
    _again(visit)
    _decide(visit, "A02", "return")
    review.return_visit(visit.task.created_by, visit, NOW)
    assert set(queries.returned_items(visit)) == {_items(visit)["A02"].id}


def test_an_adjustment_of_an_answer_that_changed_since_must_be_made_again(visit):
    adjusted = _decide(visit, "A02", "adjust", "fail")
    answer = queries.answers_of(visit)[_items(visit)["A02"].id]
    record(visit.task.created_by, "answer.settle", answer)
    answer.note = "另一份记录"
    assert _states(visit, queries.lapsed_decisions(visit)) == {"A02": "adjust"}
    with pytest.raises(review.NotDecided) as refused:
        review.approve(visit.task.created_by, visit, NOW)
    assert set(refused.value.fields) == {"A02"}
    assert _decide(visit, "A02", "adjust", "fail").about != adjusted.about
    review.approve(visit.task.created_by, visit, NOW)
    assert queries.score_of(visit, "reviewed").effective == "60.0"


def test_the_trail_says_what_a_decision_was_about(visit):
    decision = _decide(visit, "A02", "accept")
    (row,) = db.session.query(AuditEntry).filter_by(object_id=decision.id, action="review.decide")
    assert decision.about in row.body


def test_as_many_statements_for_many_decisions_as_for_one(visit):
    _decide(visit, "A01", "accept")
    one = _statements(lambda: queries.decisions_of(queries.load_visit(visit.id)))
    for code in ("A02", "A03"):
        _decide(visit, code, "accept")
    assert _statements(lambda: queries.decisions_of(queries.load_visit(visit.id))) == one


def _desk_words(client, visit_id: str, code: str) -> str:
    """What the desk says of a decision that was made in an earlier round."""
    page = client.get(f"/review/{visit_id}?item={code}").text
    aside = re.search(r'<aside class="desk-side".*?</aside>', page, re.S)[0]
    return " ".join(re.findall(r'<p class="hint">(.*?)</p>', aside, re.S))


def test_the_desk_shows_a_decision_as_made_in_its_round_and_asks_again_only_what_changed(any_app):
    with any_app.app_context(), unit_of_work():
        visit = _submitted()
        _decide(visit, "A01", "return")
        _decide(visit, "A02", "adjust", "fail")
        _again(visit, A01=Entry("pass", None, "重测"))
        _decide(visit, "A03", "accept")
        visit_id, chief = visit.id, visit.task.created_by.username
    client = any_app.test_client()
    client.post("/login", data={"username": chief, "password": PASSWORD})
    stands, lapsed = "以下是第 1 次审核的意见。填写结果和照片未变，继续有效。", "第 1 次审核的意见：退回此项。"
    said = {code: _desk_words(client, visit_id, code) for code in ("A01", "A02", "A03")}
    assert stands in said["A02"] and "请重新审核" not in said["A02"]
    assert lapsed in said["A01"] and "退回后已重新提交，请重新审核。" in said["A01"] and stands not in said["A01"]
    assert "次审核的意见" not in said["A03"]  # made in this round
    page = client.get(f"/review/{visit_id}?item=A02").text
    assert re.search(r'<input[^>]*checked[^>]*value="adjust"', page) and "理由" in page
