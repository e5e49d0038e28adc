"""https without a proxy: takes the encryption off each connection and hands the rest to the HTTP server."""

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path

from core.http_server import CONNECTIONS

HANDSHAKE_SECONDS = 10
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
        adopt: Callable[[socket.socket, tuple], None],
        handshake: float = HANDSHAKE_SECONDS,
    ):
        super().__init__(name="tls", daemon=True)
        self.listening, self.context, self.adopt, self.handshake = listening, context, adopt, handshake
        self.loop = asyncio.new_event_loop()
        self.ended = asyncio.Event()
        self.open = 0

    def run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self.loop) as runner:
            runner.run(self._serve())

    def stop(self) -> None:
        """Accept no more and end what is left; from any thread."""
        self.loop.call_soon_threadsafe(self.ended.set)
        self.join()

    async def _serve(self) -> None:
        server = await asyncio.start_server(
            self._pass_on,
            sock=self.listening,
            ssl=self.context,
            ssl_handshake_timeout=self.handshake,
            ssl_shutdown_timeout=self.handshake,
        )
        await self.ended.wait()
        server.close()

    async def _pass_on(self, outer_reader, outer_writer) -> None:
        if self.open >= CONNECTIONS:
            outer_writer.close()
            return
        self.open += 1
        try:
            await self._join(outer_reader, outer_writer)
        finally:
            self.open -= 1

    async def _join(self, outer_reader, outer_writer) -> None:
        ours, theirs = socket.socketpair()
        self.adopt(theirs, outer_writer.get_extra_info("peername"))
        inner_reader, inner_writer = await asyncio.open_connection(sock=ours)
        ways = [
            asyncio.create_task(_pump(outer_reader, inner_writer)),
            asyncio.create_task(_pump(inner_reader, outer_writer)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for writer in (inner_writer, outer_writer):
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()


async def _pump(reader, writer) -> None:
    with contextlib.suppress(OSError):  # the other side went away
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
