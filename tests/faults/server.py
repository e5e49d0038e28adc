"""A real server process that can be killed, told to die at a named point, and started again on the same data."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Mei-Tan-2016-qing"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The product with library and demo county on an instance of its own."""

    def __init__(self, instance: Path):
        self.instance, self.port = instance, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None
        self.said: list[str] = []

    def start(self, die_at: str = "") -> None:
        """Start and wait until it answers; `die_at` names a point of core.failpoints."""
        environment = {
            **os.environ,
            "TIAOCHA_INSTANCE": str(self.instance),
            "TIAOCHA_DEMO_PASSWORD": PASSWORD,
            "TIAOCHA_DIE_AT": die_at,
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-P", "-m", "core.terminal", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.instance.parent,
        )
        ready = threading.Event()
        threading.Thread(target=self._follow, args=(self.process, ready), daemon=True).start()
        if not ready.wait(90) or self.process.poll() is not None:
            raise RuntimeError("the server does not start: " + "".join(self.said[-20:]))

    def _follow(self, process: subprocess.Popen, ready: threading.Event) -> None:
        for line in process.stdout:
            self.said.append(line)
            if "http://" in line:
                ready.set()
        ready.set()

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        self.process.kill()
        self.process.wait(20)

    def stop(self) -> None:
        """Let it end in its own way."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    def is_dead(self) -> bool:
        """Whether the process has ended."""
        return self.process.poll() is not None

    def answers(self) -> bool:
        """Whether it answers at all."""
        try:
            return urllib.request.urlopen(f"{self.address}/api/receipt-key", timeout=5).status == 200
        except OSError:
            return False


class ReadyServer:
    """The bare product on an instance that is there already; it is loaded once and begins at a word."""

    def __init__(self, instance: Path):
        self.port = 0
        self._log = (instance.parent / "server.log").open("a")
        self._loaded = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.faults.ready", str(instance)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            cwd=instance.parent,
        )
        if "ready" not in self._loaded.stdout.readline():
            raise RuntimeError("the server does not load: see " + self._log.name)
        self._serving = None

    def start(self) -> None:
        """Serve, in a process of its own, at a port of its own."""
        self._say("go")
        self.port, process = map(int, self._loaded.stdout.readline().split())
        self._serving = os.pidfd_open(process)

    def die_at(self, point: str, count: int) -> None:
        """Let it die when the point is reached for the so-many-th time."""
        self._wish(f"die {point}:{count}")

    def live_on(self) -> None:
        """Take back the wish that it die."""
        self._wish("die")

    def _wish(self, word: str) -> None:
        """Say it, and wait until the server knows or is dead."""
        if self.is_dead():
            return
        self._say(word)
        select.select([self._loaded.stdout, self._serving], [], [])
        if select.select([self._loaded.stdout], [], [], 0)[0]:
            self._loaded.stdout.readline()

    def _say(self, word: str) -> None:
        self._loaded.stdin.write(word + "\n")
        self._loaded.stdin.flush()

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._serving, signal.SIGKILL)
        if not self._has_ended(20):
            raise RuntimeError("the server does not die")

    def is_dead(self) -> bool:
        """Whether nobody serves."""
        return self._serving is None or self._has_ended(0)

    def _has_ended(self, seconds: float) -> bool:
        return bool(select.select([self._serving], [], [], seconds)[0])

    def close(self) -> None:
        """End everything."""
        if not self.is_dead():
            self.kill()
        self._loaded.kill()
        self._loaded.wait(20)
        self._log.close()
