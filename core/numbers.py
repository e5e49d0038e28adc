"""Numbers as people type and read them; exact fractions inside. Pure."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from core.errors import N_, Invalid

TYPED = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")
ASK = N_("请只填写数字，例如 520 或 5.6，不要写单位、汉字或其他符号。")
NEGATIVE = N_("这里不能填写负数。")


def parse_decimal(text: str, negative: bool = False) -> Fraction:
    """The number that was typed: at most 9 digits before and 4 after the point; full-width digits are taken.

    Raises Invalid for anything else: 五百, 500㎡, 1e9, NaN, and -1 unless negatives are allowed.
    """
    plain = _plain(text)
    if not TYPED.fullmatch(plain):
        raise Invalid(ASK)
    if plain.startswith("-") and not negative:
        raise Invalid(NEGATIVE)
    return Fraction(Decimal(plain))


def _plain(text: str) -> str:
    """Half-width forms of full-width digits, point and minus only; ㎡ and ² stay what they are."""
    text = text.strip()
    return "".join(
        unicodedata.normalize("NFKC", letter) if "\uff01" <= letter <= "\uff5e" else letter for letter in text
    ).replace("。", ".")


def show_fraction(value: Fraction) -> str:
    """A decimal where it ends within 4 places (5, 2.5), else the fraction itself (8/3)."""
    value = Fraction(value)
    scaled = value * 10_000
    if scaled.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    whole, rest = divmod(abs(scaled.numerator), 10_000)
    digits = f"{rest:04d}".rstrip("0")
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def round_half_up(value: Fraction, places: int = 1) -> str:
    """The value with that many decimals, a half going up: 89.95 gives 90.0, 89.949 gives 89.9."""
    scaled = Fraction(value) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    whole, rest = divmod(abs(units), 10**places)
    sign = "-" if units < 0 else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"
