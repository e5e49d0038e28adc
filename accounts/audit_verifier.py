#!/usr/bin/env python3
"""Check an exported audit trail without the program, its database or any package.

    python3 audit_verifier.py TRAIL.jsonl [CHECKPOINT.json ...]

TRAIL.jsonl is what `./tiaocha audit export` wrote: one line of the trail a line, {"body", "prev_hash", "hash"}.
CHECKPOINT.json are checkpoints kept outside the server: {"size", "head", "root", "time", ...}.

What it shows: that every line follows from the one before (numbers without a gap, hashes right), and that the
first `size` lines are those that a checkpoint saw, to the letter: a trail that was cut, renumbered or written
anew afterwards does not have the checkpoint's head and root. What it does not show: who made a checkpoint (its
ECDSA signature needs more than the standard library; `./tiaocha accounts verify-audit --checkpoints` checks it),
so trust those that you kept yourself, or whose code stands on a printed report; nor anything of lines after the
last checkpoint but that they follow from each other; nor that what was recorded was true.
"""

import hashlib
import json
import sys
from pathlib import Path

GENESIS = "00" * 32


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def root(leaves: list[bytes]) -> bytes:
    """The Merkle root of RFC 6962."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\x01" + root(leaves[:split]) + root(leaves[split:]))


def read(lines) -> tuple[list[bytes], list[str], list[str]]:
    """Leaves, hashes and faults of a trail, line by line."""
    leaves, hashes, faults, previous = [], [], [], GENESIS
    for number, line in enumerate(lines, 1):
        row = json.loads(line)
        body = row["body"].encode()
        own = sha(b"\x00" + bytes.fromhex(row["prev_hash"]) + body).hex()
        if json.loads(row["body"]).get("seq") != number:
            faults.append(f"line {number}: is numbered {json.loads(row['body']).get('seq')}")
        if row["prev_hash"] != previous or own != row["hash"]:
            faults.append(f"line {number}: does not follow from the line before")
        leaves.append(sha(b"\x00" + body))
        hashes.append(row["hash"])
        previous = row["hash"]
    return leaves, hashes, faults


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
    points = [json.loads(Path(name).read_text("utf-8")) for name in names]
    faults += compare(leaves, hashes, points) + ([] if leaves else ["no line of a trail"])
    print("\n".join(faults) or f"whole: {len(leaves)} lines, {len(points)} checkpoints agree")
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]) if sys.argv[1:] else __doc__.split("\n\n")[1].strip())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        sys.exit(f"this is no exported trail or checkpoint: {wrong!r}")
