"""What the place of a clause says of its sentences."""

import pytest

from checklists.reading import read
from checklists.reading.duties.contexts import Context, contexts


def of_last(text: str) -> Context:
    (document,) = read("a.txt", f"某办法\n\n{text}".encode()).documents
    return contexts(document.clauses)[-1]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("一、对象\n\n有下列情形之一的：\n\n（一）甲的；", Context("有下列情形之一的：")),
        ("一、报送，重点抓好以下信息的上报：\n\n（一）甲。", Context("报送，重点抓好以下信息的上报：")),
        ("一、申请材料\n\n（一）甲证。", Context("申请材料")),
        ("一、工作措施\n\n（一）做好甲事。", Context()),
        ("一、指导思想\n\n以甲为指导，做好乙。", Context(vision=True)),
        ("一、总体要求\n\n（一）做好甲事，做好乙事。", Context(vision=True)),
        ("一、总体要求\n\n（一）工作目标\n\n建立甲，完成乙。", Context(goals=True)),
        ("一、总体要求\n\n（一）主要目标。建立甲，完成乙。", Context(goals=True)),
        ("第一章 补贴范围\n\n第一条 甲可以申请。", Context()),
    ],
)
def test_the_words_that_open_a_list_and_the_heading_above(text, expected):
    assert of_last(text) == expected
