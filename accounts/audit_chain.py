"""The hash chain of the audit trail. Pure; the design and its test vectors are those of RFC 8785 and RFC 6962."""

import hashlib
import json

GENESIS = "00" * 32


def canonical(row: dict) -> str:
    """The one way to write a row: sorted keys, no spaces, UTF-8; floats have no place in it."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def chain_hash(previous: str, body: str) -> str:
    """SHA-256 over 0x00, the previous hash and the canonical row, in hexadecimal."""
    return hashlib.sha256(b"\x00" + bytes.fromhex(previous) + body.encode()).hexdigest()


def merkle_root(bodies: list[str]) -> str:
    """The root of the tree over the rows: leaves under 0x00, nodes under 0x01."""
    return _root([hashlib.sha256(b"\x00" + body.encode()).digest() for body in bodies]).hex()


def _root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _root(leaves[:split]) + _root(leaves[split:])).digest()


def first_break(rows: list[tuple[int, str, str, str]]) -> int | None:
    """The seq of the first row (seq, body, prev_hash, hash) that does not follow from the one before."""
    previous, expected = GENESIS, 1
    for seq, body, prev_hash, own in rows:
        sound = seq == expected and prev_hash == previous and own == chain_hash(previous, body)
        if not sound or json.loads(body).get("seq") != seq:
            return seq
        previous, expected = own, seq + 1
    return None
