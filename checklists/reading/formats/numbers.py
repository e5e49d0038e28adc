"""How word processors and browsers print the numbers of a list, by the names that Word gives the styles. Pure."""

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
ROMAN += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def counted(number: int, digits: str = DIGITS, units: str = "十百千", ten_alone: bool = True) -> str:
    """The number as it is counted in Chinese, up to 9999: 十一, 一百〇五."""
    if not 0 < number < 10000:
        return str(number) if number else digits[0]
    text, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += (digits[0] if zero and text else "") + digits[digit] + (units[place - 1] if place else "")
        zero = not digit
    return text[1:] if ten_alone and 10 <= number < 20 else text


def _counted_plain(number: int) -> str:
    return counted(number, "零" + DIGITS[1:])


def _legal(number: int) -> str:
    return counted(number, LEGAL, "拾佰仟", ten_alone=False)


def _digital(number: int) -> str:
    return "".join(DIGITS[int(digit)] if digit.isdigit() else digit for digit in str(number))


def _letters(number: int) -> str:
    # Word goes on with aa, bb, cc
    return chr(ord("a") + (number - 1) % 26) * min(30, (number - 1) // 26 + 1) if number > 0 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _of(letters: str) -> Callable[[int], str]:
    return lambda number: letters[(number - 1) % len(letters)]


def _from(first: str, last: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


NUMERALS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalZero": lambda number: f"{number:02}",
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "chineseCounting": counted,
    "chineseCountingThousand": _counted_plain,
    "japaneseCounting": counted,
    "japaneseLegal": _legal,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "taiwaneseCounting": _counted_plain,
    "taiwaneseCountingThousand": _counted_plain,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "ideographTraditional": _of(STEMS),
    "ideographZodiac": _of(BRANCHES),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "ideographParenthesis": _from("㈠", 10),
    "none": lambda number: "",
}
