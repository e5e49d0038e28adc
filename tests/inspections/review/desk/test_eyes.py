"""Whoever imported records of a visit does not review it before their inspector confirms them. On both databases."""

import io

import pytest
from flask_babel import force_locale
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from accounts.audit import record as audited
from accounts.models import AuditEntry
from accounts.roles import Role
from core.db import db
from core.errors import Invalid, NotFound
from core.ids import new_id
from inspections.review import services as review
from inspections.review.desk import conflicts, held, rescue
from inspections.review.eyes import BroughtAndDenied, BroughtByYou
from inspections.review.models import HeldNote, Rescue, RescueWord
from inspections.review.rescued import queries, services
from inspections.visits.models import Decision, Inspection, Settlement
from tests.builders import add, make_account
from tests.inspections.review.desk.rescuing import PASSPHRASE, contents, record, seal


def _bring(county, who, *bodies: bytes) -> list[Rescue]:
    """What a supervisor makes with a passphrase of his own, and imports."""
    sealed = seal(contents(who.id, [record(new_id(), body) for body in bodies]))
    opened = rescue.open_file(io.BytesIO(sealed), PASSPHRASE, io.BytesIO())
    with force_locale("zh_Hans_CN"):
        steps = list(rescue.bring_in(county.chief, opened, county.store, county.signer, county.now))
    ids = [each.packet.id for each in steps if each]
    return list(db.session.scalars(select(Rescue).where(Rescue.packet_id.in_(ids)).order_by(Rescue.audit_seq)))


def _forged(county):
    phone = county.phone()
    phone.attribute("new", "yes")
    phone.answer(county.a01, state="pass")
    phone.answer(county.a02, state="unable", note="未测")
    phone.done()
    return phone


@pytest.fixture
def visit(county):
    """A submitted visit that the supervisor made up; another supervisor is there."""
    county.other = make_account("fuzhuguan", Role.SUPERVISOR, county.chief.organisation, county.chief.areas)
    (county.rescue,) = _bring(county, county.jia, _forged(county).packet(submit=True))
    return county.visit()


def _approve(county, visit, actor):
    review.decide(actor, visit, county.a02, review.Given("adjust", "现场核实", "pass"), county.now)
    review.approve(actor, visit, county.now)


def _answer(county, kind, reason="", who=None):
    return services.answer(who or county.jia, county.rescue, kind, reason, county.now)


def test_the_importer_neither_decides_nor_returns_nor_approves_nor_issues(county, visit):
    chief, now = county.chief, county.now
    acts = [
        lambda: review.decide(chief, visit, county.a01, review.Given("accept"), now),
        lambda: review.return_visit(chief, visit, now),
        lambda: review.approve(chief, visit, now),
        lambda: review.issue(chief, visit, {}, now),
    ]
    for act in acts:
        with pytest.raises(BroughtByYou) as refused:
            act()
        assert "另一位主管" in refused.value.text and "检查员登录确认" in refused.value.text
    _approve(county, visit, county.other)
    with pytest.raises(BroughtByYou):
        review.issue(chief, visit, {}, now)
    review.issue(county.other, visit, {}, now)
    assert visit.state == "issued"


def test_the_importer_of_one_side_does_not_settle(county):
    first, second = county.phone(), county.phone()
    first.attribute("new", "yes")
    first.answer(county.a01, state="pass")
    first.answer(county.a02, reading="6.2")
    county.send(county.jia, first)
    second.answer(county.a02, reading="5.6")
    _bring(county, county.yi, second.packet())
    first.done()
    county.send(county.jia, first, submit=True)
    with pytest.raises(BroughtByYou):
        conflicts.settle(county.chief, county.visit(), county.a02, conflicts.KEEP, "x", county.now)
    with pytest.raises(DatabaseError, match="imported"), db.session.begin_nested():
        beside = conflicts.disputes(county.visit())[0].beside[0].id
        row = {"inspection_id": county.visit().id, "revision_id": beside, "kind": "keep", "reason": "x"}
        add(Settlement(**row, decided_by_id=county.chief.id, decided_at=county.now))


def test_the_importer_of_a_held_record_does_not_close_it(county):
    county.send(county.jia, _forged(county), submit=True)
    late = county.phone()
    late.answer(county.a01, state="fail", note="晚到")
    (brought,) = _bring(county, county.yi, late.packet())
    assert brought.packet.outcome == "held"
    with pytest.raises(BroughtByYou):
        held.close(county.chief, brought.packet, held.NOTED, "x", county.now)
    with pytest.raises(BroughtByYou):
        review.approve(county.chief, county.visit(), county.now)
    with pytest.raises(DatabaseError, match="imported a record"), db.session.begin_nested():
        row = {"packet_id": brought.packet_id, "kind": "noted", "reason": "x", "decided_at": county.now}
        add(HeldNote(**row, decided_by_id=county.chief.id))


