"""The HTTP server: waitress, a deadline for every request, an orderly end."""

import contextlib
import functools
import select
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask

from core.headers import HEADERS
from core.shares import Place, Shares, network_of, who_makes_room

Left = Callable[[bool], None]  # whether the server gave the client up
AllowedBody = Callable[[str, str, Mapping[str, str]], int]  # method, path and headers as WSGI has them
MEGABYTE = 1024 * 1024
CONNECTIONS = 400
LARGEST_BODY = 256 * MEGABYTE  # whatever is allowed
SHARE = 100  # of them for one address: an office behind one router, six connections a browser


@dataclass(frozen=True)
class Patience:
    """How long a client may take, in seconds."""

    head: int = 10  # for the head of a request, and for the first word after connecting
    request: int = 30  # the stretch of time over which the pace of a body is judged, again and again
    bytes_per_second: int = 1000
    silence: int = 60
    check: int = 2
    goodbye: int = 5  # for what a client still sends after it was refused: closing at once would void the answer
    ending: int = 10


def is_too_slow(seconds: float, received: int, patience: Patience) -> bool:
    """Whether so many bytes are too few for a stretch that long; too short a stretch tells nothing."""
    return seconds > patience.request and received < seconds * patience.bytes_per_second


class ErrorPage(ErrorTask):
    """What waitress itself answers to a request that never reaches the application."""

    def execute(self):
        self.response_headers.extend(HEADERS.items())
        super().execute()


class JudgedRequest(HTTPRequestParser):
    """A request whose body is received only when its head allows it; the application answers the head of any other."""

    def __init__(self, channel: "TimedChannel", adj: Adjustments):
        super().__init__(adj)
        self.channel, self.allowed = channel, None

    def received(self, data):
        taken = super().received(data)
        if self.headers_finished and not self.completed and self._is_too_large():
            self._refuse()
        if self.channel.refused or self.error:
            self.channel.refused = True
            return len(data)  # what else is here belongs to the body, and is no request
        return taken

    def _is_too_large(self) -> bool:
        if self.allowed is None:
            self.allowed = self.channel.server.allowed_body(self.command, self.path, self.headers)
        return max(self.content_length, self.body_bytes_received) > self.allowed

    def _refuse(self) -> None:
        """The length stays among the headers, so that the application can tell what it was that it did not get."""
        self.headers["CONTENT_LENGTH"] = str(self.content_length or self.body_bytes_received)
        self.headers["CONNECTION"] = "close"
        self.close()
        self.body_rcv, self.expect_continue, self.completed = None, False, True
        self.channel.refused = True


class TimedChannel(HTTPChannel):
    """A connection that knows when the stretch began over which its pace is judged, and how much was here then."""

    error_task_class = ErrorPage

    before = 0  # bytes of the body that were here when the stretch began
    heard = False  # whether anything came at all
    refused = False  # whether a request was refused before it was here whole
    leaving = None  # since when it is answered and only what still comes is waited for
    given_up = False  # whether the server hangs up on the client, and not the other way round
    left: Left | None = None  # told of the end; for a connection that something else accepted

    def __init__(self, *words, **more):
        self.began = self.waits_since = time.monotonic()
        self.parser_class = functools.partial(JudgedRequest, self)
        super().__init__(*words, **more)

    def readable(self):
        return not self.will_close if self.leaving else super().readable()

    def writable(self):
        return self.will_close if self.leaving else super().writable()

    def handle_read(self):
        if not self.leaving:
            super().handle_read()
            return
        with contextlib.suppress(OSError):
            self.recv(self.adj.recv_bytes)

    def handle_write(self):
        if self.refused and self.close_when_flushed and not (self.leaving or self.will_close):
            self._flush_exception(self._flush_some)
            if not self.total_outbufs_len:
                self._leave()
            return
        super().handle_write()

    def _leave(self) -> None:
        """Say that nothing more comes, and let the client finish its sentence."""
        self.leaving = time.monotonic()
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)

    def received(self, data):
        before = self.request
        taken = super().received(data)
        if self.request is not before and self.heard:
            self._begin(0)
        if self.requests:
            self.waits_since = time.monotonic()
        self.heard = True
        return taken

    def _begin(self, before: int) -> None:
        self.began, self.before = time.monotonic(), before

    def service(self):
        super().service()
        self.waits_since = time.monotonic()
        self.began = self.waits_since  # while it was answered nothing was read of what follows

    def is_too_slow(self, patience: Patience) -> bool:
        """Whether the client takes longer than it may; a stretch of good pace is followed by the next."""
        spent = time.monotonic() - (self.leaving or self.began)
        if self.leaving:
            return spent > patience.goodbye
        if self.requests:
            return False
        if self.request is None:
            return not self.heard and spent > patience.head
        if not self.request.headers_finished:
            return spent > patience.head
        return self._is_body_too_slow(spent, self.request.body_bytes_received, patience)

    def _is_body_too_slow(self, spent: float, here: int, patience: Patience) -> bool:
        if is_too_slow(spent, here - self.before, patience):
            return True
        if spent > patience.request:
            self._begin(here)
        return False

    def give_up(self) -> None:
        """Hang up, whatever the client still wants."""
        self.given_up = self.will_close = True

    def del_channel(self, map=None):
        super().del_channel(map)
        self.server.closed(self)


