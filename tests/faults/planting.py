"""Putting known bugs into a copy of the code, one at a time, and seeing the fault run catch each."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.plants import PLANTS, Plant, put_in
from tests.faults.running import is_proof
from tests.faults.server import ROOT

MOST = 40  # seeds until a bug counts as not caught
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "docs", "instance")


def plant_all(seed: int, only: str = "") -> int:
    """1 when one of the bugs is not caught."""
    missed = 0
    for plant in PLANTS:
        if only in plant.name:
            missed += not _caught(plant, seed)
    return 1 if missed else 0


def _caught(plant: Plant, seed: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="plant-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "code"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        put_in(plant, copy)
        failures = _run(copy, plant, seed)
    found = [(each["seed"], said) for each in failures for said in each["found"] if is_proof([said])]
    if not found:
        print(f"NOT CAUGHT  {plant.name} (in {MOST} seeds)", flush=True)
        return False
    print(f"caught      {plant.name}: seed {found[0][0]}: {found[0][1].splitlines()[0]}", flush=True)
    return True


def _run(copy: Path, plant: Plant, seed: int) -> list[dict]:
    out = copy.parent / "totals.json"
    words = ["--runs", str(MOST), "--seed", str(seed), "--until-caught", "--json", str(out), "--more", plant.more]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    with (copy.parent / "said.log").open("w") as log:
        subprocess.run(
            [sys.executable, "-m", "tests.faults", *words], cwd=copy, env=environment, stderr=log, check=False
        )
    return json.loads(out.read_text())["failures"] if out.exists() else []
