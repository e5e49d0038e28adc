"""One client holds its share of the connections and no more, however many it opens."""

import select
import socket
import ssl
import sys
import threading
from contextlib import ExitStack, closing

import pytest

from core.http_server import CONNECTIONS, SHARE, Patience
from core.shares import Place, Shares, who_makes_room
from tests.core.test_http_server import CERTIFICATE, PATIENT, answer_ok, connect, drip, running, whole

HALF_OPEN = 400
HEAD = b"GET / HTTP/1.1\r\nX-Slow: "
ONLY_THE_HEAD_IS_SHORT = Patience(head=1, request=60, silence=60, check=0, ending=1)


def test_a_client_takes_its_share_and_what_it_gives_back_it_may_take_again():
    shares = Shares(2)
    assert [shares.take("10.0.0.1") for _ in range(3)] == [True, True, False]
    assert shares.take("10.0.0.2")
    shares.give_back("10.0.0.1")
    assert [shares.take("10.0.0.1") for _ in range(2)] == [True, False]


def test_one_subscriber_of_ipv6_is_one_client():
    shares = Shares(1)
    assert [shares.take(f"2001:db8:0:1::{host}") for host in (1, 2)] == [True, False]
    assert shares.take("2001:db8:0:2::1")


MINE, YOURS, THEIRS = "10.0.0.1", "10.0.0.2", "10.0.0.3"


@pytest.mark.parametrize(
    ("places", "asks", "gives"),
    [
        ([Place(MINE, 1), Place(MINE, 2), Place(YOURS, 0)], THEIRS, 0),
        ([Place(MINE, 2), Place(MINE, 1), Place(YOURS, 0)], THEIRS, 1),
        ([Place(MINE, 1, busy=True), Place(MINE, 2), Place(YOURS, 0)], THEIRS, 1),
        ([Place(MINE, 1, busy=True), Place(MINE, 2, busy=True), Place(YOURS, 3)], THEIRS, 2),
        ([Place(MINE, 1, busy=True), Place(YOURS, 2, busy=True)], THEIRS, None),
        ([Place(MINE, 2), Place(YOURS, 1)], THEIRS, 1),
        ([Place(MINE, 2), Place(YOURS, 1)], MINE, None),
        ([Place(MINE, 1), Place(MINE, 2), Place(YOURS, 0)], MINE, None),
        ([Place(MINE, 1), Place(MINE, 2), Place(YOURS, 0)], YOURS, 0),
        ([Place("2001:db8:0:1::/64", 1), Place("2001:db8:0:1::/64", 2), Place(YOURS, 0)], "2001:db8:0:1::9", None),
        ([], THEIRS, None),
    ],
)
def test_room_is_made_by_who_has_the_most_and_waits_longest_and_by_nobody_who_is_answered(places, asks, gives):
    assert who_makes_room(places, asks) == gives


def is_closed(client: socket.socket) -> bool:
    """Whether the server has hung up on the client."""
    client.settimeout(0.01)
    try:
        return client.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def answer_to(address: str, port: int, https: bool) -> bytes:
    """What an honest client at that address gets."""
    client = socket.create_connection(("127.0.0.1", port), timeout=5, source_address=(address, 0))
    if https:
        client = ssl.create_default_context(cafile=CERTIFICATE).wrap_socket(client, server_hostname="localhost")
    with closing(client):
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        return client.recv(100)


@pytest.mark.skipif(sys.platform != "linux", reason="only there 127.0.0.2 is an address from the start")
@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
def test_400_half_open_connections_of_one_address_leave_room_for_others(https):
    with running(answer_ok, https, PATIENT) as (_, port), ExitStack() as opened:
        clients = [opened.enter_context(closing(connect(port))) for _ in range(HALF_OPEN)]
        for client in clients[:SHARE]:
            client.sendall(b"" if https else HEAD)  # the others are hung up on as they come
        assert answer_to("127.0.0.2", port, https).startswith(b"HTTP/1.0 200")
        assert sum(not is_closed(client) for client in clients) == SHARE
        for client in clients[:10]:
            client.close()
        served = [answer_to("127.0.0.2", port, https) for _ in range(3)]
        assert all(answer.startswith(b"HTTP/1.0 200") for answer in served)
        assert answer_to("127.0.0.1", port, https).startswith(b"HTTP/1.0 200")


