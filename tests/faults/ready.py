"""A server that is loaded once and starts at a word, so that a death in a run costs no time.

It reads lines: `go` lets a copy of this process serve and answers with its port and process id, `die <point>:<count>`
names a point of core.failpoints to that copy, which says when it knows, an empty end stops both.
"""

import functools
import os
import signal
import socket
import sys
import threading
from pathlib import Path

from flask import Flask

from app import create_app
from core import failpoints
from core.bodies import allowed_body
from core.db import db
from core.http_server import Server


def main(instance: str) -> None:
    """Load, then serve in a copy at every word, until the end of the input."""
    app = create_app({"INSTANCE_PATH": Path(instance), "DEBUG": False, "UPDATE_SECONDS": 0})
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # a copy that died leaves nothing behind
    print("ready", flush=True)
    wishes = None
    for line in sys.stdin:
        if line.strip() == "go":
            wishes = _start(app)
        else:
            _pass_on(wishes, line)


def _pass_on(wishes: int, line: str) -> None:
    try:
        os.write(wishes, line.encode())
    except BrokenPipeError:  # it has just died
        return


def _start(app: Flask) -> int:
    """A copy of this process that serves; where its wishes are written to."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    heard, wishes = os.pipe()
    copy = os.fork()
    if not copy:
        os.close(wishes)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _serve(app, listening, heard)
    print(listening.getsockname()[1], copy, flush=True)
    listening.close()
    os.close(heard)
    return wishes


def _serve(app: Flask, listening: socket.socket, heard: int) -> None:
    try:
        with app.app_context():
            db.engine.dispose(close=False)  # a connection belongs to one process
        threading.Thread(target=_listen, args=(heard,), daemon=True).start()
        Server(app, listening, allowed_body=functools.partial(allowed_body, app)).run()
    finally:
        os._exit(1)


def _listen(heard: int) -> None:
    with os.fdopen(heard) as lines:
        for line in lines:
            failpoints.arm(line.removeprefix("die").strip())
            print("armed", flush=True)
    os._exit(0)  # whoever started it has gone


if __name__ == "__main__":
    main(sys.argv[1])
