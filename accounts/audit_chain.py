"""The hash chain of the audit trail. Pure; the design and its test vectors are those of RFC 8785 and RFC 6962."""

import hashlib
import json
from typing import Any

GENESIS = "00" * 32


def canonical(row: dict[str, Any]) -> str:
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


class Peaks:
    """The whole subtrees of a Merkle tree that grows: enough to go on from, and for the root."""

    def __init__(self, size: int = 0, hashes: list[str] | None = None):
        self.size, self.hashes = size, list(hashes or ())

    def add(self, body: str) -> None:
        """The next leaf; two subtrees of one height become one."""
        node, height = hashlib.sha256(b"\x00" + body.encode()).hexdigest(), self.size
        while height & 1:
            node = _node(self.hashes.pop(), node)
            height >>= 1
        self.hashes.append(node)
        self.size += 1

    def root(self) -> str:
        """The root over all leaves so far."""
        if not self.hashes:
            return merkle_root([])
        *left, root = self.hashes
        for peak in reversed(left):
            root = _node(peak, root)
        return root


def _node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def read_body(body: str) -> dict[str, Any]:
    """What a row says; nothing, where somebody made it unreadable."""
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
