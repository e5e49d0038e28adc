#!/usr/bin/env python3
"""Check a trail that `./tiaocha audit export` wrote, without the program, its database or any package.

    python3 audit_verifier.py TRAIL.jsonl [CHECKPOINT.json ...]

What it shows: that every line follows from the one before (numbers without a gap, hashes right), and that the first
`size` lines are those that a checkpoint saw, to the letter: a trail cut, renumbered or written anew afterwards does
not have the checkpoint's head and root. What it does not show: who made a checkpoint (its ECDSA signature is checked
by `./tiaocha accounts verify-audit --checkpoints`), so trust those that you kept yourself, or whose code stands on a
printed report; nor of later lines more than that they follow from each other; nor that what was recorded was true.
"""

import json
import re
import sys
from hashlib import sha256
from pathlib import Path

TIME = re.compile("[0-9TZ:.+-]{10,40}")


def root(leaves: list[bytes]) -> bytes:
    """The Merkle root of RFC 6962."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:])).digest()


def read(lines) -> tuple[list[bytes], list[str], list[str]]:
    """Leaves, hashes and faults of a trail, line by line."""
    leaves, hashes, faults = [], ["00" * 32], []
    for number, line in enumerate(lines, 1):
        row = json.loads(line)
        body, seq = row["body"].encode(), json.loads(row["body"]).get("seq")
        own = sha256(b"\x00" + bytes.fromhex(row["prev_hash"]) + body).hexdigest()
        if type(seq) is not int or seq != number:
            faults.append(f"line {number}: is numbered {seq!a:.99}")
        if row["prev_hash"] != hashes[-1] or own != row["hash"]:
            faults.append(f"line {number}: does not follow from the line before")
        leaves.append(sha256(b"\x00" + body).digest())
        hashes.append(row["hash"])
    return leaves, hashes[1:], faults


def checkpoint(text: str) -> dict:
    """A checkpoint, whose size could be one and whose time can be printed."""
    point = json.loads(text)
    if type(point["size"]) is not int or point["size"] < 1 or not TIME.fullmatch(point["time"]):
        raise ValueError("size or time of a checkpoint")
    return point


def compare(leaves: list[bytes], hashes: list[str], checkpoints: list[dict]) -> list[str]:
    """What the checkpoints saw otherwise, with the lines in which it lies."""
    faults, good = [], 0
    for point in sorted(checkpoints, key=lambda each: each["size"]):
        size, when = point["size"], point["time"]
        if size > len(leaves):
            faults.append(f"lines {good + 1} to {size} were removed or renumbered since {when}: {len(leaves)} are left")
        elif hashes[size - 1] != point["head"] or root(leaves[:size]).hex() != point["root"]:
            faults.append(f"lines {good + 1} to {size} were written anew since {when}")
        else:
            good = size
    return faults


def main(trail: str, *names: str) -> int:
    leaves, hashes, faults = read(Path(trail).read_bytes().splitlines())
    points = [checkpoint(Path(name).read_text("utf-8")) for name in names]
    faults += compare(leaves, hashes, points) + ([] if leaves else ["no line of a trail"])
    print("\n".join(faults) or f"whole: {len(leaves)} lines, {len(points)} checkpoints agree")
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]) if sys.argv[1:] else __doc__.split("\n\n")[1].strip())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        sys.exit(f"this is no exported trail or checkpoint: {wrong!a:.200}")
