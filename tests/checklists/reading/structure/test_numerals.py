"""Chinese numerals."""

import pytest

from checklists.reading.structure.numerals import chinese_number


@pytest.mark.parametrize(
    "text, number",
    [
        ("一", 1), ("十", 10), ("十九", 19), ("二十", 20), ("二十一", 21), ("一百零五", 105),
        ("两百", 200), ("三百二十", 320),
        ("二〇一六", 2016), ("二○一六", 2016), ("一万", 10000), ("两千", 2000), ("三亿五千万", 350_000_000), ("陆", 6),
        ("", None), ("甲", None), ("一个", None), ("一" * 5000, None),
    ],
)  # fmt: skip
def test_numerals_become_numbers(text, number):
    assert chinese_number(text) == number
