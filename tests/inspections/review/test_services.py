"""Deciding, returning, approving, issuing: on both databases."""

import shutil
import threading
from datetime import date
from fractions import Fraction

import pytest

from accounts.models import Account
from accounts.roles import Role
from core.db import db, unit_of_work
from core.errors import Conflict, Invalid
from core.numbers import round_half_up
from inspections.filling import services
from inspections.findings.services import acknowledge
from inspections.review import queries as queue
from inspections.review import services as review
from inspections.review.eyes import OwnVisit
from inspections.review.services import Given
from inspections.review.terms import Term, Undated
from inspections.visits import queries
from inspections.visits.editable import NotReopened
from inspections.visits.entries import Entry
from inspections.visits.models import Finding, Inspection
from tests.builders import NOW, make_account, make_checklist, make_inspection, make_task
from tests.conftest import make_app

ITEMS = [
    {"code": "A01", "path": "二/1", "points": 4},
    {"code": "A02", "path": "二/1", "points": 6, "severity": "major"},
]
MONTH = {"amount": 1, "unit": "个月", "path": "四/（二）", "quote": "限期一个月整改"}


def _submitted(items=ITEMS, rectification=MONTH, **states):
    version = make_checklist(items=items, rectification=rectification)
    visit = make_inspection(make_task(version))
    for item in version.items:
        state = states.get(item.code, "pass")
        services.save_answer(visit.inspector, visit, item, Entry(state, None, "说明"), NOW)
    services.submit(visit.inspector, visit, NOW)
    return visit


@pytest.fixture
def visit(any_session):
    return _submitted(A02="fail")


def _item(visit, code: str) -> str:
    return next(item.id for item in visit.checklist_version.items if item.code == code)


def _decide(visit, code: str, given: Given, actor=None):
    return review.decide(actor or visit.task.created_by, visit, _item(visit, code), given, NOW)


def test_an_adjustment_is_a_layer_and_both_scores_are_kept(visit):
    _decide(visit, "A02", Given("adjust", "补拍照片已核", "pass"))
    review.approve(visit.task.created_by, visit, NOW)
    assert queries.score_of(visit, "inspector").effective == "40.0"
    assert queries.score_of(visit, "reviewed").effective == "100.0"
    assert queries.answers_of(visit)[_item(visit, "A02")].state == "fail"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Given("adjust", "", "pass"), "reason"),
        (Given("adjust", "理由"), "state"),
        (Given("adjust", "理由", "fail", Fraction(7)), "earned"),
        (Given("adjust", "理由", "fail", Fraction(-1)), "earned"),
        (Given("return", " "), "reason"),
        (Given("burn", "理由"), "kind"),
        (Given("adjust", "理由", "partial"), "state"),
    ],
)
def test_a_decision_without_what_it_needs_is_refused(visit, given, field):
    with pytest.raises(Invalid) as refused:
        _decide(visit, "A02", given)
    assert field in refused.value.fields


@pytest.mark.parametrize(
    ("state", "given", "earned"),
    [
        ("pass", None, "7"),
        ("partial", None, "7/2"),
        ("partial", "2", "2"),
        ("partial", "7", "7"),
        ("partial", "0", "0"),
        ("fail", "2", "0"),
        ("na", None, "0"),
    ],
)
def test_an_adjusted_item_earns_what_its_state_gives_and_half_met_half(any_session, state, given, earned):
    items = [{"code": "A01", "path": "二/1", "points": 7, "method": "levels", "params": {"partial": True}}]
    visit = _submitted(items, A01="unable")
    decision = _decide(visit, "A01", Given("adjust", "已核", state, given and Fraction(given)))
    assert (decision.to_state, decision.to_earned) == (state, Fraction(earned))
    review.approve(visit.task.created_by, visit, NOW)
    assert queries.score_of(visit, "reviewed").effective == (
        None if state == "na" else round_half_up(Fraction(earned) / 7 * 100)
    )


def test_an_item_that_is_only_recorded_earns_nothing_however_it_is_adjusted(any_session):
    visit = _submitted([*ITEMS, {"code": "A03", "path": "二/1", "points": None, "method": "info"}])
    assert _decide(visit, "A03", Given("adjust", "已核", "pass")).to_earned == 0
    with pytest.raises(Invalid) as refused:
        _decide(visit, "A03", Given("adjust", "已核", "fail", Fraction(1)))
    assert set(refused.value.fields) == {"earned"}


@pytest.mark.parametrize(
    ("veto", "severity", "chosen", "proposed"),
    [
        ("none", None, None, "general"),
        ("clause", None, None, "major"),
        ("all", None, None, "major"),
        ("all", "general", None, "general"),
        ("none", "major", None, "major"),
        ("all", None, "general", "general"),
        ("none", None, "fatal", "general"),
    ],
)
def test_a_veto_item_is_proposed_as_major_and_the_supervisor_decides(any_session, veto, severity, chosen, proposed):
    items = [{"code": "A01", "path": "二/1", "points": 4, "veto": veto, "severity": severity}]
    (finding,) = _issued(_submitted(items, A01="fail"), {"A01": Term(5, chosen)})
    assert finding.severity == proposed


def test_only_returned_items_are_redone(visit):
    _decide(visit, "A02", Given("return", "请重测"))
    review.return_visit(visit.task.created_by, visit, NOW)
    items = {item.code: item for item in visit.checklist_version.items}
    with pytest.raises(NotReopened):
        services.save_answer(visit.inspector, visit, items["A01"], Entry("fail", None, "x"), NOW)
    services.save_answer(visit.inspector, visit, items["A02"], Entry("pass", None, "重测"), NOW)
    services.submit(visit.inspector, visit, NOW)
    assert (visit.state, visit.round) == ("submitted", 2)


