"""A return asks again for what was returned, and for nothing else: on both databases."""

import pytest

from accounts.audit import record
from accounts.models import AuditEntry
from core.db import db
from inspections.filling import services
from inspections.review import services as review
from inspections.review.services import Given
from inspections.visits import queries
from inspections.visits.entries import Entry
from tests.builders import NOW, make_checklist, make_inspection, make_task
from tests.inspections.review.desk.test_history import _statements
from tests.inspections.review.test_services import ITEMS, MONTH


@pytest.fixture
def visit(any_session):
    """A submitted visit of three items, all passed."""
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
