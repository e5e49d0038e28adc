"""The installation's key for receipts: made at the first use, kept in the instance folder, never sent anywhere."""

import base64
import hashlib
import json
import os
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from core.ids import new_id

SIDE = 32  # bytes of r and of s


class ReceiptKey:
    """Signs with ECDSA P-256 over SHA-256; a signature is r and s, 32 bytes each, in base64url."""

    def __init__(self, file: Path):
        self.file = Path(file)

    @cached_property
    def _private(self) -> ec.EllipticCurvePrivateKey:
        if not self.file.exists():
            _make(self.file)
        key = serialization.load_pem_private_key(self.file.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError(f"{self.file} holds no key of an elliptic curve")
        return key

    @cached_property
    def jwk(self) -> dict[str, str]:
        """The public half as a JSON Web Key; its kid is the thumbprint of RFC 7638."""
        numbers = self._private.public_key().public_numbers()
        key = {"crv": "P-256", "kty": "EC", "x": _text(_side(numbers.x)), "y": _text(_side(numbers.y))}
        thumb = hashlib.sha256(json.dumps(key, sort_keys=True, separators=(",", ":")).encode()).digest()
        return {**key, "kid": _text(thumb), "use": "sig", "alg": "ES256"}

    @property
    def id(self) -> str:
        """The key's name in receipts."""
        return self.jwk["kid"]

    def sign(self, text: str) -> str:
        """The signature of the text."""
        r, s = utils.decode_dss_signature(self._private.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return _text(_side(r) + _side(s))

    def signed(self, text: str, signature: str) -> bool:
        """Whether that is this key's signature of the text."""
        return genuine(self.jwk, text, signature)


def genuine(jwk: dict[str, str], text: str, signature: str) -> bool:
    """Whether the text was signed with the private half of that key."""
    try:
        raw = _bytes(signature)
        point = ec.EllipticCurvePublicNumbers(_number(jwk["x"]), _number(jwk["y"]), ec.SECP256R1()).public_key()
        der = utils.encode_dss_signature(int.from_bytes(raw[:SIDE], "big"), int.from_bytes(raw[SIDE:], "big"))
        point.verify(der, text.encode(), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return len(raw) == 2 * SIDE


def _make(file: Path) -> None:
    """Two processes may come here at once: the first to link its key wins, the other reads that one."""
    made = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    own = file.with_name(f"{file.name}.{new_id()}")
    handle = os.open(own, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(made)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(own, file)
    except FileExistsError:
        pass
    finally:
        own.unlink()


def _side(number: int) -> bytes:
    return number.to_bytes(SIDE, "big")


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text), "big")
