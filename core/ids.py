"""Identifiers that sort by time and tell nothing else. Pure."""

import re

from ulid import ULID

PATTERN = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def new_id() -> str:
    """A fresh ULID: 26 characters, Crockford's base 32."""
    return str(ULID())


def is_id(text: str) -> bool:
    """Whether the text is written as one of our identifiers."""
    return bool(PATTERN.fullmatch(text))
