"""Handing in bytes: resumable, verified, nobody else's; every refusal leaves what was there before."""

import errno
import os
from datetime import timedelta

import pytest

from accounts.models import Account
from core import pieces
from core.clock import utc_now
from core.db import db
from core.pieces import Partial
from inspections.filling.sync import uploads
from inspections.filling.sync.models import HandedIn
from tests.phone import sha256

DATA = bytes(range(256)) * 40


@pytest.fixture
def phone(world):
    made = world.phone(piece=4096)
    made._keep(DATA)
    return made


HASH = sha256(DATA)


@pytest.mark.parametrize("cut", [1, 100, len(DATA) // 2, len(DATA) - 1])
def test_an_upload_cut_at_any_byte_goes_on_where_it_stopped(world, phone, cut):
    assert phone.send_piece(HASH, 0, DATA[:cut]).json == {"sha256": HASH, "offset": cut, "complete": False}
    assert phone.lacking().json == {"lacking": [{"sha256": HASH, "offset": cut}]}
    phone.hand_in()
    assert phone.lacking().json == {"lacking": []}
    assert world.app.extensions["evidence"].get(HASH) == DATA
    assert not list((world.app.extensions["pieces"].root).rglob("*.part"))


def test_a_piece_at_another_offset_is_told_where_to_go_on(phone):
    phone.send_piece(HASH, 0, DATA[:10])
    answer = phone.send_piece(HASH, 5, DATA[5:20])
    assert (answer.status_code, answer.json["error"], answer.json["fields"]) == (409, "wrong_offset", {"offset": 10})
    assert phone.lacking().json["lacking"] == [{"sha256": HASH, "offset": 10}]


def test_a_piece_beyond_the_end_is_refused_and_nothing_of_it_kept(phone):
    answer = phone.send_piece(HASH, 0, DATA + b"x")
    assert (answer.status_code, answer.json["error"]) == (422, "beyond_end")
    assert phone.lacking().json["lacking"] == [{"sha256": HASH, "offset": 0}]


def test_other_bytes_than_announced_are_thrown_away(phone):
    answer = phone.send_piece(HASH, 0, b"x" * len(DATA))
    assert (answer.status_code, answer.json["error"], answer.json["fields"]) == (422, "other_bytes", {"offset": 0})
    assert phone.lacking().json["lacking"] == [{"sha256": HASH, "offset": 0}]
    phone.hand_in()
    assert phone.lacking().json == {"lacking": []}


@pytest.mark.parametrize(("size", "piece"), [(40 * 1024 * 1024 + 1, b"x"), (40 * 1024 * 1024, b"x" * (8 << 20) + b"x")])
def test_a_file_or_piece_that_is_too_large_is_refused(phone, size, piece):
    answer = phone.send_piece(HASH, 0, piece, size)
    assert (answer.status_code, answer.json["error"]) == (413, "too_large")


@pytest.mark.parametrize("headers", [{}, {"Upload-Offset": "-1", "Upload-Length": "5"}, {"Upload-Offset": "0"}])
def test_an_upload_without_its_numbers_is_refused(world, headers):
    answer = world.clients["jiancha"].patch(f"/api/evidence/{HASH}", data=b"x", headers=headers)
    assert (answer.status_code, answer.json["error"]) == (422, "invalid")


@pytest.mark.parametrize("name", ["0" * 63, "Z" * 64, "..%2f..", "0" * 65])
def test_a_name_that_is_no_hash_is_refused(world, name):
    headers = {"Upload-Offset": "0", "Upload-Length": "1"}
    assert world.clients["jiancha"].patch(f"/api/evidence/{name}", data=b"x", headers=headers).status_code in (404, 422)


def test_bytes_that_only_others_sent_are_lacking_and_their_offset_is_nobodys_business(world, phone):
    phone.send_piece(HASH, 0, DATA[:10])
    other = world.phone("tongban")
    other._keep(DATA)
    assert other.lacking().json["lacking"] == [{"sha256": HASH, "offset": 0}]
    phone.hand_in()
    assert other.lacking().json["lacking"] == [{"sha256": HASH, "offset": 0}]
    other.hand_in()
    assert other.lacking().json["lacking"] == []


def test_a_full_disk_is_said_and_leaves_what_was_there(phone, monkeypatch):
    phone.send_piece(HASH, 0, DATA[:10])
    written = Partial._write

    def full(self, data):
        written(self, data[:3])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Partial, "_write", full)
    answer = phone.send_piece(HASH, 10, DATA[10:50])
    assert (answer.status_code, answer.json["error"]) == (507, "no_space")
    monkeypatch.undo()
    assert phone.lacking().json["lacking"] == [{"sha256": HASH, "offset": 10}]
    phone.hand_in()
    assert phone.lacking().json["lacking"] == []


def test_a_whole_file_whose_end_was_never_noted_is_noted_when_asked_about(world, phone):
    with world.app.extensions["pieces"].hold(world.ids["jiancha"], HASH) as partial:
        partial.append(0, DATA, len(DATA))
    assert phone.lacking().json == {"lacking": []}


def test_the_same_last_piece_again_is_as_good_as_the_first(phone):
    phone.hand_in()
    again = phone.send_piece(HASH, len(DATA) - 5, DATA[-5:])
    assert again.json == {"sha256": HASH, "offset": len(DATA), "complete": True}


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"pieces": 1}', b'{"pieces": [{"sha256": "x", "size": 1}]}', b"\xff", b'{"pieces": NaN}'],
)
def test_a_question_that_is_none_is_refused(world, body):
    answer = world.clients["jiancha"].post("/api/evidence/lacking", data=body)
    assert (answer.status_code, answer.json["error"]) == (422, "bad_record")


