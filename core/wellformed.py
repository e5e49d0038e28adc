"""What can be asked of a database at all: text without NUL, numbers that fit into a column."""

import re
from collections.abc import Iterable

from flask import abort, request

# Control characters but for tab and line breaks, and what turns the direction of writing or has no width.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
TOO_LONG = re.compile(r"\s*[+-]?[\d_]{19,}\s*")  # no number of ours has more digits than 2^63


def is_askable(value: str) -> bool:
    """Whether a value of an address can be looked for; PostgreSQL knows no NUL, neither knows such numbers."""
    return "\0" not in value and not TOO_LONG.fullmatch(value)


def visible(text: str) -> bool:
    """Whether a text holds nothing that no eye sees: two names that look alike are alike, and none is empty."""
    return not UNSEEN.search(text)


def refuse_unaskable_address() -> None:
    """400 for an address or query that no row could ever match."""
    if "\0" in request.path or not all(map(is_askable, _both(request.args.items(multi=True)))):
        abort(400)


def refuse_nul(fields: Iterable[tuple[str, str]]) -> None:
    """400 for a form in which a field holds NUL, which no keyboard makes."""
    if any("\0" in text for text in _both(fields)):
        abort(400)


def _both(pairs: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (text for pair in pairs for text in pair)
