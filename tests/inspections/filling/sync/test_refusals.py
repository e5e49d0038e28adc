"""What is refused of a record: its status, its code, and that nothing is half done."""

import json

import pytest

from core.errors import DomainError
from core.ids import new_id
from inspections.filling.sync.payloads import LARGEST_RECORD, BadRecord, RecordTooLarge, read_pieces, read_record
from inspections.filling.sync.uploads import LARGEST_FILE, LARGEST_PIECE, check_piece
from tests.phone import Phone, sha256

NOTHING = {"inspection": 0, "answer": 0, "evidence": 0, "signature": 0, "packet": 0, "receipt": 0}


def _refused(world, answer, status: int, code: str) -> dict:
    assert (answer.status_code, answer.json["error"]) == (status, code), answer.text
    assert answer.json["message"] and world.counts() == NOTHING
    return answer.json["fields"]


def test_a_record_whose_bytes_are_lacking_does_nothing(world):
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    phone.photo(world.a02, world.jpeg(1))
    assert _refused(world, phone.put(phone.packet()), 409, "lacking_evidence") == {"lacking": [sha256(world.jpeg(1))]}


def test_bytes_that_an_entry_names_count_even_when_the_manifest_is_silent(world):
    phone = world.phone()
    phone.sign(world.jpeg(1))
    assert _refused(world, phone.put(phone.packet(manifest=[])), 409, "lacking_evidence")


def test_bytes_of_another_account_are_lacking(world):
    other, phone = world.phone("tongban"), world.phone()
    other.photo(world.a01, world.jpeg(1))
    other.hand_in()
    phone.photo(world.a01, world.jpeg(1))
    _refused(world, phone.put(phone.packet()), 409, "lacking_evidence")


def test_a_gap_in_the_chain_names_the_next_entry(world):
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    phone.answer(world.a01, state="fail", note="x")
    assert _refused(world, phone.put(phone.packet(first=2)), 409, "chain_gap") == {"next": 1}


@pytest.mark.parametrize(
    ("field", "value"),
    [("content", {"inputs": {"state": "fail"}, "base_revision": 0}), ("hash", "0" * 64), ("previous", "1" * 64)],
)
def test_one_changed_word_breaks_the_chain(world, field, value):
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    phone.answer(world.a02, reading="7")
    phone.entries[1] |= {field: value}
    assert _refused(world, phone.put(phone.packet()), 422, "chain_broken") == {"seq": 2}


def test_a_head_that_is_not_the_last_entrys_is_refused(world):
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    _refused(world, phone.put(phone.packet(head="a" * 64)), 422, "chain_broken")


def test_another_inspectors_task_is_not_found(world):
    phone = world.phone("waren")
    phone.answer(world.a01, state="pass")
    _refused(world, phone.put(phone.packet()), 404, "not_found")


def test_a_task_that_does_not_exist_is_not_found(world):
    _refused(world, (phone := world.phone(task=new_id())).put(phone.packet()), 404, "not_found")


def test_another_inspectors_draft_is_not_found(world):
    mine = world.phone()
    assert mine.put(mine.packet()).status_code == 200
    before = world.counts()
    other = world.phone("tongban", draft=mine.draft)
    other.answer(world.a01, state="pass")
    assert other.put(other.packet()).status_code == 404 and world.counts() == before


def test_another_inspectors_visit_cannot_be_named(world):
    mine = world.phone()
    mine.put(mine.packet())
    stranger = world.phone("waren", task=None, site=world.site, inspection=mine.inspection)
    assert stranger.put(stranger.packet()).status_code == 404


@pytest.mark.parametrize("of", ["item", "version"])
def test_an_item_of_another_version_is_refused(world, of):
    phone = world.phone(version=world.asking if of == "version" else world.version)
    phone.answer(world.b01, state="pass")
    _refused(world, phone.put(phone.packet()), 422, "other_version")


@pytest.mark.parametrize("key", ["", "x", "0" * 25, "ü" * 26, "01arz3ndektsv4rrffq69g5fav"])
def test_a_packet_needs_a_key(world, key):
    phone = world.phone()
    headers = {"Idempotency-Key": key.encode().decode("latin-1")}
    answer = phone.client.put(f"/api/records/{phone.draft}", data=phone.packet(), headers=headers)
    _refused(world, answer, 422, "invalid")


CHANGES = [
    {"draft": "01ARZ3NDEKTSV4RRFFQ69G5FAV"},
    {"draft": 5},
    {"task": "x"},
    {"task": None},
    {"inspection": 7},
    {"checklist_version": None},
    {"started_at": "yesterday"},
    {"started_at": "2026-11-18T01:00:00"},
    {"clock": None},
    {"clock": {"device_now": "2026-11-18T01:00:00+08:00"}},
    {"clock": {"device_now": 1, "server_seen_at": None, "device_seen_at": None, "elapsed_ms": None}},
    {"first": 0},
    {"first": True},
    {"entries": {}},
    {"entries": [5]},
    {"entries": [{"seq": 1}]},
    {"head": "x"},
    {"manifest": ["x"]},
    {"manifest": "x"},
    {"submit": "yes"},
]


