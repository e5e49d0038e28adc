"""Filling a visit on both databases: drafts, conflicts, conditions, submission."""

from datetime import date

import pytest

from accounts.models import AuditEntry
from accounts.roles import Role
from core.blobs import BlobStore, sha256
from core.db import db
from core.errors import Conflict, Invalid, NotFound
from inspections.evidence import attaching
from inspections.filling import services
from inspections.planning.services import NotCertified
from inspections.visits import queries
from inspections.visits.editable import require_item
from inspections.visits.entries import Entry, read_entry
from inspections.visits.models import Answer, Evidence, ScoreRecord
from tests.builders import NOW, make_account, make_checklist, make_inspection, make_task
from tests.world import jpeg

NUMBER = {"kind": "number", "params": {"limit": {"op": ">=", "value": "6", "unit": "米"}}}
ITEMS = [
    {"code": "A01", "path": "二/1", "points": 4, "photo_rule": {"when": "always", "min": 1}},
    {"code": "A02", "path": "二/1", "points": 5, "veto": "all", **NUMBER},
    {"code": "A03", "path": "二/1", "points": 3, "condition": {"attribute": "new", "in": ["yes"]}},
]
ATTRIBUTES = [
    {"name": "new", "label": "是否新建", "options": [{"value": "yes", "label": "是"}, {"value": "no", "label": "否"}]}
]


@pytest.fixture
def visit(any_session, tmp_path):
    made = make_inspection(make_task(make_checklist(items=ITEMS, attributes=ATTRIBUTES)))
    made.store = BlobStore(tmp_path / "evidence")
    made.by_code = {item.code: item for item in made.checklist_version.items}
    return made


def _save(visit, code: str, entry: Entry, **more):
    return services.save_answer(visit.inspector, visit, visit.by_code[code], entry, NOW, **more)


def _photo(visit, code: str, shade=90):
    item = visit.by_code[code]
    return attaching.add_photo(
        visit.inspector, visit, item, attaching.keep_bytes(visit.store, "a.jpg", jpeg(shade)), NOW
    )


def _lines() -> int:
    return db.session.query(AuditEntry).count()


def test_an_answer_is_kept_once_and_the_same_again_changes_nothing(visit):
    _save(visit, "A02", Entry(None, {"reading": "5.6"}, "檐口"))
    before = _lines()
    again = _save(visit, "A02", Entry(None, {"reading": "5.6"}, "檐口"))
    assert (again.state, again.revision) == ("fail", 1)
    assert _lines() == before and db.session.query(Answer).count() == 1


def test_a_writer_who_saw_an_older_answer_is_told(visit):
    _save(visit, "A01", Entry("pass"))
    _save(visit, "A01", Entry("fail", None, "破损"), base_revision=1)
    with pytest.raises(services.StaleAnswer):
        _save(visit, "A01", Entry("pass"), base_revision=1)
    assert queries.answers_of(visit)[visit.by_code["A01"].id].state == "fail"


def test_the_same_photo_twice_is_one_photo(visit):
    assert _photo(visit, "A01").id == _photo(visit, "A01").id
    assert db.session.query(Evidence).count() == 1


def test_the_bytes_are_kept_as_they_came(visit):
    evidence = _photo(visit, "A01")
    assert visit.store.get(evidence.sha256) == jpeg() and evidence.sha256 == sha256(jpeg())


def test_a_withdrawn_photo_keeps_its_bytes_and_can_come_back(visit):
    evidence = _photo(visit, "A01")
    attaching.withdraw_photo(visit.inspector, visit, evidence.id, NOW)
    assert queries.photos_of(visit) == {} and visit.store.get(evidence.sha256)
    assert _photo(visit, "A01").id == evidence.id and len(queries.photos_of(visit)) == 1


