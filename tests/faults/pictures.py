"""Real photos, each its own bytes; most are small, some come in several pieces."""

import base64
import hashlib
import io
import random
from functools import cache

from PIL import Image


@cache
def _noise(large: bool) -> bytes:
    size = (760, 560) if large else (96, 72)
    out = io.BytesIO()
    pixels = random.Random(7).randbytes(size[0] * size[1] * 3)
    Image.frombytes("RGB", size, pixels).save(out, "JPEG", quality=90 if large else 60)
    return out.getvalue()


def photo(seed: int, number: int) -> tuple[str, str]:
    """A JPEG of that seed and number: its bytes in base64, and their hash."""
    comment = f"{seed}-{number}".encode()
    marker = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
    base = _noise(number % 6 == 5)
    whole = base[:2] + marker + base[2:]
    return base64.b64encode(whole).decode(), hashlib.sha256(whole).hexdigest()