@pytest.mark.parametrize("changes", CHANGES, ids=str)
def test_a_record_of_another_shape_is_refused(world, changes):
    phone = world.phone()
    _refused(world, phone.put(phone.packet(**changes)), 422, "bad_record")


CONTENTS = [
    ("answer", {"inputs": {"state": 5}, "base_revision": 0}),
    ("answer", {"inputs": {"state": "pass"}}),
    ("answer", {"inputs": {"state": "pass\x00"}, "base_revision": 0}),
    ("answer", {"inputs": {"state": "\ud800"}, "base_revision": 0}),
    ("answer", {"inputs": {}, "base_revision": 0.5}),
    ("answer", {"inputs": {}, "base_revision": -1}),
    ("photo", {"sha256": "x", "size": 1}),
    ("photo", {"sha256": "0" * 64, "size": 1, "latitude": 36}),
    ("withdraw", {}),
    ("nonsense", {}),
]


@pytest.mark.parametrize(("kind", "content"), CONTENTS, ids=str)
def test_an_entry_of_another_shape_is_refused(world, kind, content):
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    body = json.loads(phone.packet())
    body["entries"][0] |= {"kind": kind, "content": content}
    _refused(world, phone.put(json.dumps(body).encode()), 422, "bad_record")


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[1]", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN}', b'{"a": 1e5}'], ids=repr
)
def test_what_is_no_json_object_is_refused(world, body):
    _refused(world, world.phone().put(body), 422, "bad_record")


def test_a_record_without_end_is_refused(world):
    _refused(world, world.phone().put(b" " * (8 * 1024 * 1024 + 1)), 413, "too_large")


def test_a_known_entry_with_other_content_is_refused_and_the_first_stays(world):
    phone, twin = world.phone(), world.phone()
    phone.answer(world.a01, state="pass")
    assert phone.send().status_code == 200
    before = world.counts()
    twin.draft = phone.draft
    twin.answer(world.a01, state="fail", note="x")
    answer = twin.put(twin.packet())
    assert (answer.status_code, answer.json["error"], answer.json["fields"]) == (409, "chain_broken", {"seq": 1})
    assert world.counts() == before


def test_the_same_key_with_other_content_shows_both_hashes(world):
    phone, key = world.phone(), new_id()
    first = phone.packet()
    assert phone.put(first, key).status_code == 200
    before = world.counts()
    phone.answer(world.a01, state="pass")
    second = phone.packet()
    answer = phone.put(second, key)
    assert (answer.status_code, answer.json["error"]) == (409, "key_reused")
    assert answer.json["fields"] == {"first": sha256(first), "second": sha256(second)} and world.counts() == before


def test_anothers_key_tells_nothing(world):
    phone, key = world.phone(), new_id()
    body = phone.packet()
    phone.put(body, key)
    assert world.phone("tongban", draft=phone.draft).put(body, key).status_code == 404


def test_signed_out_is_said_in_json(world):
    phone = world.phone()
    phone.client = world.app.test_client()
    answer = phone.put(phone.packet())
    assert (answer.status_code, answer.json["error"]) == (401, "unauthorized")


def test_entries_that_cannot_be_applied_are_kept_and_named_and_the_others_count(world):
    phone = world.phone()
    phone.answer(world.a02, reading="五百")
    phone.photo(world.a02, b"no photo at all")
    phone.sign(b"no image")
    phone.attribute("new", "yes")
    phone.answer(world.a01, state="pass")
    body = phone.send(submit=True).json
    codes = [(each["seq"], each["code"]) for each in body["refused"]]
    assert codes == [(1, "invalid"), (2, "not_a_photo"), (3, "not_a_photo"), (4, "invalid")]
    assert list(body["items"]) == [world.a01] and body["state"] == "draft" and "A02" in body["missing"]
    assert body["receipt"]["entries"] == 5


def test_a_refused_answer_keeps_an_older_one_from_being_submitted_in_its_place(world):
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    phone.answer(world.a02, reading="7")
    phone.send()
    phone.answer(world.a02, reading="七")
    phone.send()
    body = phone.send(submit=True).json
    assert body["state"] == "draft" and "A02" in body["missing"]
    phone.answer(world.a02, reading="6.5")
    assert phone.send(submit=True).json["state"] == "submitted"


def test_an_incomplete_visit_is_kept_but_not_submitted(world):
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    body = phone.send(submit=True).json
    assert body["outcome"] == "taken" and body["state"] == "draft" and list(body["missing"]) == ["A02"]


