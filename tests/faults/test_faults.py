"""The fault run itself: what a seed draws, the rules of the model, the known bugs' texts."""

import pytest

from tests.faults.__main__ import main
from tests.faults.drawing import CODES, FAULT, WORK, draw_run
from tests.faults.holdings import Holdings
from tests.faults.invariants import check, found_conflicts
from tests.faults.model import Model
from tests.faults.network import FAULTS
from tests.faults.plants import PLANTS
from tests.faults.running import is_proof
from tests.faults.server import ROOT

DRAFT, OTHER, ITEM, OWNER = "D1", "D2", "ITEM", "OWNER"


def test_a_seed_always_draws_the_same():
    assert draw_run(7) == draw_run(7) != draw_run(8)


def test_every_fault_is_drawn_in_two_hundred_seeds():
    drawn = [act for seed in range(200) for act in draw_run(seed).acts]
    assert {act.name for act in drawn} == {*WORK, *FAULT, "return"}
    weather = {kind for act in drawn if act.name == "weather" for kind in act.value.split()[1:]}
    assert weather == set(FAULTS)
    assert {act.item for act in drawn} == {*CODES, ""}


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_every_known_bug_finds_the_text_that_it_changes(plant):
    for file, old, new in plant.edits:
        assert (ROOT / file).read_text().count(old) == 1, (file, old)
        assert old != new


def test_eight_bugs_are_known():
    assert len(PLANTS) == 8


def test_a_run_that_broke_off_proves_nothing():
    assert not is_proof(["the run broke off: it hung"])
    assert is_proof(["the run broke off: it hung", "lost: answer"])


def test_a_wrong_word_is_refused():
    with pytest.raises(SystemExit):
        main(["--runs", "many"])


def _entry(seq, inputs, draft=DRAFT, base=0):
    content = {"inputs": inputs, "base_revision": base}
    facts = {"draft_id": draft, "seq": seq, "kind": "answer", "item_id": ITEM, "packet_id": f"P-{draft}"}
    return {**facts, "content": content, "hash": f"{draft}-{seq}"}


def _packet(draft=DRAFT, outcome="taken", **more):
    made = {"id": f"P-{draft}", "draft_id": draft, "number": 1, "account_id": OWNER, "body_sha256": f"B-{draft}"}
    return {**made, "outcome": outcome, "refused": {}, "received_at": "2026-11-21 02:00", **more}


def _revision(inputs, draft=DRAFT, seq=1, number=1, beside=False):
    content = {"state": inputs["state"], "note": inputs["note"], "value": None}
    facts = {"draft_id": draft, "seq": seq, "item_id": ITEM, "number": number, "beside": beside}
    return {**facts, "content": content}


PASS, FAIL = {"state": "pass", "note": ""}, {"state": "fail", "note": ""}
VISIT = {"id": "V", "started_at": "2026-11-21 01:30", "flags": []}
MADE = "2026-11-21 01:00"


def _model(*answers, draft=DRAFT):
    model = Model("T", owners={draft: OWNER})
    for inputs in answers:
        model.answered(draft, {"item": ITEM, "inputs": inputs}, "saved")
    return model


def _held(entries, revisions, answer=PASS, packets=None, **more):
    drafts = [{"id": draft, "account_id": OWNER} for draft in (DRAFT, OTHER)]
    packets = packets or [_packet(draft) for draft in sorted({entry["draft_id"] for entry in entries})]
    kept = [{"item_id": ITEM, "state": answer["state"], "note": answer["note"], "value": None}]
    given = {"inspections": [VISIT], "drafts": drafts, "packets": packets, "entries": entries}
    return Holdings(**{**given, "revisions": revisions, "answers": kept, **more})


def _phone(seq=1, acked=1, head="D1-1"):
    return [{"visits": [{"id": DRAFT, "seq": seq, "acked_seq": acked, "head": head}], "receipts": [], "bytes": []}]


def _said(model, held, phones=None):
    return {sentence.split(":")[0] for sentence in check(model, held, phones or _phone(), MADE)}


def test_all_that_was_kept_and_arrived_once_is_sound():
    assert _said(_model(PASS), _held([_entry(1, PASS)], [_revision(PASS)])) == set()


def test_an_answer_that_is_not_in_the_chain_is_lost():
    assert "lost" in _said(_model(PASS, FAIL), _held([_entry(1, PASS)], [_revision(PASS)]))


def test_an_answer_whose_word_did_not_come_may_be_missing():
    model = _model(PASS)
    model.answered(DRAFT, {"item": ITEM, "inputs": FAIL}, "not_saved")
    assert _said(model, _held([_entry(1, PASS)], [_revision(PASS)])) == set()


