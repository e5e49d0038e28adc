"""The wire between a browser and the server: what is asked for over it, and how many bytes come back for each."""

import re
import socket
import threading
from collections import Counter
from urllib.parse import urlsplit

REQUEST = re.compile(rb"^(?:GET|HEAD|POST|PUT|PATCH|DELETE) (\S+) HTTP/1\.1\r\n")


class Wire:
    """Passes everything on unchanged to the server at this address and counts it by path."""

    def __init__(self, server: str):
        self.server = (urlsplit(server).hostname, urlsplit(server).port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.bytes: Counter[str] = Counter()
        self.requests: list[str] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self.listener.accept()
            except OSError:
                return  # closed
            server = socket.create_connection(self.server)
            asked = [""]  # on one connection the answers come in the order of the requests
            threading.Thread(target=self._pump, args=(browser, server, asked, self._note), daemon=True).start()
            threading.Thread(target=self._pump, args=(server, browser, asked, self._count), daemon=True).start()

    def _note(self, part: bytes, asked: list[str]) -> None:
        if found := REQUEST.match(part):
            asked[0] = found[1].decode().partition("?")[0]
            self.requests.append(asked[0])

    def _count(self, part: bytes, asked: list[str]) -> None:
        self.bytes[asked[0]] += len(part)

    def _pump(self, source: socket.socket, target: socket.socket, asked: list[str], see) -> None:
        try:
            while part := source.recv(65536):
                see(part, asked)
                target.sendall(part)
        except OSError:
            pass  # one side has gone
        for each in (source, target):
            each.close()

    def forget(self) -> None:
        """Count from nothing."""
        self.bytes.clear()
        self.requests.clear()

    def total(self, ending: str = "") -> int:
        """Bytes received, heads of the answers included, for paths that end so."""
        return sum(size for path, size in self.bytes.items() if path.endswith(ending))

    def close(self) -> None:
        """No new connections."""
        self.listener.close()
