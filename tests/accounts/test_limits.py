"""How often a password may be tried: the arithmetic of a limit, and what an attempt is judged by."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.limits import Limit, TooManyTries, milliseconds, moment_of, network_of, purses

NOW = datetime(2026, 11, 18, 8, tzinfo=UTC)
THREE = Limit(3, timedelta(minutes=2))


@pytest.mark.parametrize(
    ("spent_minutes", "wait_minutes"),
    [(None, 0), (-60, -64), (0, -4), (2, -2), (4, 0), (5, 1), (6, 2)],
    ids=["untouched", "long full", "full", "one taken", "two taken", "between", "empty"],
)
def test_a_purse_fills_by_one_turn_each_interval_up_to_its_limit(spent_minutes, wait_minutes):
    spent = None if spent_minutes is None else NOW + timedelta(minutes=spent_minutes)
    assert THREE.wait(spent, NOW) == timedelta(minutes=wait_minutes)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("-", "-"),
    ],
)
def test_a_network_is_an_ipv4_address_or_64_bits_of_an_ipv6_one(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("proof", "kinds"),
    [
        ({}, ["place", "name", "network", "all"]),
        ({"trusted": True}, ["place", "name", "network"]),
        ({"device": "d1"}, ["device"]),
        ({"device": "d1", "trusted": True}, ["device"]),
    ],
)
def test_who_has_less_proof_is_judged_by_more(proof, kinds):
    assert [purse.key.partition(":")[0] for purse in purses("mei", "10.0.0.1", **proof)] == kinds


def test_each_known_browser_has_a_limit_of_its_own_for_each_name():
    keys = {purses(name, "10.0.0.1", device)[0].key for name in ("mei", "lan") for device in ("d1", "d2")}
    assert len(keys) == 4


def test_what_was_typed_as_a_name_cannot_be_read_in_a_key():
    assert not any("mi-ma" in purse.key for purse in purses("mi-ma-2026", "10.0.0.1"))


@pytest.mark.parametrize(("seconds", "header", "minutes"), [(0.2, 1, 1), (60, 60, 1), (60.5, 61, 2), (600, 600, 10)])
def test_the_refusal_says_when_to_come_again(seconds, header, minutes):
    refusal = TooManyTries(timedelta(seconds=seconds))
    assert refusal.retry_after == header and f" {minutes} 分钟" in refusal.text


def test_stored_moments_come_back_as_they_were():
    assert moment_of(milliseconds(NOW)) == NOW
