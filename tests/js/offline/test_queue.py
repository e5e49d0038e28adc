"""Sending: what counts as received, and that nothing is lost or doubled on the way."""

import json
import re

import pytest

from tests.js.offline.stand_in import LAN, MEI, ZEROS, sha256

pytestmark = pytest.mark.browser
SIZE = 700_000
PICTURE = bytes((place * 7 + 7) % 251 for place in range(SIZE))
FILL = """const visit = await visits.load(given);
await visits.setAnswer(visit, 'i1', { verdict: 'fail', note: '煤堆未苫盖' });
await visits.addPhoto(visit, 'i1', { bytes: picture(7, %d), type: 'image/jpeg', name: 'a.jpg',
  taken_at: '2026-11-21T10:00:00.000+08:00', place: null, thumb: picture(3, 50) });
await visits.submit(visit);"""
HAND_IN = """const visit = await visits.load(given[0]);
await visits.setAnswer(visit, given[1], { v: given[2] });
await visits.submit(visit);"""
STATE = "let state; queue.onChange((now) => { state = now; });"
WAKE = "await queue.wake('hand');" + STATE + "return state"


@pytest.fixture
def draft(phone):
    """A submitted visit with one answer and one photo of three pieces."""
    made = phone.begin()
    phone.run(FILL % SIZE, made)
    return made


def kept(phone, draft) -> bool:
    """Whether the visit is whole on the phone and waits to be sent."""
    stored = phone.stored(draft)
    whole = len(stored["entries"]) == 3 and [sha256(PICTURE), SIZE, SIZE] in stored["bytes"]
    return whole and stored["visit"]["acked_seq"] == 0 and stored["visit"]["state"] == "submitted"


def received(phone, world, draft) -> bool:
    """Whether the server has all of it once, and the phone the receipt."""
    stored = phone.stored(draft)
    assert len(stored["bytes"]) == 1, "local bytes stay"
    there = [entry["kind"] for entry in world.drafts[draft]["entries"]]
    receipts = phone.run("return receipts.list(given)", MEI["id"])
    same = world.own() == {sha256(PICTURE): PICTURE}
    state = (stored["visit"]["state"], stored["visit"]["acked_seq"], stored["packets"])
    listed = receipts and receipts[0]["receipt"]["evidence"] == [sha256(PICTURE)]
    return (
        same
        and listed
        and there == ["answer", "photo", "submit"]
        and state == ("received", 3, [])
        and len(world.drafts) == 1
    )


def test_a_visit_is_sent_evidence_first_and_received_with_a_verified_receipt(phone, world, draft):
    state = phone.run(WAKE)
    assert received(phone, world, draft)
    assert (state["waiting"], state["received"], state["sending"], state["last_error"]) == (0, 1, None, None)
    order = [re.sub(r"/[0-9A-Za-z]{26,}$", "", each) for each in world.requests]
    patches = ["PATCH /api/evidence"] * 3
    assert order[-6:] == ["POST /api/evidence/lacking", *patches, "PUT /api/records", "GET /api/receipt-key"]
    item = phone.stored(draft)["visit"]["items"]["i1"]
    assert (item["base_revision"], item["conflict"]) == (1, False)


def test_the_body_is_canonical_and_has_what_the_wire_asks(phone, world, draft):
    phone.run(WAKE)
    [(key, raw)] = world.puts
    body = json.loads(raw)
    assert raw.decode() == json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    names = "draft inspection task site checklist_version started_at clock first entries head manifest submit"
    assert sorted(body) == sorted(names.split()) and re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", key)
    assert body["submit"] and body["entries"][0]["previous"] == ZEROS and body["manifest"] == [sha256(PICTURE)]
    assert sorted(body["clock"]) == ["device_now", "device_seen_at", "elapsed_ms", "server_seen_at"]


