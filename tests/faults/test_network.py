"""The proxy sees when two requests that carry work wait at the same time, and brings a release whoever asks for it."""

import gzip
import socket
import threading

import pytest

from tests.faults.network import Network

WORK = b"PUT /api/records/1 HTTP/1.1\r\nContent-Length: 0\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


@pytest.fixture
def arrived() -> threading.Semaphore:
    """One more for every request that the server has."""
    return threading.Semaphore(0)


@pytest.fixture
def network(arrived):
    """A network before a server that answers only when both requests are there."""
    server, both = socket.create_server(("127.0.0.1", 0)), threading.Barrier(2)

    def answer(connection: socket.socket) -> None:
        with connection:
            connection.recv(1000)
            arrived.release()
            both.wait(10)
            connection.sendall(ANSWER)

    def accept() -> None:
        for _ in range(2):
            threading.Thread(target=answer, args=(server.accept()[0],)).start()

    threading.Thread(target=accept, daemon=True).start()
    network = Network(server.getsockname())
    yield network
    network.close()
    server.close()


def _answer(phone: socket.socket) -> bytes:
    return b"".join(iter(lambda: phone.recv(1000), b""))


@pytest.mark.parametrize(("is_left", "seen"), [(False, ["/api/records/1"]), (True, [])])
def test_only_two_that_both_wait_are_together(network, arrived, is_left, seen):
    first, second = (socket.create_connection(("127.0.0.1", network.port), timeout=20) for _ in range(2))
    with first, second:
        first.sendall(WORK)
        assert arrived.acquire(timeout=10)
        if is_left:  # a page that was killed: nobody waits for this one any more
            first.shutdown(socket.SHUT_WR)
        second.sendall(WORK)
        assert _answer(first) == _answer(second) == ANSWER
    assert network.together == seen


@pytest.fixture
def pressing():
    """The address of a server that presses its worker for whoever takes it so, as ours does."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with server.accept()[0] as connection:
            is_pressed = b"gzip" in connection.recv(1000)
            text = b'const VERSION = "0123456789abcdef";'
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + (gzip.compress(text) if is_pressed else text))

    threading.Thread(target=answer, daemon=True).start()
    yield server.getsockname()
    server.close()


def test_a_release_reaches_a_browser_that_takes_pressed_text(pressing):
    network = Network(pressing)
    network.release = 1
    with socket.create_connection(("127.0.0.1", network.port), timeout=20) as phone:
        phone.sendall(b"GET /sw.js HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n")
        assert _answer(phone).endswith(b'const VERSION = "000000000001cdef";')
    network.close()