def test_a_return_without_items_is_refused(visit):
    with pytest.raises(review.NothingReturned):
        review.return_visit(visit.task.created_by, visit, NOW)


def test_a_visit_with_an_item_marked_for_return_is_not_approved(visit):
    _decide(visit, "A02", Given("return", "请重测"))
    with pytest.raises(review.NotDecided):
        review.approve(visit.task.created_by, visit, NOW)


def test_what_could_not_be_checked_must_be_decided_first(any_session):
    visit = _submitted(A01="unable")
    with pytest.raises(review.NotDecided) as refused:
        review.approve(visit.task.created_by, visit, NOW)
    assert set(refused.value.fields) == {"A01"}
    _decide(visit, "A01", Given("adjust", "核实后", "na"))
    review.approve(visit.task.created_by, visit, NOW)
    assert visit.state == "approved"


def test_nobody_reviews_his_own_visit(visit):
    for act in (review.approve, review.return_visit):
        with pytest.raises(OwnVisit):
            act(visit.inspector, visit, NOW)
    with pytest.raises(OwnVisit):
        _decide(visit, "A01", Given("accept"), visit.inspector)


def test_approving_twice_or_issuing_too_early_is_refused(visit):
    with pytest.raises(Conflict):
        review.issue(visit.task.created_by, visit, {}, NOW)
    review.approve(visit.task.created_by, visit, NOW)
    with pytest.raises(Conflict):
        review.approve(visit.task.created_by, visit, NOW)


def _issued(visit, terms=None, undated=()):
    review.approve(visit.task.created_by, visit, NOW)
    return review.issue(visit.task.created_by, visit, terms or {}, NOW, undated)


def test_the_documents_own_term_sets_the_deadline(visit):
    (finding,) = _issued(visit)
    assert (finding.deadline_on, finding.severity, finding.points_lost) == (date(2026, 12, 18), "major", 6)
    assert "限期一个月整改" in finding.deadline_basis and visit.task.state == "done"


def test_without_a_term_in_the_document_the_supervisor_must_set_one(any_session):
    visit = _submitted(rectification=None, A02="fail")
    with pytest.raises(Invalid) as refused:
        _issued(visit)
    assert "days-A02" in refused.value.fields


def test_the_supervisors_term_counts_working_days(any_session):
    (finding,) = _issued(_submitted(rectification=None, A02="fail"), {"A02": Term(5)})
    assert finding.deadline_on == date(2026, 11, 25) and "由检查机关确定" in finding.deadline_basis


def test_a_term_into_an_unpublished_year_is_to_be_confirmed_never_guessed(any_session):
    (finding,) = _issued(_submitted(A02="fail"), {"A02": Term(60)}, ["A02"])
    assert (finding.deadline_on, finding.deadline_state) == (None, "calendar_unpublished")


def test_what_gets_no_day_goes_out_only_when_that_is_said_of_it(any_session):
    visit = _submitted(A02="fail")
    for said in ((), ["A01"]):
        with pytest.raises(Undated), db.session.begin_nested():
            _issued(visit, {"A02": Term(60)}, said)
    assert visit.state == "submitted" and db.session.query(Finding).count() == 0


def test_the_enterprise_confirms_receipt_once(visit):
    _issued(visit)
    manager = make_account("jingli", Role.ENTERPRISE, organisation=visit.site.organisation)
    assert acknowledge(manager, visit, NOW) is acknowledge(manager, visit, NOW)


def test_of_two_supervisors_at_once_one_decides_and_the_other_is_told(tmp_path, empty_sqlite):
    shutil.copy(empty_sqlite, tmp_path / "tiaocha.db")
    app = make_app(tmp_path)
    with app.app_context(), unit_of_work():
        made = _submitted(A02="fail")
        visit_id, actor_id = made.id, made.task.created_by.id
    barrier, outcomes = threading.Barrier(2), []

    def approve() -> None:
        with app.app_context():
            barrier.wait(10)
            try:
                with unit_of_work():
                    review.approve(db.session.get(Account, actor_id), db.session.get(Inspection, visit_id), NOW)
                outcomes.append("approved")
            except Conflict as refused:
                outcomes.append(refused.status)

    threads = [threading.Thread(target=approve) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with app.app_context():
        db.engine.dispose()
    assert sorted(map(str, outcomes)) == ["409", "approved"]


def test_a_decision_made_meanwhile_is_not_overwritten(visit):
    first = _decide(visit, "A02", Given("adjust", "已核", "pass", seen=""))
    with pytest.raises(review.StaleDecision):
        _decide(visit, "A02", Given("accept", seen=""))
    assert _decide(visit, "A02", Given("accept", seen=first.id)).kind == "accept"


def test_the_documents_term_stays_the_documents_where_the_calendar_is_missing(any_session):
    term = {"amount": 60, "unit": "工作日", "path": "四", "quote": "六十个工作日内整改"}
    (finding,) = _issued(_submitted(rectification=term, A02="fail"), undated=["A02"])
    assert finding.deadline_state == "calendar_unpublished" and finding.deadline_basis == "四：“六十个工作日内整改”"


def test_every_visit_that_waits_is_in_the_queue(any_session):
    first = _submitted()
    supervisor = first.task.created_by
    second = make_inspection(make_task(first.checklist_version, first.site, supervisor=supervisor))
    for item in second.checklist_version.items:
        services.save_answer(second.inspector, second, item, Entry("pass"), NOW)
    services.submit(second.inspector, second, NOW)
    assert {visit.id for visit in queue.page_queue(supervisor)} == {first.id, second.id}