@pytest.mark.parametrize("on", ["GET /api/session", "POST /api/evidence", "PATCH", "PUT", "GET /api/receipt-key"])
@pytest.mark.parametrize("kind", ["portal", "redirect", "foreign", "lose"])
def test_no_strange_answer_at_any_step_passes_for_success(phone, world, draft, on, kind):
    world.fault(kind, on)
    state = phone.run(WAKE)
    assert (
        kept(phone, draft)
        and state["waiting"] == 1
        and state["last_error"]["code"] in ("not_ours", "unreachable", "receipt_forged")
    )
    assert state["next_try"]
    phone.run(WAKE)
    assert received(phone, world, draft)


@pytest.mark.parametrize("status", [401, 403, 404, 409, 413, 422, 500, 503, 507])
@pytest.mark.parametrize("on", ["POST /api/evidence", "PATCH", "PUT"])
def test_nothing_is_lost_by_a_refusal_and_the_servers_sentence_is_kept(phone, world, draft, on, status):
    world.fault("status", on, value=status)
    state = phone.run(WAKE)
    assert kept(phone, draft) and state["last_error"]["message"] == f"({status})"
    if status != 401:
        [row] = phone.run("return visits.list(given)", MEI["id"])
        assert row["last_error"]["code"] == "fault"
    phone.run(WAKE)
    assert received(phone, world, draft)


def test_signed_out_keeps_everything_and_says_so(phone, world, draft):
    world.account = None
    assert phone.run(WAKE)["last_error"]["code"] == "sign_in"
    assert kept(phone, draft)
    world.account, world.csrf = MEI, "token-2"
    phone.run(WAKE)
    assert received(phone, world, draft)


def test_a_lost_response_and_a_retry_make_one_record_with_the_same_key_and_bytes(phone, world, draft):
    world.fault("lose", "PUT", times=2)
    phone.run(WAKE)
    phone.run(WAKE)
    assert len(world.drafts) == 1 and kept(phone, draft)
    phone.run(WAKE)
    assert received(phone, world, draft)
    assert len(world.puts) == 3 and len(set(world.puts)) == 1 and len(world.receipts) == 1