def test_an_entry_in_no_revision_is_lost_unless_held_or_rightly_refused():
    entries = [_entry(1, PASS)]
    assert "lost" in _said(_model(PASS), _held(entries, []))
    assert _said(_model(PASS), _held(entries, [], packets=[_packet(outcome="held")])) == set()
    assert _said(_model(PASS), _held(entries, [], packets=[_packet(refused={"1": "not_reopened"})])) == set()
    assert "lost" in _said(_model(PASS), _held(entries, [], packets=[_packet(refused={"1": "invalid"})]))


def test_more_entries_than_were_made_are_duplicates():
    entries, revisions = [_entry(1, PASS), _entry(2, PASS)], [_revision(PASS)]
    assert _said(_model(PASS), _held(entries, revisions), _phone(2, 2, "D1-2")) == {"duplicated"}


def test_one_body_in_two_packets_is_a_duplicate():
    packets = [_packet(), _packet(number=2, id="P-2")]
    assert _said(_model(PASS), _held([_entry(1, PASS)], [_revision(PASS)], packets=packets)) == {"duplicated"}


def test_a_phone_that_has_more_acknowledged_than_the_server_has_is_falsely_received():
    held = _held([_entry(1, PASS)], [_revision(PASS)])
    assert "falsely received" in _said(_model(PASS), held, _phone(3, 3, "x"))


def test_work_that_is_still_on_the_phone_at_the_end_is_lost():
    assert "lost" in _said(_model(PASS), _held([_entry(1, PASS)], [_revision(PASS)]), _phone(2, 1, "x"))


CONTRADICTION = [_entry(1, PASS), _entry(1, FAIL, OTHER)]


@pytest.mark.parametrize(
    ("revisions", "flags", "visible"),
    [
        ([_revision(PASS), _revision(FAIL, OTHER, beside=True)], ["conflict"], [True]),
        ([_revision(PASS), _revision(FAIL, OTHER, beside=True)], [], [False]),
        ([_revision(PASS)], ["conflict"], [False]),
    ],
)
def test_a_contradiction_counts_as_visible_only_with_both_sides_and_the_flag(revisions, flags, visible):
    held = _held(CONTRADICTION, revisions, inspections=[{**VISIT, "flags": flags}])
    assert [shown for _, _, shown in found_conflicts(held)] == visible


def test_whoever_has_seen_the_other_answer_may_replace_it():
    entries = [_entry(1, PASS), _entry(1, FAIL, OTHER, base=1)]
    revisions = [_revision(PASS), _revision(FAIL, OTHER, number=2)]
    assert found_conflicts(_held(entries, revisions, answer=FAIL)) == []


@pytest.mark.parametrize("began", ["2026-11-21 00:59", "2026-11-21 02:01", "2036-01-01 00:00"])
def test_a_visit_dated_before_its_task_or_after_its_arrival_is_found(began):
    held = _held([_entry(1, PASS)], [_revision(PASS)], inspections=[{**VISIT, "started_at": began}])
    assert _said(_model(PASS), held) == {"false time"}


def _with_photo(**more):
    model = _model(PASS)
    model.photographed(DRAFT, ITEM, "S", OWNER, "saved", True)
    entry = {**_entry(2, {}), "kind": "photo", "content": {"sha256": "S"}, "hash": "D1-2"}
    evidence = [{"sha256": "S", "item_id": ITEM, "withdrawn_at": None}]
    given = {"evidence": evidence, "handed_in": {(OWNER, "S")}, "hashes": {"S": "S"}, **more}
    return model, _held([_entry(1, PASS), entry], [_revision(PASS)], **given)


@pytest.mark.parametrize(
    ("more", "here", "found"),
    [
        ({}, 9, set()),
        ({}, 0, {"deleted"}),
        ({"handed_in": set()}, 9, {"lost"}),
        ({"hashes": {"S": "other"}}, 9, {"lost"}),
        ({"evidence": []}, 9, {"lost"}),
        ({"evidence": [{"sha256": "S", "item_id": ITEM, "withdrawn_at": "2026-11-21"}]}, 9, {"lost"}),
    ],
)
def test_a_kept_photo_is_on_the_server_as_it_was_taken_and_still_on_the_phone(more, here, found):
    model, held = _with_photo(**more)
    phones = _phone(2, 2, "D1-2")
    phones[0]["bytes"] = [{"sha256": "S", "size": 9, "here": here}]
    assert _said(model, held, phones) == found


def test_work_under_another_name_is_found():
    packets = [_packet(account_id="ANOTHER")]
    assert _said(_model(PASS), _held([_entry(1, PASS)], [_revision(PASS)], packets=packets)) == {"stranger"}
