"""List numbers as word processors and browsers print them."""

import pytest

from checklists.reading.formats.numbers import NUMERALS


@pytest.mark.parametrize(
    "style, number, printed",
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 105, "一百〇五"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographDigital", 10, "一〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 2, "丑"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 2, "B"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 1999, "MCMXCIX"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 1, "⒈"),
        ("none", 4, ""),
    ],
)
def test_each_style_counts_in_its_own_way(style, number, printed):
    assert NUMERALS[style](number) == printed


@pytest.mark.parametrize("style", NUMERALS)
@pytest.mark.parametrize("number", [-5, 0, 1, 99999])
def test_no_number_is_too_odd(style, number):
    assert isinstance(NUMERALS[style](number), str)
