"""Rescue files as a phone writes them, made in Python."""

import base64
import json
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from inspections.filling.sync.chain import canonical
from tests.phone import sha256

PASSPHRASE = "煤场 rescue 2026"
ROUNDS = 600_000


def part(heading: dict, data: bytes = b"") -> bytes:
    """One part: length of the heading, heading, bytes."""
    head = json.dumps({**heading, "size": len(data)}, sort_keys=True, separators=(",", ":")).encode()
    return len(head).to_bytes(4, "big") + head + data


def record(key: str, body: bytes) -> bytes:
    """The part of a record."""
    return part({"kind": "record", "key": key, "draft": json.loads(body)["draft"]}, body)


def photo(data: bytes) -> bytes:
    """The part of a photo."""
    return part({"kind": "bytes", "sha256": sha256(data), "type": "image/jpeg"}, data)


def contents(account: str, parts: list[bytes]) -> bytes:
    """The parts with the one before them that says whose they are."""
    about = {"kind": "about", "account": account, "made_at": "2026-11-21T09:00:00+08:00", "parts": len(parts)}
    return b"".join([part(about), *parts])


def seal(plain: bytes, passphrase: str = PASSPHRASE, rounds: int = ROUNDS) -> bytes:
    """The file."""
    salt, iv = os.urandom(16), os.urandom(12)
    facts = {"cipher": "AES-256-GCM", "kdf": "PBKDF2-SHA256", "iterations": rounds}
    facts |= {"salt": base64.b64encode(salt).decode(), "iv": base64.b64encode(iv).decode()}
    head = b"TIAOCHA-RESCUE-1\n" + canonical(facts).encode() + b"\n"
    key = PBKDF2HMAC(hashes.SHA256(), 32, salt, rounds).derive(passphrase.encode())
    return head + AESGCM(key).encrypt(iv, plain, head)
