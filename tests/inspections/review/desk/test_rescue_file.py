"""A rescue file opens with its passphrase and whole only; what is wrong with another is said."""

import io

import pytest

from core.ids import new_id
from inspections.review.desk import rescue_file
from inspections.review.desk.rescue_file import (
    Altered,
    CutShort,
    NotARescueFile,
    TooManyParts,
    WrongPassphrase,
    unseal,
    whole,
)
from tests.inspections.review.desk.rescuing import PASSPHRASE, contents, part, photo, seal

OWNER = new_id()
PARTS = [photo(bytes(range(256)) * 40), photo(b"second"), part({"kind": "lost", "sha256": "0" * 64})]


@pytest.fixture(scope="module")
def sealed():
    return seal(contents(OWNER, PARTS))


def _open(data: bytes, passphrase: str = PASSPHRASE, plain=None):
    return unseal(io.BytesIO(data), passphrase, plain or io.BytesIO())


def _turned(data: bytes, place: int) -> bytes:
    place %= len(data)
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _headed(heading: bytes) -> bytes:
    return len(heading).to_bytes(4, "big") + heading


def test_every_part_comes_out_as_it_went_in(sealed):
    plain = io.BytesIO()
    parts = _open(sealed, plain=plain)
    assert [each.kind for each in parts] == ["about", "bytes", "bytes", "lost"]
    assert parts[0].heading["account"] == OWNER
    assert whole(plain, parts[1]) == bytes(range(256)) * 40 and whole(plain, parts[2]) == b"second"


def test_pieces_smaller_than_the_file_make_no_difference(sealed, monkeypatch):
    monkeypatch.setattr(rescue_file, "PIECE", 64)
    assert len(_open(sealed)) == 4


def test_a_passphrase_typed_in_another_unicode_form_opens_it():
    data = seal(contents(OWNER, []), "caf\u00e9")
    assert _open(data, "cafe\u0301")[0].kind == "about"


@pytest.mark.parametrize("passphrase", ["", "wrong", PASSPHRASE + " ", PASSPHRASE.upper()])
def test_a_wrong_passphrase_is_called_that(sealed, passphrase):
    with pytest.raises(WrongPassphrase):
        _open(sealed, passphrase)


@pytest.mark.parametrize("length", [20, 60, 0.3, 0.5, 0.9, -1, -16, -17, -200])
def test_a_file_that_was_cut_is_called_incomplete(sealed, length):
    end = int(len(sealed) * length) if isinstance(length, float) else length
    with pytest.raises(CutShort):
        _open(sealed[:end])


def test_a_changed_byte_anywhere_opens_nothing(sealed):
    head = sealed.index(b"\n", 17) + 1
    for place in (*range(head + 16, len(sealed), 997), -1, -17):
        with pytest.raises((Altered, CutShort)):
            _open(_turned(sealed, place))
    with pytest.raises(Altered):
        _open(_turned(sealed, head + 2000))
    with pytest.raises(Altered):
        _open(sealed + b"more")


@pytest.mark.parametrize("data", [b"", b"TIAOCHA", b"%PDF-1.7\n", b"TIAOCHA-RESCUE-2\n{}\n" + b"x" * 100])
def test_another_file_is_called_that(data):
    with pytest.raises(NotARescueFile):
        _open(data)


@pytest.mark.parametrize("line", [b"[" * 900, b"{}", b"[]", b"null", b"x", b'{"iterations":1,"iv":"","salt":""}'])
def test_a_file_with_a_damaged_head_opens_nothing(line):
    with pytest.raises(Altered):
        _open(b"TIAOCHA-RESCUE-1\n" + line + b"\n" + b"x" * 100)


def test_a_file_that_asks_for_endless_work_is_refused_at_once(sealed):
    with pytest.raises(Altered):
        _open(sealed.replace(b'"iterations":600000', b'"iterations":999999999'))


@pytest.mark.parametrize(
    "plain",
    [
        contents(OWNER, PARTS) + b"\x00\x00\xff\xff",
        contents(OWNER, []) + part({"kind": "lost"}),
        part({"account": "x", "kind": "lost", "parts": 0}),
        contents(OWNER, [part({"kind": "bytes", "sha256": "0" * 64}, b"other")]),
        contents(OWNER, [b"\x00\x00\x00\x02[]"]),
        contents(OWNER, [_headed(b"[" * 4000)]),
        contents(OWNER, [_headed(b'{"kind":"record","key":"\\ud800","size":0}')]),
        contents(OWNER, [_headed(b'{"draft":"\\ud800","kind":"lost","size":0}')]),
        contents(OWNER, [_headed(b'{"kind":"lost","sha256":[[],[]],"size":0}')]),
        contents(OWNER, [part({"kind": "record", "key": OWNER, "draft": OWNER})]),
        contents("\ud800", []),
    ],
)
def test_contents_that_no_phone_writes_are_refused_even_when_sealed(plain):
    with pytest.raises(Altered):
        _open(seal(plain))


def test_a_file_beyond_the_limit_is_not_even_read(monkeypatch, sealed):
    monkeypatch.setattr(rescue_file, "LARGEST_FILE", 100)
    with pytest.raises(rescue_file.RescueTooLarge):
        _open(sealed)


@pytest.mark.parametrize(
    ("records", "pieces", "opens"), [(2000, 20_000, True), (2001, 0, False), (0, 20_001, False), (20_000, 0, False)]
)
def test_a_file_has_no_more_parts_than_any_phone_holds(records, pieces, opens):
    many = [part({"kind": "record", "key": OWNER, "draft": OWNER}, b"{")] * records + [part({"kind": "lost"})] * pieces
    data = seal(contents(OWNER, many))
    if opens:
        assert len(_open(data)) == 22_001
    else:
        with pytest.raises(TooManyParts):
            _open(data)


def test_of_a_heading_only_what_it_may_say_is_kept():
    about = _open(seal(contents(OWNER, [part({"kind": "lost", "other": [[]] * 900})])))[1].heading
    assert "other" not in about and about["kind"] == "lost"
