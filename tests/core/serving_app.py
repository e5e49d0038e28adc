"""A small application for the tests of serving, and `serve` for it as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from flask import Flask, request

from core import terminal
from core.commands import ours
from core.config import ROOT
from core.serving import serve


def create_app() -> Flask:
    """Says where a request came from; notes what it was asked to prepare."""
    app = Flask(__name__, instance_path=os.environ["TIAOCHA_INSTANCE"])
    app.config.update(PROXY=os.environ.get("TIAOCHA_PROXY") == "1", MAX_CONTENT_LENGTH=1024 * 1024)
    app.extensions["prepare"] = lambda app, demo, password: terminal.say(f"prepared demo={demo} password={password}")
    app.cli.add_command(ours(serve))

    @app.route("/", methods=["GET", "POST"])
    def index():
        return {"scheme": request.scheme, "address": request.remote_addr, "bytes": len(request.get_data())}

    return app


def start(instance: Path, *words: str, **variables: str) -> subprocess.Popen:
    """`tiaocha serve` with these words, speaking Chinese."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TIAOCHA_")}
    environ.update(TIAOCHA_INSTANCE=str(instance), PYTHONPATH=str(ROOT), LC_ALL="zh_CN.UTF-8", PYTHONUTF8="1")
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "tests.core.serving_app", "serve", *words],
        env={**environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


if __name__ == "__main__":
    terminal.main(create_app)
