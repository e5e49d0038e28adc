"""Mutation testing: ./tiaocha mutants --count N --seed S [--room ROOM] [--list]"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.mutants.known import KNOWN
from tests.mutants.making import Mutant, draw
from tests.mutants.rooms import ROOMS
from tests.mutants.trying import Copy

TOLERATED = 20  # of so many mutants one may survive unexplained


def options(words: list[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="./tiaocha mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=ROOMS, help="only this room; may be said more than once")
    parser.add_argument("--list", action="store_true", help="only say what would be tried")
    return parser.parse_args(words)


def known(mutant: Mutant) -> str | None:
    """Why the mutant may survive, if it may."""
    return KNOWN.get((mutant.file, mutant.before, mutant.after))


def try_all(mutants: list[Mutant]) -> list[Mutant]:
    """The mutants that survive; raises SystemExit where a room's tests fail unchanged."""
    survivors = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Copy(Path(folder))
        for room in dict.fromkeys(mutant.room for mutant in mutants):
            if not copy.is_sound(room):
                raise SystemExit(f"the tests of {room} fail without any mutant")
            print(f"{room}: the tests pass; {copy.limits[room]:.0f} s for a mutant", file=sys.stderr, flush=True)
        for number, mutant in enumerate(mutants, start=1):
            survived = copy.survives(mutant)
            survivors += [mutant] * survived
            word = "SURVIVED" if survived else "killed"
            print(f"{number}/{len(mutants)} {word}: {mutant.diff}", file=sys.stderr, flush=True)
    return survivors


def table(mutants: list[Mutant], survivors: list[Mutant]) -> str:
    """A line for each room, below it its survivors with the reason where there is one."""
    lines = []
    for room in dict.fromkeys(mutant.room for mutant in mutants):
        left = [each for each in survivors if each.room == room]
        count = sum(each.room == room for each in mutants)
        lines.append(f"{room}: {count} mutants, {count - len(left)} killed, {len(left)} survived")
        lines += [f"  {each.diff}\n    {known(each) or 'no reason is known'}" for each in left]
    return "\n".join(lines)


def main(words: list[str]) -> int:
    """1 when more than one in twenty survive without a known reason."""
    asked = options(words)
    rooms = {name: room for name, room in ROOMS.items() if not asked.room or name in asked.room}
    mutants = draw(rooms, asked.count, asked.seed)
    if asked.list:
        print(*(f"{mutant.room}: {mutant.diff}" for mutant in mutants), sep="\n")
        return 0
    survivors = try_all(mutants)
    unexplained = [each for each in survivors if not known(each)]
    print(table(mutants, survivors))
    print(f"in all: {len(mutants)} mutants, {len(survivors)} survived, {len(unexplained)} of them unexplained")
    return int(len(unexplained) * TOLERATED > len(mutants))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
