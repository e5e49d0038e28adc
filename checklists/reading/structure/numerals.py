"""Chinese numerals of every kind that numbering and limits use. Pure."""

DIGITS = {letter: value for value, letter in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
LETTERS = "".join([*DIGITS, *UNITS, *LARGE])
LONGEST = 20  # letters; a longer run is no number


def chinese_number(text: str) -> int | None:
    """The whole number that the numeral means; None where it is none. 二十一 is 21, 二〇一六 is 2016, 两 is 2."""
    if not text or len(text) > LONGEST or any(letter not in LETTERS for letter in text):
        return None
    if len(text) > 1 and all(letter in DIGITS for letter in text):
        return int("".join(str(DIGITS[letter]) for letter in text))
    total = section = digit = 0
    for letter in text:
        if letter in DIGITS:
            digit = DIGITS[letter]
        elif letter in UNITS:
            section += (digit or 1) * UNITS[letter]
            digit = 0
        else:
            total = _times(letter, total, section + digit)
            section = digit = 0
    return total + section + digit


def _times(letter: str, total: int, part: int) -> int:
    # 亿 multiplies all before it (一万亿), 万 only what has come since 亿 (三亿五千万)
    return (total + part or 1) * LARGE[letter] if letter == "亿" else total + (part or 1) * LARGE[letter]