@pytest.mark.parametrize("cut", [0, 1, 100_000, 262_143, 262_144])
def test_a_cut_upload_goes_on_where_it_was_cut(phone, world, draft, cut):
    world.fault("cut", "PATCH", value=cut)
    phone.run(WAKE)
    assert kept(phone, draft) and len(world.unfinished()[sha256(PICTURE)]) == cut
    phone.run(WAKE)
    assert received(phone, world, draft)
    pieces = sum(each.startswith("PATCH") for each in world.requests)
    assert pieces == 1 + -(-(SIZE - cut) // 262_144)


def test_a_wrong_offset_is_put_right_at_once(phone, world, draft):
    world.fault("lose", "PATCH")  # the piece arrived, the answer did not
    phone.run(WAKE)
    world.unfinished()[sha256(PICTURE)] = PICTURE[:300]
    phone.run(WAKE)
    assert received(phone, world, draft)


def test_bytes_the_server_lost_meanwhile_are_sent_again(phone, world, draft):
    fault = world.fault("wait", "PUT")
    phone.run("globalThis.going = queue.wake('hand'); return null")
    assert fault.reached.wait(10)
    world.own().clear()
    fault.release.set()
    phone.run("await globalThis.going; return queue.wake('hand').then(() => null)")
    assert received(phone, world, draft)


def spoilt(name, value):
    return lambda receipt: {**receipt, name: value}


@pytest.mark.parametrize(
    "name, value", [("signature", "A" * 86), ("entries", 2), ("evidence", []), ("head", ZEROS), ("key", "k9")]
)
def test_a_receipt_changed_on_the_way_is_no_receipt(phone, world, draft, name, value):
    honest, world.spoil = world.spoil, spoilt(name, value)
    state = phone.run(WAKE)
    assert kept(phone, draft) and state["last_error"]["code"] == "receipt_forged"
    assert phone.run("return receipts.list(given)", MEI["id"]) == []
    [key] = world.packets
    digest, answer = world.packets[key]
    body = {name: each for name, each in world.receipts[0].items() if name != "signature"}
    world.spoil = honest
    body |= {
        "key": "k1",
        "entries": 3,
        "evidence": [sha256(PICTURE)],
        "head": world.drafts[draft]["entries"][-1]["hash"],
    }
    world.packets[key] = (digest, {**answer, "receipt": world.signed(body)})
    phone.run(WAKE)
    assert phone.stored(draft)["visit"]["state"] == "received"


@pytest.mark.parametrize(
    "change",
    [
        {"evidence": []},
        {"head": ZEROS},
        {"entries": 2},
        {"draft": "other"},
        {"packet": "other"},
        {"account": LAN["id"]},
    ],
)
def test_a_signed_receipt_for_something_else_is_no_receipt(phone, world, draft, change):
    signed = world.signed
    world.signed = lambda body: signed({**body, **change})
    state = phone.run(WAKE)
    assert kept(phone, draft) and state["last_error"]["code"] == "receipt_incomplete"


def test_a_key_that_replaces_the_pinned_one_is_not_believed_but_one_beside_it_is(phone, world, draft):
    phone.run("await db.remember('receipt-keys', given)", [world.jwk()])
    old = world.jwk()
    world.new_key("k2")
    assert phone.run(WAKE)["last_error"]["code"] == "receipt_forged"
    assert kept(phone, draft)
    assert phone.run("return receipts.keys('k2')") == [old]
    new = world.jwk()
    world.jwk = lambda: old  # the server offers one key only
    assert phone.run("return receipts.keys('k2')") == [old]
    assert phone.run("return receipts.verify(given[0], [given[1]])", [world.receipts[0], new])
    assert not phone.run("return receipts.verify(given[0], [given[1]])", [world.receipts[0], old])


def test_another_account_sends_nothing_of_it(phone, world, draft):
    world.account, world.csrf = LAN, "token-2"
    phone.run(WAKE)
    assert world.puts == [] and not world.evidence and not world.partial
    world.account, world.csrf = MEI, "token-3"
    phone.run(WAKE)
    assert received(phone, world, draft)


@pytest.mark.parametrize("on", ["POST /api/evidence", "PATCH", "PUT"])
def test_an_account_changed_in_the_middle_sends_nothing_under_the_new_name(phone, world, draft, on):
    fault = world.fault("wait", on)
    phone.run("globalThis.going = queue.wake('hand'); return null")
    assert fault.reached.wait(10)
    world.account, world.csrf = LAN, "token-2"
    fault.release.set()
    phone.run("await globalThis.going")
    assert world.puts == [] and LAN["id"] not in world.evidence and LAN["id"] not in world.partial
    assert phone.stored(draft)["visit"]["acked_seq"] == 0


def test_one_stuck_packet_does_not_hold_up_the_others_and_is_tried_again_by_hand(phone, world, draft):
    other = phone.begin("T2")
    phone.run(HAND_IN, [other, "i1", "1"])
    world.fault("status", f"PUT /api/records/{draft}", value=422)
    state = phone.run("await queue.wake('timer');" + STATE + "return state")
    assert kept(phone, draft) and phone.stored(other)["visit"]["state"] == "received"
    assert (state["waiting"], state["received"]) == (1, 1) and state["last_error"]["code"] == "fault"
    phone.run("return queue.wake('timer').then(() => null)")
    assert kept(phone, draft)
    phone.run(WAKE)
    assert phone.stored(draft)["visit"]["state"] == "received"


def test_a_draft_is_sent_after_a_quiet_time_and_stays_a_draft(phone, world):
    draft = phone.begin()
    phone.run("const visit = await visits.load(given); await visits.setAnswer(visit, 'i1', { v: '1' })", draft)
    phone.run(WAKE)
    assert world.puts == []
    phone.run("await new Promise((done) => { queue.onVisit(done); queue.start(); })")
    assert phone.stored(draft)["visit"]["state"] == "draft" and phone.stored(draft)["visit"]["acked_seq"] == 1
    assert not json.loads(world.puts[0][1])["submit"]
    phone.run(HAND_IN, [draft, "i1", "2"])
    phone.run(WAKE)
    assert phone.stored(draft)["visit"]["state"] == "received"
    assert [json.loads(raw)["first"] for _, raw in world.puts] == [1, 2]


def test_a_page_closed_in_the_middle_of_sending_leaves_one_record(phone, world, draft):
    fault = world.fault("wait", "PUT")
    phone.run("queue.wake('hand'); return null")
    assert fault.reached.wait(10)
    phone.tab.close()
    fault.release.set()
    phone.tab = phone.open()
    phone.run(WAKE)
    assert received(phone, world, draft) and len(set(world.puts)) == 1


def test_two_tabs_send_each_packet_once(phone, world, draft):
    other = phone.open()
    fault = world.fault("wait", "PUT")
    phone.run("globalThis.going = queue.wake('hand'); return null")
    assert fault.reached.wait(10)
    phone.run("await queue.wake('hand')", tab=other)
    fault.release.set()
    phone.run("await globalThis.going")
    assert received(phone, world, draft) and len(world.puts) == 1
    told = phone.run("return new Promise((done) => queue.onChange(done))", tab=other)
    assert told["waiting"] == 0 and told["received"] == 1


def test_an_incomplete_submission_is_kept_and_open_again(phone, world, draft):
    world.required = ["i2"]
    phone.run(WAKE)
    visit = phone.stored(draft)["visit"]
    assert (visit["state"], visit["missing"], visit["acked_seq"]) == ("draft", {"i2": "缺 i2"}, 3)
    phone.run(HAND_IN, [draft, "i2", "1"])
    phone.run(WAKE)
    visit = phone.stored(draft)["visit"]
    assert visit["state"] == "received" and "missing" not in visit


def test_a_visit_that_can_no_longer_count_is_held_not_refused(phone, world, draft):
    world.closed = True
    phone.run(WAKE)
    visit = phone.stored(draft)["visit"]
    assert (visit["state"], visit["outcome"]["reason"]) == ("held", "task_over")


def test_a_server_that_was_restored_gets_the_whole_chain_again(phone, world):
    draft = phone.begin()
    world.required = ["i2"]
    phone.run(HAND_IN, [draft, "i1", "1"])
    phone.run(WAKE)
    world.drafts.clear()
    world.packets.clear()
    world.required = []
    phone.run(HAND_IN, [draft, "i1", "2"])
    phone.run(WAKE)
    assert [entry["seq"] for entry in world.drafts[draft]["entries"]] == [1, 2, 3, 4]
    assert phone.stored(draft)["visit"]["state"] == "received" and phone.stored(draft)["packets"] == []


def test_a_conflict_is_marked_and_both_sides_are_there(phone, world, draft):
    inspection = phone.stored(draft)["visit"]["inspection"]
    theirs = {"revision": 4, "inputs": {"verdict": "pass"}, "conflict": False, "by": "兰", "draft": "another"}
    mine = {"revision": 2, "inputs": {"verdict": "na"}, "conflict": False, "by": "兰", "draft": "another"}
    world.inspections[inspection] = {"state": "draft", "items": {"i1": theirs, "i7": mine}}
    phone.run(WAKE)
    items = phone.stored(draft)["visit"]["items"]
    assert items["i1"]["conflict"] and items["i1"]["inputs"]["verdict"] == "fail"
    assert items["i1"]["theirs"] == {"revision": 4, "inputs": {"verdict": "pass"}, "by": "兰"}
    assert items["i7"]["inputs"] == {"verdict": "na"} and items["i7"]["base_revision"] == 2


def test_bytes_damaged_on_the_phone_are_said_and_kept(phone, world, draft):
    phone.run(
        "const row = (await db.all('bytes'))[0]; row.bytes = new ArrayBuffer(row.size); await db.put('bytes', row)"
    )
    assert phone.run(WAKE)["last_error"]["code"] == "bytes_damaged"
    assert phone.stored(draft)["visit"]["state"] == "submitted" and world.own() == {}
