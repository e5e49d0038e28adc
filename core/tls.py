"""https without a proxy: takes the encryption off each connection and hands the rest to the HTTP server.

The server gives its places away by itself. Those of this front are for connections whose handshake is not done, and for
what is still on its way to a client that the server has done with; none of these is being answered.
"""

import asyncio
import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path

from core.http_server import CONNECTIONS, SHARE, Left
from core.shares import Place, Shares, network_of, who_makes_room

HANDSHAKE_SECONDS = 10
LAST_WORDS_SECONDS = 60  # for the end of an answer, a few hundred KB, once the server has done with the connection
GOODBYE_SECONDS = 2  # a client that keeps its side open must not hold up the end
CHUNK = 64 * 1024


def server_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """The settings of our side; raises OSError (ssl.SSLError among it) for files that do not serve."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(certificate, key, password=lambda: b"")  # a key with a password fails, it does not ask
    return context


class TlsFront(threading.Thread):
    """Accepts on the listening socket in a thread of its own; a slow handshake holds up nobody else."""

    def __init__(
        self,
        listening: socket.socket,
        context: ssl.SSLContext,
        adopt: Callable[[socket.socket, tuple, Left], None],
        handshake: float = HANDSHAKE_SECONDS,
        places: int = CONNECTIONS,
    ):
        super().__init__(name="tls", daemon=True)
        self.listening, self.context, self.adopt, self.handshake = listening, context, adopt, handshake
        self.loop = asyncio.new_event_loop()
        self.ended = asyncio.Event()
        self.places, self.shares = places, Shares(SHARE)
        self.waiting: dict[asyncio.Task, Place] = {}

    def run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self.loop) as runner:
            runner.run(self._serve())

    def stop(self) -> None:
        """Accept no more and end what is left; from any thread."""
        self.loop.call_soon_threadsafe(self.ended.set)
        self.join()

    async def _serve(self) -> None:
        self.listening.setblocking(False)
        ended, joins = asyncio.create_task(self.ended.wait()), set()
        while not self.ended.is_set():
            accepting = asyncio.create_task(self.loop.sock_accept(self.listening))
            await asyncio.wait([accepting, ended], return_when=asyncio.FIRST_COMPLETED)
            if not accepting.done():
                accepting.cancel()
                break
            if accepting.exception():  # no handle is free
                await asyncio.sleep(0.1)
                continue
            join = asyncio.create_task(self._admit(*accepting.result()))
            joins.add(join)
            join.add_done_callback(joins.discard)
        self.listening.close()

    async def _admit(self, connection: socket.socket, address: tuple) -> None:
        """Serve it within the share of its address, silent handshakes counted."""
        if not self.shares.take(address[0]):
            connection.close()
            return
        task = asyncio.current_task()
        try:
            if self._make_room(address[0]):
                self._wait_for(task, address)
                await self._join(*await self._shake_hands(connection), address)
        except (OSError, TimeoutError, asyncio.CancelledError):  # no client of ours, or gone, or in the way
            pass
        finally:
            connection.close()
            self.waiting.pop(task, None)
            self.shares.give_back(address[0])

    def _wait_for(self, task: asyncio.Task, address: tuple) -> None:
        self.waiting[task] = Place(network_of(address[0]), time.monotonic())

    def _make_room(self, address: str) -> bool:
        """Whether there is a place, if need be that of somebody who has more of them."""
        if len(self.waiting) < self.places:
            return True
        tasks = list(self.waiting)
        number = who_makes_room(list(self.waiting.values()), address)
        if number is None:
            return False
        del self.waiting[tasks[number]]
        tasks[number].cancel()
        return True

    async def _shake_hands(self, connection: socket.socket) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader = asyncio.StreamReader(loop=self.loop)
        transport, protocol = await self.loop.connect_accepted_socket(
            lambda: asyncio.StreamReaderProtocol(reader, loop=self.loop),
            connection,
            ssl=self.context,
            ssl_handshake_timeout=self.handshake,
            ssl_shutdown_timeout=GOODBYE_SECONDS,
        )
        return reader, asyncio.StreamWriter(transport, protocol, reader, self.loop)

    async def _join(self, outer_reader, outer_writer, address: tuple) -> None:
        task, gone, (ours, theirs) = asyncio.current_task(), asyncio.Event(), socket.socketpair()
        del self.waiting[task]

        def left(given_up: bool) -> None:
            self.loop.call_soon_threadsafe(self._leave, task, gone, given_up, address)

        self.adopt(theirs, address, left)
        inner_reader, inner_writer = await asyncio.open_connection(sock=ours)
        inward = asyncio.create_task(_pump(outer_reader, inner_writer))
        outward = asyncio.create_task(_pump(inner_reader, outer_writer))
        try:
            await asyncio.wait([inward, outward], return_when=asyncio.FIRST_COMPLETED)
            if outward.done():  # the server reads on for a while, so that its last answer is read too
                await _either(inward, gone)
        except asyncio.CancelledError:
            outer_writer.transport.abort()
        await _close([inward, outward], [outer_writer, inner_writer])

    def _leave(self, task: asyncio.Task, gone: asyncio.Event, given_up: bool, address: tuple) -> None:
        gone.set()
        if given_up:
            task.cancel()
        elif not task.done():
            self._wait_for(task, address)
            self.loop.call_later(LAST_WORDS_SECONDS, task.cancel)


async def _either(way: asyncio.Task, gone: asyncio.Event) -> None:
    leaving = asyncio.create_task(gone.wait())
    await asyncio.wait([way, leaving], return_when=asyncio.FIRST_COMPLETED)
    leaving.cancel()


async def _close(ways: list[asyncio.Task], writers: list[asyncio.StreamWriter]) -> None:
    for way in ways:
        way.cancel()
    for writer in writers:
        writer.close()
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await writer.wait_closed()


async def _pump(reader, writer) -> None:
    with contextlib.suppress(OSError):  # the other side went away
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