def test_a_submission_names_everything_that_is_missing(visit):
    _save(visit, "A01", Entry("pass"))
    _save(visit, "A02", Entry(None, {"reading": "5.6"}))
    with pytest.raises(services.MissingAnswers) as refused:
        services.submit(visit.inspector, visit, NOW)
    assert refused.value.fields == {
        "A01": "须附照片 1 张",
        "A02": "不符合的须有说明或照片",
        "new": "请先填写：是否新建",
    }
    assert visit.state == "draft" and db.session.query(ScoreRecord).count() == 0


def _complete(visit) -> None:
    services.set_attributes(visit.inspector, visit, {"new": "no", "nonsense": "x"})
    _save(visit, "A01", Entry("pass"))
    _photo(visit, "A01")
    _save(visit, "A02", Entry(None, {"reading": "6"}))


def test_a_condition_switches_an_item_off(visit):
    _complete(visit)
    services.submit(visit.inspector, visit, NOW)
    kept = queries.score_of(visit, "inspector")
    assert visit.attributes == {"new": "no"}
    assert (kept.earned, kept.possible, kept.full_points, kept.effective) == (9, 9, 12, "100.0")


def test_a_second_submission_changes_nothing(visit):
    _complete(visit)
    services.submit(visit.inspector, visit, NOW)
    before = _lines()
    services.submit(visit.inspector, visit, NOW)
    assert _lines() == before and db.session.query(ScoreRecord).count() == 1


def test_answers_and_photos_after_submission_are_refused(visit):
    _complete(visit)
    services.submit(visit.inspector, visit, NOW)
    with pytest.raises(Conflict):
        _save(visit, "A01", Entry("fail", None, "x"))
    with pytest.raises(Conflict):
        _photo(visit, "A01", 20)
    with pytest.raises(Conflict):
        attaching.withdraw_photo(visit.inspector, visit, visit.evidence[0].id, NOW)


def test_what_cannot_be_checked_permits_submission_but_leaves_the_score_open(visit):
    _complete(visit)
    _save(visit, "A02", Entry("unable", None, "大门上锁"))
    services.submit(visit.inspector, visit, NOW)
    kept = queries.score_of(visit, "inspector")
    assert (kept.open_points, kept.grade) == (5, None)


def test_an_item_of_another_checklist_is_refused(visit):
    other = make_checklist()
    with pytest.raises(Invalid):
        require_item(visit, other.items[0].id)


def test_a_photo_of_another_visit_cannot_be_withdrawn_here(visit):
    other = make_inspection(make_task(visit.checklist_version))
    with pytest.raises(NotFound):
        attaching.withdraw_photo(visit.inspector, other, _photo(visit, "A01").id, NOW)


@pytest.mark.parametrize("text", ["五百", "500㎡", "1e9", "-1", "NaN", "1,000", "５００㎡", "1" * 12])
def test_what_is_no_number_is_refused_with_a_sentence(visit, text):
    with pytest.raises(Invalid) as refused:
        read_entry(visit.by_code["A02"], {"reading": text})
    assert set(refused.value.fields) == {"reading"} and "数" in refused.value.fields["reading"]


def test_full_width_digits_are_a_number(visit):
    assert read_entry(visit.by_code["A02"], {"reading": "５．６"}).value == {"reading": "5.6"}


@pytest.mark.parametrize("state", ["na", "approved", "unknown"])
def test_a_state_that_the_item_does_not_offer_is_refused(visit, state):
    with pytest.raises(Invalid):
        read_entry(visit.by_code["A01"], {"state": state})


def test_nobody_starts_without_a_certificate_in_force(any_session):
    late = make_account("late", Role.INSPECTOR, certified_until=date(2020, 1, 1))
    with pytest.raises(NotCertified):
        services.start(late, make_task(inspectors=[late]), NOW)


def test_nobody_starts_by_a_text_that_is_not_in_force(any_session):
    task = make_task()
    early = NOW.replace(year=2015)
    with pytest.raises(Invalid) as refused:
        services.start(task.inspectors[0], task, early)
    assert "有效期" in refused.value.text


def test_a_task_leads_to_one_visit(any_session):
    task = make_task()
    first = services.start(task.inspectors[0], task, NOW)
    assert services.start(task.inspectors[0], task, NOW) is first
