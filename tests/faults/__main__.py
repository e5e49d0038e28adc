"""The fault run: ./tiaocha faults --runs N --seed S [--jobs J] [--database postgresql://…] | --plant"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from core.config import POSTGRES, BadSettings, database_address
from tests.faults.drawing import draw_run
from tests.faults.planting import plant_all
from tests.faults.running import is_proof, run
from tests.faults.sharing import share
from tests.faults.totals import Totals, table
from tests.faults.world import World


def options(words: list[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="./tiaocha faults", description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="the first seed; the next ones follow it")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument(
        "--database",
        default="",
        metavar="ADDRESS",
        help="run on PostgreSQL: the address of a database; each county (at most 25 seeds) gets a schema of its own "
        "there, which is dropped afterwards; without it, each lies in an SQLite file",
    )
    parser.add_argument("--plant", action="store_true", help="put known bugs in, one at a time, and see each caught")
    parser.add_argument("--only", default="", help="the name of one bug")
    parser.add_argument("--more", default="", help="faults to draw more often: name=times,name=times")
    parser.add_argument("--until-caught", action="store_true", help="end at the first failure")
    parser.add_argument("--log", default="", help="keep what the server said in this file")
    parser.add_argument("--json", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    asked.database = asked.database and _postgresql(parser, asked.database)
    return asked


def _postgresql(parser: argparse.ArgumentParser, given: str) -> str:
    try:
        address = database_address(given, Path())
    except BadSettings:
        address = ""
    if not address.startswith(POSTGRES):
        parser.error("--database is an address like postgresql://user:password@host:port/name, its driver is installed")
    return address


def weights(text: str) -> dict[str, float]:
    """name=times, separated by commas."""
    return {name: float(times) for name, _, times in (each.partition("=") for each in text.split(",") if each)}


def run_all(asked: argparse.Namespace) -> Totals:
    """The seeds one after the other in one county."""
    totals, began, more = Totals(), time.monotonic(), weights(asked.more)
    with (
        tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as folder,
        sync_playwright() as browsers,
    ):
        world = World(browsers, Path(folder))
        try:
            for handset in world.handsets:
                handset.start()
            for handset, person in zip(world.handsets, ("jiancha", "jiancha1"), strict=True):
                handset.sign_in(person)
                handset.install()
            for seed in range(asked.seed, asked.seed + asked.runs):
                _one(world, seed, more, totals)
                totals.seconds = time.monotonic() - began
                if asked.json:  # after each seed: whoever ends this process has what was done so far
                    Path(asked.json).write_text(totals.as_json())
                if asked.until_caught and any(is_proof(each["found"]) for each in totals.failures):
                    break
        finally:
            if asked.log:
                Path(asked.log).write_text((world.instance.parent / "server.log").read_text())
            for handset in world.handsets:
                totals.network.update(handset.network.met)
            world.close()
    return totals


def _one(world: World, seed: int, more: dict, totals: Totals) -> None:
    began, drawn = time.monotonic(), draw_run(seed, more)
    found = run(world, drawn, totals)
    totals.seeds += 1
    took = time.monotonic() - began
    print(
        f"seed {seed}: {'ok' if not found else 'FAILED'} ({len(drawn.acts)} acts, {took:.1f} s)",
        file=sys.stderr,
        flush=True,
    )
    if found:
        totals.failures.append(
            {
                "seed": seed,
                "found": found,
                "partner": drawn.partner,
                "acts": [f"days {drawn.days}", *map(str, drawn.acts)],
            }
        )
        _tell(totals.failures[-1])


def _tell(failure: dict) -> None:
    print(
        f"\n./tiaocha faults --seed {failure['seed']} --runs 1   (second phone: {failure['partner'] or 'none'})",
        file=sys.stderr,
    )
    for line in [*failure["found"], *("    " + act for act in failure["acts"])]:
        print(line, file=sys.stderr)
    print(file=sys.stderr, flush=True)


def main(words: list[str]) -> int:
    """1 when anything failed."""
    asked = options(words)
    if asked.plant:
        return plant_all(asked.seed, asked.only)
    totals = run_all(asked) if asked.json else share(asked.seed, asked.runs, asked.jobs, asked.more, asked.database)
    if asked.json:
        Path(asked.json).write_text(totals.as_json())
        return 0
    print(table(totals))
    for failure in totals.failures:
        print(f"FAILED: ./tiaocha faults --seed {failure['seed']} --runs 1: {failure['found'][0].splitlines()[0]}")
    return 1 if totals.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
