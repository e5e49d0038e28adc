"""What can be asked of a database at all: text without NUL, numbers that fit into a column; and text as it looks."""

import re
import unicodedata
from collections.abc import Iterable

from flask import abort, request

# Control characters, what only directs writing or has no width, halves of characters, and ends of lines of other kinds.
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# What Unicode calls a letter, a mark or a symbol although nobody sees it: the joiner of graphemes, fillers of Hangul,
# vowels of Khmer and selectors of Mongolian, the empty cell of Braille, selectors of forms, the plane of tags.
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
PICTURE = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u27bf\u2900-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
# The same where it makes one picture of several, which is seen: 👨‍👩‍👧, ❤️, 1️⃣.
OF_A_PICTURE = re.compile(
    f"(?<=[{PICTURE}\ufe0f])\u200d(?=[{PICTURE}])|(?<=[{PICTURE}])[\ufe0e\ufe0f]|(?<=[#*0-9])\ufe0f(?=\u20e3)"
)
SPACES = re.compile(r"[^\S\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
TOO_LONG = re.compile(r"\s*[+-]?[\d_]{19,}\s*")  # no number of ours has more digits than 2^63


def is_askable(value: str) -> bool:
    """Whether a value of an address can be looked for; PostgreSQL knows no NUL, neither knows such numbers."""
    return "\0" not in value and not TOO_LONG.fullmatch(value)


def visible(text: str) -> bool:
    """Whether a text, which may have lines, holds nothing that no eye sees."""
    rest = OF_A_PICTURE.sub("", text)
    return not BLANK.search(rest) and all(each in "\n\t" or unicodedata.category(each) not in UNSEEN for each in rest)


def is_name(text: str) -> bool:
    """Whether it is one line in which everything is seen, and something is: two names that look alike are alike."""
    kinds = {unicodedata.category(each) for each in text}
    return visible(text) and not kinds & {"Cc", "Co"} and any(kind[0] in "LNPS" for kind in kinds)


def spaced(text: str) -> str:
    """The text with one plain space where there are several, or one of another width; none around it."""
    return SPACES.sub(" ", text).strip(" ")


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
