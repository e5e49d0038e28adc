"""Where the phone is."""

import pytest

from tests.js.field.conftest import begin, result

pytestmark = pytest.mark.browser
HERE = {"latitude": 35.5, "longitude": 0.0000001, "accuracy": 12}


def _place(phone, timeout=3000):
    begin(phone, "place", f"tool.place({timeout})")
    return result(phone)


def test_a_place_is_decimal_text_with_its_time(phone):
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(HERE)
    found = _place(phone)
    assert (found["latitude"], found["longitude"], found["accuracy"]) == ("35.5000000", "0.0000001", "12.0")
    assert found["at"].endswith("Z")


def test_a_watched_place_does_not_make_the_photo_wait(phone):
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(HERE)
    begin(phone, "place", "(tool.watch(), tool.place(3000))")
    first = result(phone)
    phone.evaluate("() => { Geolocation.prototype.watchPosition = () => { throw new Error('asked again'); } }")
    assert _place(phone, 0) == first


def test_a_refused_place_is_none_at_once(phone):
    phone.evaluate(
        """() => {
          const refusal = {code: 1, PERMISSION_DENIED: 1};
          Geolocation.prototype.watchPosition = (found, failed) => { failed(refusal); return 7; };
        }"""
    )
    begin(phone, "place", "Promise.race([tool.place(60000), new Promise((late) => setTimeout(late, 2000, 'late'))])")
    assert result(phone) is None


def test_a_question_that_nobody_answers_does_not_hold_the_photo(phone):
    phone.evaluate("() => { Geolocation.prototype.watchPosition = () => 7; }")
    assert _place(phone, 50) is None
