"""Putting known bugs into a copy of the code, one at a time, and seeing the fault run catch each."""

import shutil
import tempfile
from pathlib import Path

from tests.faults.plants import PLANTS, Plant, put_in
from tests.faults.running import is_proof
from tests.faults.server import ROOT
from tests.faults.sharing import process

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
    """What was found; a seed that hangs proves nothing and is passed over."""
    words, end = ["--until-caught", "--more", plant.more], seed + MOST
    while seed < end:
        done = process(seed, end - seed, *words, root=copy)
        if done["failures"] and any(is_proof(each["found"]) for each in done["failures"]):
            return done["failures"]
        seed += done["seeds"] + 1
    return []