def test_more_than_five_hundred_at_once_are_refused(world):
    pieces = [{"sha256": sha256(str(n).encode()), "size": 1} for n in range(501)]
    assert world.clients["jiancha"].post("/api/evidence/lacking", json={"pieces": pieces}).status_code == 422


def test_the_janitor_takes_only_what_nobody_has_continued_for_the_term(world, phone):
    phone.send_piece(HASH, 0, DATA[:10])
    pieces = world.app.extensions["pieces"]
    assert pieces.sweep() == 0
    os.utime(next(pieces.root.rglob("*.part")), (0, 0))
    assert pieces.sweep() == 1 and phone.lacking().json["lacking"][0]["offset"] == 0


def _send(phone, data: bytes, size: int | None = None):
    return phone.send_piece(sha256(data), 0, data, size or len(data))


def _kept(world) -> tuple[int, int]:
    """How many files that are no photo are kept, and what lies unfinished."""
    with world.app.app_context():
        rows = db.session.query(HandedIn).filter(HandedIn.refusal.is_not(None)).count()
    return rows, len(list(world.app.extensions["pieces"].root.rglob("*.part")))


def test_what_is_no_photo_is_kept_so_many_times_a_day_and_photos_go_on(world, phone, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_REFUSED", 3)
    answers = [_send(phone, b"no photo %d" % number) for number in range(5)]
    assert [each.status_code for each in answers] == [200] * 3 + [429] * 2
    assert answers[3].json["error"] == "too_much_refused" and "请明天再试" in answers[3].json["message"]
    assert answers[3].headers["Retry-After"] and _kept(world) == (3, 0)
    assert not world.app.extensions["evidence"].path(sha256(b"no photo 3")).exists()
    assert _send(phone, world.jpeg(8)).json["complete"]
    assert _send(world.phone("tongban"), b"another's").status_code == 200


def test_what_is_no_photo_is_kept_up_to_so_many_bytes_a_day_and_again_the_next(world, phone, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_REFUSED", 1000)
    assert [_send(phone, bytes([n]) * 400).status_code for n in range(3)] == [200, 200, 429]
    with world.app.app_context():
        sender = db.session.get(Account, world.ids["jiancha"])
        room = [uploads.room_for_refused(sender, utc_now() + later) for later in (timedelta(), uploads.DAY)]
    assert room == [200, 1000]


def test_only_so_much_lies_unfinished_of_one_account(world, phone, monkeypatch):
    monkeypatch.setattr(pieces, "MOST", 3)
    answers = [_send(phone, b"begun %d" % number, 100) for number in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429] and _kept(world) == (0, 3)
    assert answers[3].json["error"] == "too_much_unfinished"
    monkeypatch.setattr(pieces, "LARGEST", 30)
    going_on = sha256(b"begun 0")
    assert phone.send_piece(going_on, 7, b"x" * 10, 100).status_code == 429
    assert phone.send_piece(going_on, 7, b"x", 100).status_code == 200
