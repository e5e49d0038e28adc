"""The proxy sees when two requests that carry work wait at the same time."""

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
