"""Two phones say different things: both are kept, a supervisor decides, nothing is forged. On both databases."""

import pytest
from sqlalchemy import select

from accounts.models import AuditEntry
from core.db import db
from core.errors import Invalid
from inspections.filling.sync import queries as sent
from inspections.review import services as review
from inspections.review.desk import conflicts
from inspections.review.desk.shown import shown_disputes
from inspections.review.eyes import OwnVisit
from inspections.visits import queries as visits
from inspections.visits.models import Revision, Settlement
from inspections.visits.states import WrongState

WHY = "现场复核，以檐口为准"


@pytest.fixture
def visit(county):
    county.disagree()
    return county.visit()


def _dispute(visit, key):
    return next(each for each in conflicts.disputes(visit) if each.key == key)


def _settle(county, key, choice, reason=WHY, actor=None):
    conflicts.settle(actor or county.chief, county.visit(), key, choice, reason, county.now)


def test_both_sides_are_shown_with_who_when_words_and_photos(county, visit):
    item, attribute = shown_disputes(visit, conflicts.disputes(visit))
    assert [side.who.username for side in item.sides] == ["jia", "yi"]
    assert [side.card.shown for side in item.sides] == ["6.2 米", "5.6 米"]
    assert [side.card.state for side in item.sides] == ["pass", "fail"]
    assert [side.in_force for side in item.sides] == [True, False]
    assert [len(side.photos) for side in item.sides] == [0, 1]
    assert all(side.answered_at and side.kept_at and side.draft for side in item.sides)
    assert (attribute.label, [side.value for side in attribute.sides]) == ("是否新建", ["是", "否"])


def test_a_visit_with_undecided_conflicts_cannot_be_approved_nor_the_item_decided(county, visit):
    with pytest.raises(review.ConflictsOpen) as refused:
        review.approve(county.chief, visit, county.now)
    assert "2 项" in refused.value.text and "A02" in refused.value.text
    with pytest.raises(review.ConflictsOpen):
        review.decide(county.chief, visit, county.a02, review.Given("accept"), county.now)
    review.decide(county.chief, visit, county.a01, review.Given("accept"), county.now)
    assert sent.count_conflicts([visit]) == {visit.id: 2}


def test_once_all_are_decided_the_visit_can_be_approved(county, visit):
    _settle(county, county.a02, conflicts.KEEP)
    with pytest.raises(review.ConflictsOpen):
        review.approve(county.chief, visit, county.now)
    _settle(county, "new", conflicts.KEEP)
    review.decide(county.chief, visit, county.a01, review.Given("accept"), county.now)
    review.approve(county.chief, county.visit(), county.now)
    assert county.visit().state == "approved" and sent.count_conflicts([visit]) == {}


def test_what_is_taken_becomes_the_newest_revision_and_says_who_recorded_and_who_decided(county, visit):
    other = _dispute(visit, county.a02).others[0]
    before = visits.answers_of(visit)[county.a02].revision
    _settle(county, county.a02, other.id)
    answer = visits.answers_of(county.visit())[county.a02]
    assert (answer.value["reading"], answer.note, answer.state) == ("5.6", "乙测", "fail")
    assert answer.revision == before + 1
    settlement = db.session.scalars(select(Settlement)).one()
    result = db.session.get(Revision, settlement.result_id)
    assert (result.account_id, result.draft_id, result.number) == (county.yi.id, None, before + 1)
    assert (settlement.decided_by_id, settlement.chosen_id, settlement.reason) == (county.chief.id, other.id, WHY)
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "answer.settle")).one()
    assert line.actor_id == county.chief.id and county.yi.id in line.body
    assert {row.content["note"] for row in db.session.scalars(select(Revision)) if row.item_id == county.a02} == {
        "甲测",
        "乙测",
    }


def test_keeping_what_is_in_force_changes_no_answer(county, visit):
    before = len(sent.revisions_of(visit))
    _settle(county, county.a02, conflicts.KEEP)
    answer = visits.answers_of(county.visit())[county.a02]
    assert (answer.note, answer.revision, len(sent.revisions_of(visit))) == ("甲测", 1, before)


def test_an_attribute_can_be_taken_from_the_other_phone(county, visit):
    _settle(county, "new", _dispute(visit, "new").others[0].id)
    assert county.visit().attributes["new"] == "no"
    assert [each.key for each in conflicts.disputes(county.visit())] == [county.a02]


def test_returning_the_item_reopens_it_for_the_inspectors_and_decides_the_conflict(county, visit):
    _settle(county, county.a02, conflicts.RETURN, "两人请一起重测")
    review.return_visit(county.chief, county.visit(), county.now)
    assert visits.returned_items(county.visit()) == {county.a02: "两人请一起重测"}
    phone = county.phone()
    phone.answer(county.a02, base=1, reading="5.9", note="一起测")
    phone.done()
    packet = county.send(county.yi, phone, submit=True)
    assert packet.outcome == "taken" and county.visit().state == "submitted"
    assert [each.key for each in conflicts.disputes(county.visit())] == ["new"]


def test_every_edit_of_the_other_phone_is_settled_and_its_last_word_is_the_side(county):
    county.disagree_again()
    dispute = _dispute(county.visit(), county.a02)
    assert len(dispute.beside) == 2 and [row.content["note"] for row in dispute.others] == ["乙再测"]
    _settle(county, county.a02, conflicts.KEEP)
    assert len(db.session.scalars(select(Settlement)).all()) == 2
    assert [each.key for each in conflicts.disputes(county.visit())] == ["new"]


@pytest.mark.parametrize(
    ("key", "choice", "reason", "field"),
    [
        ("a02", conflicts.KEEP, " ", "reason"),
        ("a02", "", WHY, "choice"),
        ("a02", "01ARZ3NDEKTSV4RRFFQ69G5FAV", WHY, "choice"),
        ("new", conflicts.RETURN, WHY, "choice"),
    ],
)
def test_a_choice_without_what_it_needs_is_refused(county, visit, key, choice, reason, field):
    with pytest.raises(Invalid) as refused:
        _settle(county, getattr(county, key, key), choice, reason)
    assert field in refused.value.fields and len(conflicts.disputes(county.visit())) == 2


def test_what_was_decided_is_not_decided_twice(county, visit):
    _settle(county, county.a02, conflicts.KEEP)
    for key in (county.a02, county.a01, "nothing"):
        with pytest.raises(conflicts.NothingToSettle):
            _settle(county, key, conflicts.KEEP)


def test_nobody_decides_on_his_own_visit(county, visit):
    for own in (county.jia, county.yi):
        with pytest.raises(OwnVisit):
            _settle(county, county.a02, conflicts.KEEP, actor=own)


def test_a_visit_that_was_not_handed_in_is_not_decided_on(county):
    county.disagree(submit=False)
    with pytest.raises(WrongState):
        _settle(county, county.a02, conflicts.KEEP)
