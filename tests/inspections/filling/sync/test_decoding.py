"""While a photo is decoded everybody else can write."""

import io

import pytest

from tests.inspections.watching import could_write_while_decoding
from tests.phone import sha256
from tests.world import jpeg

DATA = jpeg(7)


@pytest.fixture
def could_write(world, monkeypatch):
    return could_write_while_decoding(world.app, monkeypatch)


def test_a_photo_that_a_phone_sends_is_decoded_while_nothing_is_locked(world, could_write):
    phone = world.phone()
    phone._keep(DATA)
    phone.hand_in()
    assert could_write == [True]


def test_a_photo_whose_end_was_never_noted_is_decoded_while_nothing_is_locked(world, could_write):
    phone = world.phone()
    phone._keep(DATA)
    with world.app.extensions["pieces"].hold(world.ids["jiancha"], sha256(DATA)) as partial:
        partial.append(0, DATA, len(DATA))
    assert phone.lacking().json == {"lacking": []}
    assert could_write == [True]


def test_photos_of_a_form_without_script_are_decoded_while_nothing_is_locked(world, could_write):
    client = world.clients["jiancha"]
    address = client.post(f"/tasks/{world.task}/start").headers["Location"]
    photos = [(io.BytesIO(jpeg(shade)), f"{shade}.jpg") for shade in (1, 2)]
    form = {"A01-state": "pass", "A01-note": "", "A02-reading": "6", "A02-note": "", "A02-photos": photos}
    assert client.post(address, data=form).status_code == 302
    assert could_write == [True, True]
