"""A bad network: a proxy before the server that loses, delays, doubles and forges what passes through it."""

import re
import select
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

PORTAL = b"<!doctype html><title>Wi-Fi</title><h1>Please sign in to this network</h1>"


@dataclass
class Passing:
    """One request on its way: its head, its body, and how to hand it to the server."""

    method: str
    path: str
    head: bytes
    body: bytes
    server: tuple[str, int]

    def forward(self, amount: int | None = None) -> bytes:
        """The server's whole answer; of a request that is cut short, none."""
        whole = self.head + self.body
        with socket.create_connection(self.server, timeout=30) as upstream:
            upstream.sendall(whole[:amount])
            if amount is not None and amount < len(whole):
                return b""
            return _until_closed(upstream)


def _until_closed(connection: socket.socket) -> bytes:
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def _is_waiting(connection: socket.socket) -> bool:
    """Whether whoever sent the request is still there."""
    try:
        is_heard, _, _ = select.select([connection], [], [], 0)  # with a time limit set, recv itself would wait
        return not is_heard or connection.recv(1, socket.MSG_PEEK) != b""
    except (OSError, ValueError):  # reset, or closed
        return False


def _unwanted(path: str) -> tuple[str, ...]:
    return ("accept-encoding:",) if path == "/sw.js" else ()  # its text is changed on the way


def _answer(status: str, kind: str, body: bytes, more: str = "") -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n"
    )
    return head.encode() + body


def _delayed(passing: Passing, draw) -> bytes:
    time.sleep(draw.uniform(0.05, 0.4))  # the fault itself: so long the answer is on its way
    return passing.forward()


def _doubled(passing: Passing, draw) -> bytes:
    passing.forward()
    return passing.forward()


def _response_lost(passing: Passing, draw) -> bytes:
    passing.forward()
    return b""


def _response_cut(passing: Passing, draw) -> bytes:
    whole = passing.forward()
    left = whole[: draw.randrange(1, max(2, len(whole)))]
    return left if b"\r\n\r\n" in left else b""  # https, which every phone uses, takes no head that was cut


# Name of the fault → what the phone gets instead of the honest answer; nothing is a closed connection.
FAULTS: dict[str, Callable[[Passing, object], bytes]] = {
    "portal": lambda passing, draw: _answer("200 OK", "text/html", PORTAL),
    "redirect": lambda passing, draw: _answer("302 Found", "text/html", PORTAL, "Location: /portal-page"),
    "error": lambda passing, draw: _answer("500 Internal Server Error", "text/html", b"<h1>500</h1>"),
    "busy": lambda passing, draw: _answer("503 Service Unavailable", "text/plain", b"busy"),
    "empty_json": lambda passing, draw: _answer("200 OK", "application/json", b"{}"),
    "request_lost": lambda passing, draw: b"",
    "request_cut": lambda passing, draw: passing.forward(draw.randrange(1, len(passing.head) + len(passing.body) + 1)),
    "response_lost": _response_lost,
    "response_cut": _response_cut,
    "delayed": _delayed,
    "doubled": _doubled,
}


class Network:
    """Listens on a port of its own and passes requests on, each honestly or with the fault that `choose` names."""

    def __init__(self, server: tuple[str, int]):
        self.server, self.met = server, Counter()
        self.release = 0  # more than 0: the worker comes as one of a later version
        self.together: list[str] = []  # requests that carried work at the same time: one queue never does that
        self._carrying: dict[socket.socket, bool] = {}  # whether another came while it waited
        self.choose: Callable[[Passing], tuple[str, object] | None] = lambda passing: None
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                passing = self._receive(connection)
                if passing:
                    self._note(connection, passing)
                    answer = self._released(passing, self._answer_to(passing))
                    self._judge(connection, passing)
                    connection.sendall(answer)
            except OSError:
                return  # the server is down or the phone has gone: a closed connection is the answer
            finally:
                self._carrying.pop(connection, None)

    def _note(self, connection: socket.socket, passing: Passing) -> None:
        """Requests that carry work, and whether one comes while the phone still waits for another."""
        if passing.method not in ("PUT", "PATCH"):
            return
        for other in list(self._carrying):
            self._carrying[other] = self._carrying[other] or _is_waiting(other)
        self._carrying[connection] = False

    def _judge(self, connection: socket.socket, passing: Passing) -> None:
        if self._carrying.get(connection) and _is_waiting(connection):
            self.together.append(passing.path)

    def _released(self, passing: Passing, answer: bytes) -> bytes:
        if passing.path != "/sw.js" or not self.release:
            return answer
        head, _, body = answer.partition(b"\r\n\r\n")
        body = re.sub(rb'VERSION = "[0-9a-f]{12}', b'VERSION = "%012x' % self.release, body, count=1)
        return head + b"\r\n\r\n" + body

    def _receive(self, connection: socket.socket) -> Passing | None:
        connection.settimeout(30)
        data = b""
        while b"\r\n\r\n" not in data:
            part = connection.recv(65536)
            if not part:
                return None
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        length = next((int(line[15:]) for line in lines if line.lower().startswith("content-length:")), 0)
        while len(body) < length:
            part = connection.recv(65536)
            if not part:
                return None
            body += part
        method, path, _ = lines[0].split(" ", 2)
        kept = [line for line in lines if not line.lower().startswith(("connection:", *_unwanted(path)))]
        return Passing(
            method, path, "\r\n".join([*kept, "Connection: close", "", ""]).encode("latin-1"), body, self.server
        )

    def _answer_to(self, passing: Passing) -> bytes:
        fault = self.choose(passing)
        if fault is None:
            return passing.forward()
        name, draw = fault
        self.met[name] += 1
        return FAULTS[name](passing, draw)