def test_what_was_held_before_its_visit_was_there_counts_with_its_draft(county):
    """The first record comes while the certificate has run out, the second when it is in order again."""
    phone, until = _forged(county), county.jia.certified_until
    audited(county.chief, "test.certificate", county.jia)
    county.jia.certified_until = None
    db.session.flush()
    (brought,) = _bring(county, county.jia, phone.packet())
    assert brought.packet.inspection_id is None
    phone.sent = brought.packet.last_seq
    audited(county.chief, "test.certificate", county.jia)
    county.jia.certified_until = until
    db.session.flush()
    county.send(county.jia, phone, submit=True)
    assert county.visit().state == "submitted"
    with pytest.raises(BroughtByYou):
        review.approve(county.chief, county.visit(), county.now)


def _move(visit, actor, state: str, reviewer: str | None) -> None:
    audited(actor, "test.move", visit)
    visit.state = state
    if reviewer:
        visit.reviewer_id, visit.approved_at = reviewer, visit.submitted_at
    db.session.flush()


def test_the_database_itself_refuses_the_importer(county, visit):
    row = {"inspection_id": visit.id, "item_id": county.a01, "round": 1, "kind": "accept", "decided_at": county.now}
    chief, other = county.chief, county.other
    for act in (
        lambda: add(Decision(**row, decided_by_id=chief.id)),
        lambda: _move(visit, chief, "returned", None),
        lambda: _move(visit, chief, "approved", other.id),
        lambda: _move(visit, other, "approved", chief.id),
    ):
        with pytest.raises(DatabaseError, match="imported records"), db.session.begin_nested():
            act()
    _move(visit, other, "approved", other.id)
    db.session.expire_all()
    assert db.session.get(Inspection, visit.id).state == "approved"


def test_once_the_inspector_has_confirmed_the_importer_reviews(county, visit):
    word = _answer(county, "confirmed")
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.seq == word.audit_seq)).one()
    assert (line.action, line.actor_id) == ("rescue.confirm", county.jia.id) and county.chief.id in line.body
    _approve(county, visit, county.chief)
    review.issue(county.chief, visit, {}, county.now)
    assert visit.state == "issued" and queries.count_waiting(county.jia) == 0


def test_a_later_import_needs_a_word_of_its_own(county, visit):
    _answer(county, "confirmed")
    late = county.phone()
    late.answer(county.a01, state="fail", note="又导入")
    _bring(county, county.yi, late.packet())
    with pytest.raises(BroughtByYou):
        review.approve(county.chief, visit, county.now)


def test_after_a_denial_only_another_supervisor_reviews(county, visit):
    with pytest.raises(Invalid) as unreasoned:
        _answer(county, "denied", "  ")
    assert set(unreasoned.value.fields) == {"reason"}
    _answer(county, "denied", "当日未到现场")
    with pytest.raises(BroughtAndDenied) as refused:
        review.approve(county.chief, visit, county.now)
    assert "检查员已否认" in refused.value.text
    _approve(county, visit, county.other)


def test_the_word_is_the_inspectors_own_and_given_once(county, visit):
    for stranger in (county.yi, county.chief):
        with pytest.raises(NotFound):
            _answer(county, "confirmed", who=stranger)
    for who in (county.yi, county.chief):
        row = {"rescue_id": county.rescue.id, "kind": "confirmed", "reason": "", "said_at": county.now}
        with pytest.raises(DatabaseError, match="only the inspector"), db.session.begin_nested():
            add(RescueWord(**row, said_by_id=who.id))
    with pytest.raises(Invalid):
        _answer(county, "perhaps")
    _answer(county, "denied", "不是我的")
    with pytest.raises(services.AlreadySaid):
        _answer(county, "confirmed")


@pytest.mark.parametrize("change", ["UPDATE rescue_word SET kind = 'confirmed'", "DELETE FROM rescue_word"])
def test_the_word_stays_as_it_was_given(county, visit, change):
    _answer(county, "denied", "不是我的")
    with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
        db.session.execute(text(change))


def test_what_the_inspector_answers_on_the_form_himself_bars_nobody(county):
    county.send(county.jia, _forged(county), submit=True)
    _approve(county, county.visit(), county.chief)
    assert county.visit().state == "approved"
