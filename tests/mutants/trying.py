"""Trying a mutant: the tests of its room, in a copy of the product, within a time limit."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.mutants.making import Mutant
from tests.mutants.rooms import ROOMS, ROOT

LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "*.pyc", "instance")
QUICK = "not browser and not postgres and not webkit and not ocr"
PYTEST = ["-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--hypothesis-seed=0", "-m", QUICK]
SLACK = 30  # seconds over three times what the tests take unchanged


class Copy:
    """The product in a folder of its own, where mutants live one at a time."""

    def __init__(self, folder: Path):
        self.root = folder / "copy"
        shutil.copytree(ROOT, self.root, ignore=LEFT_OUT)
        self.limits: dict[str, float] = {}

    def is_sound(self, room: str) -> bool:
        """Whether the room's tests pass unchanged; how long they take sets the limit for its mutants."""
        began = time.monotonic()
        passed = self._passes(room, None)
        self.limits[room] = 3 * (time.monotonic() - began) + SLACK
        return passed

    def survives(self, mutant: Mutant) -> bool:
        """Whether no test of the room notices the mutant; a test that no longer ends has noticed it."""
        file = self.root / mutant.file
        whole = file.read_text()
        try:
            self._write(file, mutant.code)
            return self._passes(mutant.room, self.limits[mutant.room])
        finally:
            self._write(file, whole)

    def _write(self, file: Path, code: str) -> None:
        """Compiled code is told from old by size and second, which a mutant may share with what it came from."""
        file.write_text(code)
        for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
            compiled.unlink()

    def _passes(self, room: str, limit: float | None) -> bool:
        command = [sys.executable, *PYTEST, *ROOMS[room].trials(self.root)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
        with subprocess.Popen(command, cwd=self.root, **quiet) as tests:
            try:
                return tests.wait(limit) == 0
            except subprocess.TimeoutExpired:
                return False
            finally:
                _end(tests)


def _end(tests: subprocess.Popen) -> None:
    """Nothing that the tests started goes on."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(tests.pid, signal.SIGKILL)
