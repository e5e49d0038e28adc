"""Passwords that everybody tries first: a list that ships with the product, and how its words are dressed up. Pure."""

import string
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "data" / "common_passwords.txt"
SHORTEST = 5  # of a listed word
TRIMMING = string.digits + string.punctuation
MOST_TRIMMED = 8  # a date; a common word with more than this beside it is no longer the word
ON_DIGITS = str.maketrans("!@#$%^&*()", "1234567890")  # the signs above the digits of a keyboard
FOR_LETTERS = str.maketrans("@$!013457", "asioieast")


def is_common(password: str) -> bool:
    """Whether it is on the list, or is a listed word in capitals, with signs for letters, with a number beside it."""
    plain = password.casefold()
    forms = {plain, plain.translate(ON_DIGITS), plain.translate(FOR_LETTERS), _without_signs(plain)}
    forms |= {_without_signs(form) for form in forms} | {form.strip(TRIMMING) for form in forms}
    return any(form in _listed() for form in forms if len(plain) - len(form) <= MOST_TRIMMED)


def _without_signs(word: str) -> str:
    return "".join(letter for letter in word if letter not in string.punctuation)


@cache
def _listed() -> frozenset[str]:
    lines = LIST.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))
