"""What came too late is kept, shown and closed; nothing of it changes what was approved. On both databases."""

import pytest

from accounts.audit import record
from core.errors import Invalid
from inspections.review import services as review
from inspections.review.desk import held, queries, shown
from inspections.review.eyes import OwnVisit
from inspections.visits import queries as visits
from inspections.visits.editable import kept_content
from tests.world import jpeg

WHY = "与现场记录一致"


def _whole_visit(county) -> None:
    phone = county.phone()
    phone.attribute("new", "yes")
    phone.answer(county.a01, state="pass")
    phone.answer(county.a02, reading="6.2", note="甲测")
    phone.done()
    county.send(county.jia, phone, submit=True)


def _late(county, who=None):
    phone = county.phone()
    phone.attribute("new", "no")
    phone.photo(county.a02, jpeg(5))
    phone.answer(county.a02, reading="bad")
    phone.answer(county.a02, reading="5.6", note="乙测")
    return county.send(who or county.yi, phone), phone


@pytest.fixture
def packet(county):
    _whole_visit(county)
    return _late(county)[0]


def _close(county, packet, kind, reason=WHY, actor=None):
    return held.close(actor or county.chief, packet, kind, reason, county.now)


def test_the_record_is_shown_in_words_beside_what_is_in_force(county, packet):
    (content,) = shown.contents_of(packet, queries.find_visit(county.chief, packet))
    assert (content.item.code, content.given.shown, content.given.state) == ("A02", "5.6 米", "fail")
    assert (content.present.shown, content.present.entry.note, len(content.photos)) == ("6.2 米", "甲测", 1)
    assert shown.said_of_site(packet) == [("是否新建", "否")]


def test_what_cannot_be_read_is_shown_as_it_was_sent(county):
    _whole_visit(county)
    phone = county.phone()
    phone.answer(county.a02, reading="很高")
    packet = county.send(county.yi, phone)
    (content,) = shown.contents_of(packet, None)
    assert content.given is None and content.problem and content.inputs == {"reading": "很高"}


def test_only_the_supervisor_of_the_area_sees_it(county, packet):
    assert queries.page_held(county.chief).rows == [packet] and queries.count_held(county.chief) == 1
    for other in (county.stranger, county.jia):
        assert queries.page_held(other).rows == [] and queries.count_held(other) == 0
    assert queries.page_closed(county.stranger).rows == []


def test_taking_note_closes_the_record_and_changes_nothing_else(county, packet):
    before = {key: kept_content(row) for key, row in visits.answers_of(county.visit()).items()}
    _close(county, packet, held.NOTED)
    note = queries.find_note(packet)
    assert (note.kind, note.reason, note.decided_by_id) == ("noted", WHY, county.chief.id)
    assert queries.page_held(county.chief).rows == [] and queries.page_closed(county.chief).rows == [packet]
    assert {key: kept_content(row) for key, row in visits.answers_of(county.visit()).items()} == before
    assert county.visit().state == "submitted"


def test_returning_reopens_the_items_of_the_record_so_that_its_content_can_be_given_anew(county):
    _whole_visit(county)
    packet, phone = _late(county)
    _close(county, packet, held.RETURNED, "请重测")
    assert visits.returned_items(county.visit()) == {county.a02: "请重测"}
    phone.answer(county.a02, base=1, reading="5.7", note="再测")
    phone.done()
    assert county.send(county.yi, phone, submit=True).outcome == "taken"
    assert queries.came_into_force(packet)


def test_a_record_that_came_into_force_later_waits_for_nobody(county):
    _whole_visit(county)
    packet, phone = _late(county)
    review.decide(county.chief, county.visit(), county.a02, review.Given("return", "重测"), county.now)
    review.return_visit(county.chief, county.visit(), county.now)
    phone.answer(county.a02, base=1, reading="5.7")
    county.send(county.yi, phone)
    assert queries.page_held(county.chief).rows == [] and queries.page_closed(county.chief).rows == [packet]


@pytest.mark.parametrize("act", ["approved", "issued"])
def test_an_approved_visit_is_never_reopened_by_a_late_record(county, act):
    _whole_visit(county)
    review.decide(county.chief, county.visit(), county.a01, review.Given("accept"), county.now)
    review.approve(county.chief, county.visit(), county.now)
    if act == "issued":
        review.issue(county.chief, county.visit(), {}, county.now)
    packet, _ = _late(county)
    assert not held.can_return(packet, queries.find_visit(county.chief, packet))
    with pytest.raises(held.CannotReturn):
        _close(county, packet, held.RETURNED)
    _close(county, packet, held.NOTED)
    assert county.visit().state == act


def test_the_record_of_a_cancelled_task_without_a_visit_can_be_noted_only(county):
    record(county.chief, "task.cancel", county.task)
    county.task.state = "cancelled"
    packet, _ = _late(county)
    assert packet.reason == "task_over" and packet.inspection_id is None
    assert [each.item.code for each in shown.contents_of(packet, None)] == ["A02"]
    with pytest.raises(held.CannotReturn):
        _close(county, packet, held.RETURNED)
    _close(county, packet, held.NOTED)


@pytest.mark.parametrize(("kind", "reason", "field"), [("noted", " ", "reason"), ("", WHY, "kind"), ("x", WHY, "kind")])
def test_closing_without_what_it_needs_is_refused(county, packet, kind, reason, field):
    with pytest.raises(Invalid) as refused:
        _close(county, packet, kind, reason)
    assert field in refused.value.fields and queries.find_note(packet) is None


def test_a_record_is_closed_once(county, packet):
    _close(county, packet, held.NOTED)
    with pytest.raises(held.AlreadyClosed):
        _close(county, packet, held.NOTED)


def test_nobody_closes_what_he_sent_himself(county, packet):
    with pytest.raises(OwnVisit):
        _close(county, packet, held.NOTED, actor=county.yi)
