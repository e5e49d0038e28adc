"""A server process with everything loaded that starts at a word, so that a death in a run costs no time.

It reads lines: `go` begins to serve, `die <point>:<count>` names a point of core.failpoints, an empty end stops it.
"""

import os
import socket
import sys
import threading
from pathlib import Path

from app import create_app
from core import failpoints
from core.http_server import Server


def main(instance: str) -> None:
    """Load, wait for the word, serve until the end of the input."""
    app = create_app({"INSTANCE_PATH": Path(instance), "DEBUG": False, "UPDATE_SECONDS": 0})
    print("ready", flush=True)
    if sys.stdin.readline().strip() != "go":
        return
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    threading.Thread(target=_listen, daemon=True).start()
    print(listening.getsockname()[1], flush=True)
    Server(app, listening).run()


def _listen() -> None:
    for line in sys.stdin:
        failpoints.arm(line.removeprefix("die").strip())
    os._exit(0)  # whoever started it has gone


if __name__ == "__main__":
    main(sys.argv[1])