class Server(TcpWSGIServer):
    """waitress on a socket that is bound already; a whole request is received before it takes a thread."""

    channel_class = TimedChannel

    def __init__(
        self,
        app,
        listening: socket.socket,
        *,
        scheme="http",
        proxy=False,
        accepts=True,
        patience=None,
        places=CONNECTIONS,
        allowed_body: AllowedBody = lambda method, path, headers: LARGEST_BODY,
    ):
        self.patience, self.places, self.allowed_body = patience or Patience(), places, allowed_body
        self.stopping = threading.Event()
        self.shares = Shares(CONNECTIONS if proxy else SHARE)  # every connection of a proxy has the same address
        super().__init__(
            app,
            _start=accepts,
            _sock=listening,
            bind_socket=False,
            sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
            adj=Adjustments(
                threads=8,
                url_scheme=scheme,
                ident=None,
                channel_timeout=self.patience.silence,
                cleanup_interval=self.patience.check,
                connection_limit=CONNECTIONS + 50,  # beyond it nobody would be accepted; select() on Windows takes 512
                asyncore_use_poll=hasattr(select, "poll"),
                max_request_body_size=LARGEST_BODY,
                clear_untrusted_proxy_headers=not proxy,  # behind a proxy ProxyFix reads them
            ),
        )

    def maintenance(self, now):
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            if channel.will_close or channel.is_too_slow(self.patience):
                channel.give_up()

    def handle_accept(self):
        with contextlib.suppress(OSError):  # whoever it was has gone again
            if accepted := self.accept():
                self._admit(*accepted)

    def _admit(self, connection: socket.socket, address: tuple) -> None:
        self.set_socket_options(connection)
        if self.shares.take(address[0]):
            self._serve(connection, address, lambda given_up: self.shares.give_back(address[0]))
        else:
            connection.close()

    def _serve(self, connection: socket.socket, address: tuple, left: Left) -> None:
        if not self._make_room(address[0]):
            connection.close()
            left(True)
            return
        channel = self.channel_class(self, connection, address, self.adj, map=self._map)
        channel.left = left

    def _make_room(self, address: str) -> bool:
        """Whether there is a place, if need be that of somebody who has more of them."""
        channels = list(self.active_channels.values())
        if len(channels) < self.places:
            return True
        held = [Place(network_of(each.addr[0]), each.waits_since, bool(each.requests)) for each in channels]
        number = who_makes_room(held, address)
        if number is None:
            return False
        channels[number].give_up()
        channels[number].handle_close()
        return True

    def closed(self, channel: TimedChannel) -> None:
        """A connection ended."""
        if channel.left:
            channel.left(channel.given_up)
            channel.left = None

    def adopt(self, connection: socket.socket, address: tuple, left: Left) -> None:
        """Serve a connection that something else accepted, and tell when it ends; may be called from any thread."""
        if self.stopping.is_set():
            connection.close()
            left(True)
            return
        self.trigger.pull_trigger(lambda: self._serve(connection, address, left))

    def stop(self, *signal) -> None:
        """End after the requests that are under way; may be called from a signal or another thread."""
        self.stopping.set()
        with contextlib.suppress(OSError):  # it may have ended, and closed its trigger, in the meantime
            self.pull_trigger()

    def run(self) -> None:
        """Serve until stopped; returns when the requests under way are answered, or after `patience.ending`."""
        while not self.stopping.is_set():
            self._turn()
        self.accepting = False
        end = time.monotonic() + self.patience.ending
        while self._is_busy() and time.monotonic() < end:
            self._turn()
        self.task_dispatcher.shutdown(timeout=1)
        for channel in list(self.active_channels.values()):
            channel.handle_close()
        self.close()

    def _turn(self) -> None:
        self.asyncore.loop(timeout=1, use_poll=self.adj.asyncore_use_poll, map=self._map, count=1)

    def _is_busy(self) -> bool:
        return any(channel.requests or channel.total_outbufs_len for channel in self.active_channels.values())