CLOCK = {"device_now": "2026-11-18T01:00:00+00:00", "server_seen_at": None, "device_seen_at": None}
DIGEST = "0a" * 32


def _read(**changes):
    """What is read of a record with one entry of each kind, changed so."""
    phone = Phone(None, version=new_id(), task=new_id())
    phone.answer(new_id(), state="pass")
    return read_record(json.dumps(json.loads(phone.packet()) | changes).encode(), phone.draft)


def _with_entry(kind: str, content: dict, item: str = "", times: int = 1):
    entry = {"seq": 1, "kind": kind, "item": item, "content": content, "at": CLOCK["device_now"]}
    return _read(entries=[{**entry, "previous": DIGEST, "hash": DIGEST}] * times)


LONGEST = "字" * 80
AT_THE_LIMIT = [
    (lambda: _read(clock={**CLOCK, "elapsed_ms": 10**13 - 1}), lambda: _read(clock={**CLOCK, "elapsed_ms": 10**13})),
    (lambda: _read(first=2**53 - 1), lambda: _read(first=2**53)),
    (lambda: _read(first=1), lambda: _read(first=0)),
    (lambda: _read(started_at="0002-01-01T00:00:00Z"), lambda: _read(started_at="0001-12-31T23:59:59Z")),
    (lambda: _read(started_at="9998-12-31T23:59:59Z"), lambda: _read(started_at="9999-01-01T00:00:00Z")),
    (
        lambda: _read(started_at=f"2026-11-18T01:00:00.{'1' * 14}+08:00"),
        lambda: _read(started_at=f"2026-11-18T01:00:00.{'1' * 15}+08:00"),
    ),
    (
        lambda: _with_entry("attribute", {"name": LONGEST, "value": LONGEST}),
        lambda: _with_entry("attribute", {"name": LONGEST + "x", "value": LONGEST}),
    ),
    (
        lambda: _with_entry("attribute", {"name": "", "value": ""}),
        lambda: _with_entry("attribute", {"name": LONGEST, "value": LONGEST + "x"}),
    ),
    (
        lambda: _with_entry("signature", {"sha256": DIGEST, "signer": LONGEST}),
        lambda: _with_entry("signature", {"sha256": DIGEST, "signer": LONGEST + "x"}),
    ),
    (lambda: _with_entry("submit", {}, times=5000), lambda: _with_entry("submit", {}, times=5001)),
    (lambda: _with_entry("submit", {}), lambda: _with_entry("submit", {}, new_id())),
    (
        lambda: _with_entry("photo", {"sha256": DIGEST, "size": 0, "marks": DIGEST, "name": "字"}, new_id()),
        lambda: _with_entry("photo", {"sha256": DIGEST, "size": 0, "marks": "x"}, new_id()),
    ),
    (
        lambda: _with_entry("withdraw", {"sha256": DIGEST}, new_id()),
        lambda: _with_entry("withdraw", {"sha256": DIGEST}),
    ),
    (lambda: _read(task=None, site=new_id()), lambda: _read(task=None, site=None)),
    (lambda: _read(inspection=None), lambda: _read(inspection="")),
    (lambda: _pieces(500), lambda: _pieces(501)),
]


def _pieces(count: int, size: int = 0):
    return read_pieces(json.dumps({"pieces": [{"sha256": DIGEST, "size": size}] * count}).encode())


@pytest.mark.parametrize(("sound", "beyond"), AT_THE_LIMIT)
def test_what_is_at_the_limit_is_read_and_what_is_beyond_is_refused(sound, beyond):
    assert sound()
    with pytest.raises(BadRecord):
        beyond()


def test_a_record_of_eight_megabytes_is_read_and_one_byte_more_is_not():
    phone = Phone(None, version=new_id(), task=new_id())
    phone.answer(new_id(), state="pass")
    body = phone.packet().ljust(LARGEST_RECORD)
    assert len(body) == 8 * 1024 * 1024 and read_record(body, phone.draft).entries == phone.entries
    with pytest.raises(RecordTooLarge):
        read_record(body + b" ", phone.draft)


@pytest.mark.parametrize(
    ("offset", "size", "piece", "status"),
    [
        (0, 40 * 1024 * 1024, 8 * 1024 * 1024, None),
        (0, LARGEST_FILE + 1, 1, 413),
        (0, LARGEST_FILE, LARGEST_PIECE + 1, 413),
        (0, 1, 0, None),
        (-1, 1, 1, 422),
        (0, 0, 0, 422),
    ],
)
def test_a_piece_has_a_place_in_a_file_that_is_not_too_large(offset, size, piece, status):
    try:
        check_piece(offset, size, bytes(piece))
        found = None
    except DomainError as refused:
        found = refused.status
    assert found == status
