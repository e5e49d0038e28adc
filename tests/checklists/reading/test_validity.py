"""From when to when a document holds."""

import pytest

from checklists.reading.answer import Clause
from checklists.reading.validity import in_force


@pytest.mark.parametrize(
    "text, issued, effective, expires",
    [
        ("本办法自2019年7月1日起施行，有效期至2023年12月31日。", None, "2019-07-01", "2023-12-31"),
        ("本办法自发布之日起施行，有效期两年。", "2016-09-09", "2016-09-09", "2018-09-08"),
        ("本办法自 2018 年 9 月 1 日起施行，有效期 5 年。", None, "2018-09-01", "2023-08-31"),
        ("本办法自2020年2月29日起施行，有效期一年。", None, "2020-02-29", "2021-02-27"),
        ("本办法自发布之日起施行。", None, None, None),
        ("本办法自2019年13月1日起施行。", None, None, None),
        ("有效期两年。", "2016-09-09", None, None),
    ],
)
def test_the_words_of_the_document_decide(text, issued, effective, expires):
    clause = Clause("c1", "一", "一、", None, text, [], [], None)
    assert in_force([clause], issued) == (effective, expires)
