"""Two phones at one visit, records that come too late, and the same packet from many sides at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from accounts.audit import record
from accounts.models import Account
from checklists.authoring.models import ChecklistVersion
from core.clock import utc_now
from core.db import db, unit_of_work
from core.ids import new_id
from inspections.filling.sync import services as sending
from inspections.filling.sync.models import Packet, Receipt
from inspections.planning.models import Task
from inspections.review import services as review
from inspections.visits.models import Inspection, Revision
from tests.builders import make_next_version
from tests.inspections.filling.sync.conftest import build
from tests.phone import Phone


def _in(world, act):
    with world.app.app_context():
        with unit_of_work():
            found = act()
        db.engine.dispose()
    return found


def _visit() -> Inspection:
    return db.session.scalars(select(Inspection)).one()


def test_two_drafts_of_one_task_become_one_visit_and_other_items_merge_silently(world):
    one, two = world.phone(), world.phone("tongban")
    one.answer(world.a01, state="pass")
    two.answer(world.a02, reading="7")
    first, second = one.send().json, two.send().json
    assert first["inspection"] == second["inspection"] == one.inspection and world.counts()["inspection"] == 1
    assert set(second["items"]) == {world.a01, world.a02}
    assert not any(each["conflict"] for each in second["items"].values())
    assert second["items"][world.a01]["by"] == "jiancha某" and second["items"][world.a02]["by"] == "tongban某"


def test_a_true_conflict_keeps_both_sides_and_the_first_in_force(world):
    one, two = world.phone(), world.phone("tongban")
    one.answer(world.a01, state="pass")
    two.answer(world.a01, state="fail", note="破损")
    one.send()
    answer = two.send().json
    assert answer["outcome"] == "taken"
    assert answer["items"][world.a01] | {"by": ""} == {
        "revision": 1,
        "inputs": {"state": "pass", "note": ""},
        "conflict": True,
        "by": "",
    }
    rows = _in(world, lambda: [(row.content["state"], row.beside) for row in db.session.scalars(select(Revision))])
    assert sorted(rows) == [("fail", True), ("pass", False)]
    assert _in(world, lambda: _visit().flags) == ["conflict"]


def test_the_same_answer_from_both_is_no_conflict(world):
    one, two = world.phone(), world.phone("tongban")
    for phone in (one, two):
        phone.answer(world.a01, state="pass")
    one.send()
    assert two.send().json["items"][world.a01]["conflict"] is False


def test_what_both_have_said_neither_changes_unseen(world):
    one, two = world.phone(), world.phone("tongban")
    for phone in (one, two):
        phone.answer(world.a01, state="pass")
    one.send()
    two.send()
    one.answer(world.a01, base=0, state="fail", note="破损")  # written before the phone heard of anything
    assert one.send().json["items"][world.a01]["conflict"] is True
    rows = _in(world, lambda: [(row.content["state"], row.beside) for row in db.session.scalars(select(Revision))])
    assert sorted(rows) == [("fail", True), ("pass", False), ("pass", False)]


def test_who_has_seen_it_changes_what_both_have_said(world):
    one, two = world.phone(), world.phone("tongban")
    for phone in (one, two):
        phone.answer(world.a01, state="pass")
    one.learn(one.send().json)
    two.send()
    one.answer(world.a01, state="fail", note="破损")
    assert one.send().json["items"][world.a01] | {"by": ""} == {
        "revision": 3,
        "inputs": {"state": "fail", "note": "破损"},
        "conflict": False,
        "by": "",
    }


def test_what_is_so_already_counts_as_said(world):
    one, two = (world.phone(name, task=world.asking_task, version=world.asking) for name in ("jiancha", "tongban"))
    one.attribute("new", "yes")
    one.attribute("new", "no")
    two.attribute("new", "no")
    one.send()
    two.send()
    one.attribute("new", "yes")
    one.send()
    assert _in(world, lambda: (_visit().attributes, _visit().flags)) == ({"new": "no"}, ["conflict"])


def test_an_attribute_said_otherwise_by_another_stays_as_first_said_and_is_flagged(world):
    one, two = (world.phone(name, task=world.asking_task, version=world.asking) for name in ("jiancha", "tongban"))
    one.attribute("new", "yes")
    two.attribute("new", "no")
    one.send()
    two.send()
    visit = _in(world, lambda: (_visit().attributes, _visit().flags))
    assert visit == ({"new": "yes"}, ["conflict"])
    one.attribute("new", "no")
    one.send()
    assert _in(world, lambda: _visit().attributes) == {"new": "no"}


def _complete(phone, world) -> None:
    phone.answer(world.a01, state="pass")
    phone.answer(world.a02, reading="7")


def test_what_comes_after_submission_is_held_whole_and_nothing_changes(world):
    one, two = world.phone(), world.phone("tongban")
    _complete(one, world)
    assert one.send(submit=True).json["state"] == "submitted"
    two.answer(world.a01, state="fail", note="x")
    answer = two.send(submit=True).json
    assert (answer["outcome"], answer["reason"], answer["state"]) == ("held", "closed", "submitted")
    assert answer["message"] and answer["receipt"]["outcome"] == "held" and two.believes(answer["receipt"])
    assert answer["items"][world.a01]["inputs"]["state"] == "pass"


def test_what_was_held_stays_held_when_nothing_new_follows(world):
    one, two = world.phone(), world.phone("tongban")
    _complete(one, world)
    one.send(submit=True)
    two.answer(world.a01, state="fail", note="x")
    two.send()
    again = two.send(submit=True).json
    assert (again["outcome"], again["reason"], again["refused"]) == ("held", "closed", [])


def test_what_was_held_is_applied_in_order_once_nothing_stands_in_the_way(world):
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    phone.send()
    _off_the_task(world)
    phone.answer(world.a02, reading="7")
    assert phone.send().json["outcome"] == "held"

    def come_back():
        task = db.session.get(Task, world.task)
        task.inspectors = [*task.inspectors, db.session.get(Account, world.ids["jiancha"])]

    _in(world, come_back)
    phone.answer(world.a01, state="fail", note="破损")
    answer = phone.send().json
    assert answer["outcome"] == "taken" and answer["items"][world.a02]["inputs"]["reading"] == "7"
    assert answer["items"][world.a01]["revision"] == 2


def test_a_submission_sent_again_under_another_key_changes_nothing(world):
    phone = world.phone()
    _complete(phone, world)
    phone.send(submit=True)
    again = phone.put(phone.packet(submit=True, first=1)).json
    assert (again["outcome"], again["state"], again["receipt"]["entries"]) == ("taken", "submitted", 2)


def test_of_a_returned_visit_only_the_items_named_are_open(world):
    phone = world.phone()
    _complete(phone, world)
    phone.send(submit=True)

    def return_it():
        chief = db.session.get(Account, world.ids["zhuguan"])
        review.decide(chief, _visit(), world.a02, review.Given("return", "请复测"), utc_now())
        review.return_visit(chief, _visit(), utc_now())

    _in(world, return_it)
    phone.answer(world.a01, state="fail", note="x")
    phone.answer(world.a02, reading="8")
    answer = phone.send(submit=True).json
    assert [(each["seq"], each["code"]) for each in answer["refused"]] == [(3, "not_reopened")]
    assert answer["state"] == "submitted" and answer["items"][world.a02]["inputs"]["reading"] == "8"
    assert answer["items"][world.a01]["inputs"]["state"] == "pass"


def _off_the_task(world) -> None:
    def leave():
        task = db.session.get(Task, world.task)
        task.inspectors = [each for each in task.inspectors if each.id != world.ids["jiancha"]]

    _in(world, leave)


@pytest.mark.parametrize("before", [True, False], ids=["mid-visit", "before the first record"])
def test_somebody_taken_off_the_task_loses_nothing(world, before):
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    if before:
        phone.send()
    _off_the_task(world)
    phone.answer(world.a02, reading="7")
    answer = phone.send().json
    assert (answer["outcome"], answer["reason"]) == ("held", "off_task") and answer["receipt"]["entries"] == 2


def test_a_cancelled_task_holds_the_record_and_begins_nothing(world):
    def cancel():
        task = db.session.get(Task, world.task)
        record(None, "task.cancel", task)
        task.state = "cancelled"

    _in(world, cancel)
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    answer = phone.send().json
    assert (answer["outcome"], answer["reason"], answer["inspection"]) == ("held", "task_over", None)
    assert world.counts()["inspection"] == 0 and world.counts()["packet"] == 1


def _lose_the_certificate(world) -> None:
    inspector = db.session.get(Account, world.ids["jiancha"])
    record(None, "account.change", inspector)
    inspector.certified_until = date(2020, 1, 1)


def _let_the_document_lapse(world) -> None:
    document = db.session.get(ChecklistVersion, world.version).document_version
    record(None, "document.change", document)
    document.effective_to = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("happens", "reason"), [(_lose_the_certificate, "not_certified"), (_let_the_document_lapse, "not_in_force")]
)
def test_a_visit_that_could_not_have_been_begun_that_day_is_held_whole(world, happens, reason):
    _in(world, lambda: happens(world))
    phone = world.phone()
    _complete(phone, world)
    phone.photo(world.a02, world.jpeg(4))
    answer = phone.send(submit=True).json
    assert (answer["outcome"], answer["reason"], answer["inspection"]) == ("held", reason, None)
    assert answer["message"] and phone.believes(answer["receipt"]) and answer["receipt"]["entries"] == 3
    assert {table: count for table, count in world.counts().items() if count} == {"packet": 1, "receipt": 1}


@pytest.mark.parametrize("planned", [True, False], ids=["planned", "unplanned"])
def test_a_visit_by_a_checklist_that_was_published_anew_meanwhile_is_taken_under_its_own_and_flagged(world, planned):
    phone = world.phone() if planned else world.phone(task=None, site=world.site)
    _complete(phone, world)
    _in(world, lambda: make_next_version(db.session.get(ChecklistVersion, world.version)) and None)
    answer = phone.send(submit=True).json
    assert (answer["outcome"], answer["state"]) == ("taken", "submitted")
    visit = _in(world, lambda: (_visit().checklist_version_id, _visit().flags))
    assert visit == (world.version, ["superseded"] if planned else ["superseded", "unplanned"])


def test_a_checklist_published_anew_after_the_visit_was_begun_changes_nothing_of_it(world):
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    phone.send()
    _in(world, lambda: make_next_version(db.session.get(ChecklistVersion, world.version)) and None)
    phone.answer(world.a02, reading="7")
    assert phone.send(submit=True).json["state"] == "submitted" and _in(world, lambda: _visit().flags) == []


def test_a_visit_that_nobody_planned_makes_its_task(world):
    phone = world.phone(task=None, site=world.site)
    _complete(phone, world)
    answer = phone.send(submit=True).json
    assert answer["state"] == "submitted"
    found = _in(world, lambda: (_visit().flags, [each.username for each in _visit().task.inspectors]))
    assert found == (["unplanned"], ["jiancha"])
    phone.put(phone.packet())
    assert world.counts()["inspection"] == 1


@pytest.mark.parametrize("who", ["waren", "jiancha"])
def test_a_place_outside_the_inspectors_areas_is_not_found(world, who):
    phone = world.phone(who, task=None, site=world.site if who == "waren" else world.foreign_site)
    assert phone.put(phone.packet()).status_code == 404 and world.counts()["packet"] == 0


def test_receipts_are_chained_and_rise(world):
    one, two = world.phone(), world.phone("tongban")
    one.answer(world.a01, state="pass")
    first, second = one.send().json["receipt"], two.send().json["receipt"]
    assert (first["sequence"], second["sequence"], first["previous"]) == (1, 2, "0" * 64)
    assert second["previous"] == _in(world, lambda: db.session.get(Receipt, first["id"]).fingerprint)
    assert one.believes(first) and not one.believes({**first, "entries": 1, "outcome": "held"})


def test_the_page_of_a_receipt_is_for_its_sender_and_his_supervisor(world):
    phone = world.phone()
    phone.sign(world.jpeg(3))
    receipt = phone.send().json["receipt"]
    for name, status in (("jiancha", 200), ("zhuguan", 200), ("tongban", 404), ("waren", 404)):
        page = world.clients[name].get(f"/receipts/{receipt['id']}")
        assert page.status_code == status
        if status == 200:
            assert "<svg" in page.text and receipt["head"] in page.text and receipt["evidence"][0] in page.text


def test_a_hundred_entries_cost_few_statements_each(world):
    from tests.inspections.filling.test_budget import _statements

    phone, counts = world.phone(), []
    for many in (2, 102):
        for n in range(many):
            phone.answer(world.a02, reading=f"{many}.{n}")
        counts.append(_statements(world.app, phone.send))
    assert (counts[1] - counts[0]) / 100 <= 6, counts


def _send_from_many_sides(app, made, statements=8):
    body = None
    phone = Phone(None, made.version, made.task)
    phone.answer(made.a01, state="pass")
    body, key = phone.packet(), new_id()
    signer = app.extensions["receipt_key"]

    def send(_):
        with app.app_context(), unit_of_work():
            actor = db.session.get(Account, made.ids["jiancha"])
            return sending.take(actor, phone.draft, key, body, signer, utc_now()).answer

    with ThreadPoolExecutor(statements) as pool:
        return list(pool.map(send, range(statements)))


def test_the_same_packet_from_many_sides_at_once_has_one_effect_and_one_answer(any_app):
    with any_app.app_context(), unit_of_work():
        made = build()
    answers = _send_from_many_sides(any_app, made)
    assert len(set(answers)) == 1
    with any_app.app_context():
        for model in (Inspection, Packet, Receipt, Revision):
            assert len(db.session.scalars(select(model)).all()) == 1
