"""What was drawn on the phone is shown to those whom it concerns: marks on a photo, a signature under the record."""

import io

import pytest
from PIL import Image

from accounts.models import Account
from accounts.roles import Role
from core.clock import utc_now
from core.db import db, unit_of_work
from inspections.planning.models import Site
from inspections.review import services as review
from inspections.visits.models import Evidence, Inspection, Signature
from tests.builders import make_account
from tests.phone import sha256


@pytest.fixture
def drawn(world):
    """A submitted visit: a photo marked after it was taken, another at an item that passes, two signatures."""
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    phone.answer(world.a02, reading="5.6", note="檐口")
    for item, shade in ((world.a01, 1), (world.a02, 2)):
        phone.photo(item, world.jpeg(shade))
        phone.photo(item, world.jpeg(shade), marks=phone._keep(world.jpeg(shade + 100)))
    phone.sign(world.jpeg(50), "李四")
    phone.sign(world.jpeg(51), "王五")
    assert phone.send(submit=True).json["state"] == "submitted"
    with world.app.app_context():
        rows = {row.item_id: row for row in db.session.query(Evidence)}
        world.passed, world.failed = rows[world.a01].id, rows[world.a02].id
        world.signature = db.session.query(Signature).filter_by(signer="王五").one().id
    world.visit = phone.inspection
    return world


def _issue(world) -> None:
    with world.app.app_context(), unit_of_work():
        chief, visit = _chief_and_visit(world)
        review.approve(chief, visit, utc_now())
        terms = {item.code: review.Term(10) for item in visit.checklist_version.items}
        review.issue(chief, visit, terms, utc_now(), undated=terms)
        make_account("qiye", Role.ENTERPRISE, db.session.get(Site, world.site).organisation)
        make_account("bieren", Role.ENTERPRISE)


def _chief_and_visit(world):
    return db.session.get(Account, world.ids["zhuguan"]), db.session.get(Inspection, world.visit)


@pytest.mark.parametrize("shown", ["/inspections/{}", "/review/{}?item=A02"])
def test_the_marked_copy_stands_beside_its_photo_and_the_last_signature_below(drawn, shown):
    text = drawn.clients["zhuguan"].get(shown.format(drawn.visit)).text
    assert f"/evidence/{drawn.failed}/marks" in text and f"/signatures/{drawn.signature}" in text
    assert "王五 · " in text and "李四" not in text


@pytest.mark.parametrize(("who", "status"), [("jiancha", 200), ("tongban", 200), ("zhuguan", 200), ("waren", 404)])
def test_marks_and_signature_are_for_the_people_of_the_visit(drawn, who, status):
    for address in (f"/evidence/{drawn.failed}/marks", f"/signatures/{drawn.signature}"):
        assert drawn.clients[who].get(address).status_code == status, address


def test_an_enterprise_sees_the_marks_on_photos_of_its_findings_and_nothing_else_that_was_drawn(drawn):
    _issue(drawn)
    own, other = drawn.clients["qiye"], drawn.clients["bieren"]
    assert own.get(f"/evidence/{drawn.failed}/marks").status_code == 200
    assert own.get(f"/evidence/{drawn.passed}/marks").status_code == 404
    assert own.get(f"/signatures/{drawn.signature}").status_code == 403
    assert other.get(f"/evidence/{drawn.failed}/marks").status_code == 404


def test_people_are_shown_a_copy_of_the_marks_and_not_the_bytes_as_they_came(drawn):
    got = drawn.clients["zhuguan"].get(f"/evidence/{drawn.failed}/marks")
    assert got.mimetype == "image/jpeg" and sha256(got.data) != sha256(drawn.jpeg(102))
    shade = Image.open(io.BytesIO(got.data)).getpixel((5, 5))[0]
    assert abs(shade - 102) < 6


def test_a_photo_without_marks_has_no_marked_copy(world):
    phone = world.phone()
    phone.photo(world.a02, world.jpeg(7))
    phone.send()
    with world.app.app_context():
        evidence = db.session.query(Evidence).one().id
    assert world.clients["jiancha"].get(f"/evidence/{evidence}/marks").status_code == 404
    assert "/marks" not in world.clients["jiancha"].get(f"/inspections/{phone.inspection}").text
