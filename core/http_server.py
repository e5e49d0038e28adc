"""The HTTP server: waitress, a deadline for every request, an orderly end."""

import contextlib
import select
import socket
import threading
import time
from dataclasses import dataclass

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

MEGABYTE = 1024 * 1024
CONNECTIONS = 400


@dataclass(frozen=True)
class Patience:
    """How long a client may take, in seconds."""

    request: int = 30  # for a request of no length; waitress itself only asks that something comes at all
    bytes_per_second: int = 1000  # longer requests may take longer at this speed
    silence: int = 60
    check: int = 5
    ending: int = 10


def is_too_slow(seconds: float, received: int, patience: Patience) -> bool:
    """Whether a request that began so long ago should have brought more bytes by now."""
    return seconds > patience.request + received / patience.bytes_per_second


class TimedChannel(HTTPChannel):
    """A connection that knows when the request being received began."""

    began = 0.0

    def received(self, data):
        before = self.request
        taken = super().received(data)
        if self.request is not before:
            self.began = time.monotonic()
        return taken

    def is_too_slow(self, patience: Patience) -> bool:
        request = self.request
        if request is None:
            return False
        brought = request.header_bytes_received + request.body_bytes_received
        return is_too_slow(time.monotonic() - self.began, brought, patience)


class Server(TcpWSGIServer):
    """waitress on a socket that is bound already; a whole request is received before it takes a thread."""

    channel_class = TimedChannel

    def __init__(self, app, listening: socket.socket, *, scheme="http", proxy=False, accepts=True, patience=None):
        self.patience = patience or Patience()
        self.stopping = threading.Event()
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
                connection_limit=CONNECTIONS,  # select() on Windows takes 512
                asyncore_use_poll=hasattr(select, "poll"),
                max_request_body_size=128 * MEGABYTE,  # above Flask's own limit, whose page explains itself
                clear_untrusted_proxy_headers=not proxy,  # behind a proxy ProxyFix reads them
            ),
        )

    def maintenance(self, now):
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            if channel.is_too_slow(self.patience):
                channel.will_close = True

    def adopt(self, connection: socket.socket, address: tuple) -> None:
        """Serve a connection that something else accepted; may be called from any thread."""
        if self.stopping.is_set():
            connection.close()
            return
        self.trigger.pull_trigger(lambda: self.channel_class(self, connection, address, self.adj, map=self._map))

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
