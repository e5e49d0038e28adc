"""A phone sends a visit: bytes first, then the record; the receipt says what is here."""

from tests.phone import sha256


def test_a_whole_visit_arrives_once_and_is_confirmed(world):
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    phone.photo(world.a02, world.jpeg(1), latitude="36.5", longitude="115.4", accuracy="12")
    phone.answer(world.a02, reading="5.6", note="檐口")
    phone.sign(world.jpeg(2))
    phone.done()
    answer = phone.send(submit=True)
    assert answer.status_code == 200, answer.text
    body = answer.json
    assert (body["outcome"], body["state"], body["refused"], body["missing"]) == ("taken", "submitted", [], None)
    assert body["items"][world.a02]["inputs"]["reading"] == "5.6" and body["items"][world.a01]["revision"] == 1
    assert body["receipt"]["evidence"] == sorted([sha256(world.jpeg(1)), sha256(world.jpeg(2))])
    assert phone.believes(body["receipt"])
    assert world.counts() == {"inspection": 1, "answer": 2, "evidence": 1, "signature": 1, "packet": 1, "receipt": 1}
