"""The server against clients that are slow, silent or still waiting when it ends."""

import http.client
import socket
import ssl
import threading
from contextlib import closing, contextmanager

import pytest

from core.config import ROOT
from core.http_server import Patience, Server, is_too_slow
from core.tls import TlsFront, server_context

CERTIFICATE = ROOT / "tests/data/localhost.pem"
IMPATIENT = Patience(request=1, bytes_per_second=1000, silence=1, check=0, ending=5)


def answer_ok(environ, start_response):
    """Reads the request and says OK."""
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"OK"]


@contextmanager
def running(app, https=False):
    """A server in a thread of this process, and its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = Server(app, listening, accepts=not https, patience=IMPATIENT)
    front = None
    if https:
        context = server_context(CERTIFICATE, CERTIFICATE.with_name("localhost-key.pem"))
        front = TlsFront(listening.dup(), context, server.adopt)
        front.start()
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server, port
    finally:
        server.stop()
        thread.join()
        if front:
            front.stop()


def connect(port, https=False) -> socket.socket:
    """A client's connection."""
    plain = socket.create_connection(("127.0.0.1", port), timeout=10)
    if not https:
        return plain
    return ssl.create_default_context(cafile=CERTIFICATE).wrap_socket(plain, server_hostname="localhost")


def drip(client: socket.socket) -> bool:
    """Send a byte each tenth of a second; True when the server hangs up within ten seconds."""
    client.settimeout(0.1)
    for _ in range(100):
        try:
            client.sendall(b"a")
            return client.recv(1) == b""
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


@pytest.mark.parametrize(
    ("seconds", "received", "too_slow"),
    [(30, 0, False), (31, 0, True), (31, 31, True), (60, 30_000, False), (61, 30_000, True)],
)
def test_a_request_may_take_longer_the_more_it_brings(seconds, received, too_slow):
    assert is_too_slow(seconds, received, Patience()) is too_slow


@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
@pytest.mark.parametrize(
    "begun",
    [b"GET / HTTP/1.1\r\nX-Slow: ", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n"],
    ids=["in the head", "in the body"],
)
def test_a_dripping_client_is_cut(begun, https):
    with running(answer_ok, https) as (_, port), closing(connect(port, https)) as client:
        client.sendall(begun)
        assert drip(client)


@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
def test_more_slow_clients_than_threads_hold_up_nobody(https):
    with running(answer_ok, https) as (_, port):
        slow = [connect(port, https) for _ in range(12)]
        for client in slow:
            client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n")
        with closing(connect(port, https)) as client:
            client.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert client.recv(100).startswith(b"HTTP/1.0 200")
        for client in slow:
            client.close()


def test_a_silent_handshake_holds_up_nobody():
    with running(answer_ok, https=True) as (_, port), closing(connect(port)), closing(connect(port, True)) as client:
        client.settimeout(2)
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.0 200")


def test_a_request_under_way_is_answered_before_the_end():
    begun, may_go_on = threading.Event(), threading.Event()

    def slow_app(environ, start_response):
        begun.set()
        may_go_on.wait(5)
        return answer_ok(environ, start_response)

    with running(slow_app) as (server, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/")
        assert begun.wait(5)
        server.stop()
        may_go_on.set()
        assert connection.getresponse().read() == b"OK"
        connection.close()
