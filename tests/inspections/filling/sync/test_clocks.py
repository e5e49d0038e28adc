"""When a visit began: the phone's word where it can be true, the nearest bound where it cannot."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import local_day
from inspections.filling.sync.clocks import TOLERANCE, Reading, began

FLOOR = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
SEEN = datetime(2026, 11, 20, 1, tzinfo=UTC)
ANY = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("claimed", "seen", "contact", "at", "suspect"),
    [
        (SEEN + timedelta(hours=2), SEEN, SEEN, SEEN + timedelta(hours=2), False),
        (SEEN + timedelta(hours=2), None, None, SEEN + timedelta(hours=2), False),
        (datetime(1970, 1, 1, tzinfo=UTC), SEEN, SEEN, SEEN - timedelta(minutes=10), True),
        (datetime(1970, 1, 1, tzinfo=UTC), None, None, FLOOR, True),
        (datetime(2099, 1, 1, tzinfo=UTC), SEEN, SEEN, NOW, True),
        (SEEN, NOW + timedelta(days=9), SEEN, SEEN, False),
        (SEEN, NOW - timedelta(hours=1), SEEN, SEEN, False),
    ],
)
def test_the_claimed_time_or_the_nearest_that_can_be(claimed, seen, contact, at, suspect):
    found = began(claimed, Reading(NOW, seen), FLOOR, contact, NOW)
    assert (found.at, found.suspect) == (at, suspect)


def test_a_clock_that_was_moved_since_the_last_contact_is_visible():
    reading = Reading(SEEN + timedelta(days=1), SEEN, SEEN, 3_600_000)
    assert began(SEEN + timedelta(hours=1), reading, FLOOR, SEEN, NOW).suspect


@given(ANY, ANY, st.none() | ANY, st.none() | ANY, st.none() | st.integers(0, 10**12), ANY, st.none() | ANY)
def test_the_day_is_always_one_on_which_it_can_have_been(claimed, device, seen, device_seen, elapsed, floor, contact):
    found = began(claimed, Reading(device, seen, device_seen, elapsed), floor, contact, NOW)
    assert found.earliest <= found.at <= found.latest == NOW
    assert local_day(found.earliest) <= found.day <= local_day(NOW)
    assert found.suspect or abs(found.at - claimed) <= TOLERANCE
