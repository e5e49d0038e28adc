"""The seeds shared out over processes; one that hangs is ended, counted as a failure, and the rest goes on."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

from tests.faults.places import schema
from tests.faults.server import ROOT
from tests.faults.totals import Totals

AT_ONCE = 25  # seeds of one process: its browsers and its county do not grow without end
PATIENCE = 180  # seconds without a seed that ends; the longest take some forty


def share(first: int, runs: int, jobs: int, more: str = "", database: str = "") -> Totals:
    """Run so many seeds from the first one on, in so many processes at a time."""
    totals, began = Totals(), time.monotonic()
    parts = [(at, min(AT_ONCE, first + runs - at)) for at in range(first, first + runs, AT_ONCE)]
    with ThreadPoolExecutor(jobs) as pool:
        for done in pool.map(lambda part: _part(*part, more, database), parts):
            for each in done:
                totals.add(each)
    totals.seconds = time.monotonic() - began
    return totals


def _part(first: int, runs: int, more: str, database: str) -> list[dict]:
    """The totals of a part; a seed that hung is begun once more, then the rest goes on without it."""
    done, hung = [], None
    while runs > 0:
        found = process(first, runs, "--more", more, database=database)
        done.append(found)
        first, runs = first + found["seeds"], runs - found["seeds"]
        if runs and hung != first:
            hung, found["counts"]["begun again"] = first, found["counts"].get("begun again", 0) + 1
        elif runs:
            done.append(_hung(first))
            first, runs = first + 1, runs - 1
    return done


def _hung(seed: int) -> dict:
    failure = {"seed": seed, "found": ["the run broke off: it hung or ended, twice"], "partner": "", "acts": []}
    return {**json.loads(Totals().as_json()), "seeds": 1, "failures": [failure]}


def process(first: int, runs: int, *words: str, root: Path = ROOT, database: str = "") -> dict:
    """The totals of these seeds, run by the code that lies there in a process of its own; one that hangs is ended.

    Its county lies in a file, or in a schema of its own of that database, which is dropped whatever becomes of it.
    """
    place = schema(database) if database else nullcontext("")
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, place as address:
        out = Path(folder) / "totals.json"
        words = ["--runs", str(runs), "--seed", str(first), "--json", str(out), *words]
        environment = {**os.environ, "PYTHONPATH": str(root), "TIAOCHA_DATABASE": address}
        command = [sys.executable, "-m", "tests.faults", *words]
        _wait(subprocess.Popen(command, start_new_session=True, cwd=root, env=environment), out)
        return json.loads(out.read_text()) if out.exists() else json.loads(Totals().as_json())


def _wait(process: subprocess.Popen, out: Path) -> None:
    """Until the process ends, or has finished no seed for too long."""
    while True:
        before = out.stat().st_mtime if out.exists() else 0
        try:
            process.wait(PATIENCE)
            return
        except subprocess.TimeoutExpired:
            if (out.stat().st_mtime if out.exists() else 0) == before:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return
