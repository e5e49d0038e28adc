"""From when to when a document holds."""

import pytest

from checklists.reading.answer import Clause
from checklists.reading.structure.validity import DAY, day, in_force


@pytest.mark.parametrize(
    "text, issued, effective, expires",
    [
        ("本办法自2019年7月1日起施行，有效期至2023年12月31日。", None, "2019-07-01", "2023-12-31"),
        ("本办法自发布之日起施行，有效期两年。", "2016-09-09", "2016-09-09", "2018-09-08"),
        ("本办法自 2018 年 9 月 1 日起施行，有效期 5 年。", None, "2018-09-01", "2023-08-31"),
        ("本办法自2020年2月29日起施行，有效期一年。", None, "2020-02-29", "2021-02-27"),
        ("本办法自发布之日起施行。", None, None, None),
        ("本办法自2019年13月1日起施行。", None, None, None),
        ("本办法自二〇〇七年三月一日起施行。", None, "2007-03-01", None),
        ("有效期两年。", "2016-09-09", None, None),
    ],
)
def test_the_words_of_the_document_decide(text, issued, effective, expires):
    clause = Clause("c1", "一", "一、", None, text, [], [], None)
    assert in_force([clause], issued) == (effective, expires)


@pytest.mark.parametrize(
    "printed, expected",
    [
        ("2016年9月20日", "2016-09-20"),
        ("2016 年 9 月 20 日", "2016-09-20"),
        ("二〇一六年九月二十日", "2016-09-20"),
        ("二○一○年十二月二十五日", "2010-12-25"),
        ("二OO六年二月二十日", "2006-02-20"),
        ("二00六年十月三十一日", "2006-10-31"),
        ("二〇一六年二月三十日", None),
        ("二十年九月二十日", None),
    ],
)
def test_a_day_is_read_in_figures_and_in_chinese_numerals(printed, expected):
    assert day(DAY.search(printed)) == expected