def from_address(address: str, port: int, https: bool) -> socket.socket:
    """A connection of a client at that address."""
    client = socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(address, 0))
    if not https:
        return client
    return ssl.create_default_context(cafile=CERTIFICATE).wrap_socket(client, server_hostname="localhost")


FOUR = ["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"]


@pytest.mark.skipif(sys.platform != "linux", reason="only there 127.0.0.2 is an address from the start")
@pytest.mark.parametrize("https", [False, True], ids=["half a head", "no handshake"])
def test_four_addresses_that_hold_all_places_make_room_for_a_fifth(https):
    with running(answer_ok, https, PATIENT) as (_, port), ExitStack() as opened:
        clients = [opened.enter_context(closing(from_address(FOUR[n % 4], port, False))) for n in range(CONNECTIONS)]
        for client in clients:
            client.sendall(b"" if https else HEAD)
        assert all(answer_to("127.0.0.1", port, https).startswith(b"HTTP/1.0 200") for _ in range(3))
        assert sum(is_closed(client) for client in clients) <= 4
        assert is_closed(clients[0]), "it waits longest"


@pytest.mark.skipif(sys.platform != "linux", reason="only there 127.0.0.2 is an address from the start")
@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
def test_who_was_answered_and_stays_makes_room(https):
    with running(answer_ok, https, PATIENT, places=8) as (_, port), ExitStack() as opened:
        clients = [opened.enter_context(closing(from_address(FOUR[n % 4], port, https))) for n in range(8)]
        for client in clients:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert whole(client.makefile("rb")).endswith(b"OK")
        newcomer = opened.enter_context(closing(from_address("127.0.0.1", port, https)))
        newcomer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert whole(newcomer.makefile("rb")).endswith(b"OK")
        # which of them waits longest is known to the server only: it counts from when its own thread was done with each
        assert [is_closed(client) for client in clients].count(True) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only there 127.0.0.2 is an address from the start")
@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
def test_who_is_being_answered_makes_no_room(https):
    begun, may_go_on = threading.Semaphore(0), threading.Event()

    def slow_app(environ, start_response):
        begun.release()
        may_go_on.wait(20)
        return answer_ok(environ, start_response)

    with running(slow_app, https, PATIENT, places=2) as (_, port), ExitStack() as opened:
        clients = [opened.enter_context(closing(from_address(FOUR[0], port, https))) for _ in range(2)]
        for client in clients:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert begun.acquire(timeout=10)
        with closing(from_address("127.0.0.1", port, https)) as newcomer:
            newcomer.settimeout(10)
            assert newcomer.recv(1) == b""
        may_go_on.set()
        assert all(whole(client.makefile("rb")).endswith(b"OK") for client in clients)


def test_behind_a_proxy_all_connections_are_the_proxys():
    with running(answer_ok, patience=PATIENT, proxy=True) as (_, port), ExitStack() as opened:
        clients = [opened.enter_context(closing(connect(port))) for _ in range(SHARE + 20)]
        for client in clients:
            client.sendall(HEAD)
        assert answer_to("127.0.0.1", port, https=False).startswith(b"HTTP/1.0 200")
        assert not any(is_closed(client) for client in clients)


@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
def test_a_head_that_does_not_end_is_cut_long_before_a_body_would_be(https):
    with running(answer_ok, https, ONLY_THE_HEAD_IS_SHORT) as (_, port), closing(connect(port, https)) as client:
        client.sendall(HEAD)
        assert drip(client)


@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
def test_who_connects_and_says_nothing_is_hung_up_on(https):
    with running(answer_ok, https, ONLY_THE_HEAD_IS_SHORT) as (_, port), closing(connect(port, https)) as client:
        client.settimeout(8)
        assert client.recv(1) == b""


def test_who_was_answered_may_be_silent_for_longer_than_a_head_may_take():
    with running(answer_ok, patience=ONLY_THE_HEAD_IS_SHORT) as (_, port), closing(connect(port)) as client:
        answers = client.makefile("rb")
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert whole(answers).endswith(b"OK")
        assert not select.select([client], [], [], 3)[0]
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert whole(answers).endswith(b"OK")
