"""The server against clients that are slow, silent or still waiting when it ends."""

import http.client
import itertools
import re
import socket
import ssl
import threading
from contextlib import closing, contextmanager

import pytest

from core.config import ROOT
from core.headers import HEADERS
from core.http_server import Patience, Server, is_too_slow
from core.tls import TlsFront, server_context

CERTIFICATE = ROOT / "tests/data/localhost.pem"
IMPATIENT = Patience(head=1, request=1, bytes_per_second=1000, silence=1, check=0, ending=5)

PATIENT = Patience(head=60, request=60, silence=60, check=0, ending=1)


def answer_ok(environ, start_response):
    """Reads the request and says OK."""
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"OK"]


@contextmanager
def running(app, https=False, patience=IMPATIENT, proxy=False, **more):
    """A server in a thread of this process, and its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = Server(app, listening, accepts=not https, patience=patience, proxy=proxy, **more)
    front = None
    if https:
        context = server_context(CERTIFICATE, CERTIFICATE.with_name("localhost-key.pem"))
        front = TlsFront(listening.dup(), context, server.adopt, places=server.places)
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
    [(30, 0, False), (31, 0, True), (31, 30_999, True), (31, 31_000, False), (32, 31_000, True), (32, 9**9, False)],
)
def test_a_stretch_of_a_body_has_to_bring_its_bytes(seconds, received, too_slow):
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
def test_who_was_fast_at_first_may_not_drip_for_as_long_as_that_has_earned(https):
    patience = Patience(head=60, request=1, bytes_per_second=1000, silence=60, check=0, ending=1)
    with running(answer_ok, https, patience) as (_, port), closing(connect(port, https)) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n" + b"a" * 4_000_000)
        assert drip(client)


REFUSED = [
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4000000\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + b"10\r\n0123456789abcdef\r\n",
    b"POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 4000000\r\n\r\n",
]


def allow_ten(method, path, headers) -> int:
    """Ten bytes for the one address and none for the others."""
    return 10 if (method, path) == ("POST", "/") else 0


def answer_413(environ, start_response):
    """Says how much it was told to expect and how much it got."""
    said = f"{environ['CONTENT_LENGTH']} {len(environ['wsgi.input'].read())}".encode()
    start_response("413 Too Large", [("Content-Length", str(len(said)))])
    return [said]


def whole(answers) -> bytes:
    """One answer with its head; nothing when the server has hung up."""
    head = b"".join(itertools.takewhile(lambda line: line != b"\r\n", answers))
    announced = re.search(rb"(?i)content-length: (\d+)", head)
    return head + b"\r\n" + answers.read(int(announced[1])) if announced else b""


@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("head", REFUSED, ids=["length", "asks first", "chunked", "1.0"])
def test_a_body_beyond_what_its_head_allows_is_not_waited_for(head, https):
    with running(answer_413, https, PATIENT, allowed_body=allow_ten) as (_, port), closing(connect(port, https)) as one:
        one.settimeout(5)
        one.sendall(head)
        answer = whole(one.makefile("rb"))
    assert answer.split()[1] == b"413" and b"Connection: close" in answer
    assert answer.endswith((b"\r\n4000000 0", b"\r\n22 0"))


@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
def test_who_sends_the_whole_body_first_reads_the_refusal_too(https):
    with running(answer_413, https, PATIENT, allowed_body=allow_ten) as (_, port), closing(connect(port, https)) as one:
        one.settimeout(5)
        one.sendall(REFUSED[0])
        for _ in range(40):
            one.sendall(b"a" * 100_000)
        assert whole(one.makefile("rb")).startswith(b"HTTP/1.1 413")


def test_a_refused_body_is_no_request():
    asked = []

    def noting(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return answer_413(environ, start_response)

    with running(noting, False, PATIENT, allowed_body=allow_ten) as (_, port), closing(connect(port)) as client:
        client.settimeout(5)
        client.sendall(REFUSED[0] + b"GET /within HTTP/1.1\r\nHost: x\r\n\r\n" * 3)
        client.shutdown(socket.SHUT_WR)
        assert client.makefile("rb").read().count(b"HTTP/1.1") == 1
    assert asked == ["/"]


def test_a_body_within_what_its_head_allows_is_received():
    with running(answer_413, allowed_body=allow_ten) as (_, port), closing(connect(port)) as client:
        client.sendall(b"POST / HTTP/1.0\r\nContent-Length: 10\r\n\r\n0123456789")
        assert client.makefile("rb").read().endswith(b"\r\n\r\n10 10")


@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
def test_who_is_refused_and_stays_is_hung_up_on(https):
    patience = Patience(head=60, request=60, silence=60, check=0, goodbye=1, ending=1)
    with (
        running(answer_413, https, patience, allowed_body=allow_ten) as (_, port),
        closing(connect(port, https)) as one,
    ):
        one.sendall(REFUSED[0])
        assert whole(one.makefile("rb")).startswith(b"HTTP/1.1 413")
        assert drip(one)


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


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\n" + b"a" * 256 * 1024, b"431"),
        (b"GET /\r\nbad header\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n", b"413"),
    ],
)
def test_what_the_server_refuses_by_itself_carries_the_headers_of_every_page(sent, status):
    with running(answer_ok) as (_, port), closing(connect(port)) as client:
        client.sendall(sent)
        head = client.makefile("rb").read().partition(b"\r\n\r\n")[0]
    assert head.split()[1] == status
    for name, value in HEADERS.items():
        assert f"{name}: {value}".encode() in head
