"""Texts that a page prints in one line."""

import pytest

from checklists.reading import read
from checklists.reading.structure.folded import unfolded
from checklists.reading.structure.lines import split
from tests.checklists.reading.gazettes import unowned

LONG = "依法做好各项工作" * 12
LAW = (
    f"某州自治条例 第一章 总则 第一条根据宪法，{LONG}。 第二条 自治州设立机关。 自治州的首府设在某县。 "
    f"第二章 机关 第三条 机关应当：{LONG}。"
)
NOTICE = (
    "某市人民政府关于印发某市整治方案的通知 某政发[2006]16号 各县人民政府: 现印发给你们,请组织实施。 "
    f"二OO六年四月十三日 某市整治方案 为做好工作,制定本方案。 一、指导思想 {LONG}。 二、范围 {LONG}。 (一)甲。 (二)乙。"
)


@pytest.mark.parametrize(
    "text, title, paths",
    [
        (
            LAW,
            "某州自治条例",
            ["第一章", "第一章/第一条", "第一章/第二条", "第二章", "第二章/第三条"],
        ),
        (NOTICE, "某市整治方案", ["一", "二", "二/（一）", "二/（二）"]),
    ],
)
def test_a_text_in_one_line_is_read_like_any_other(text, title, paths):
    answer = read("a.txt", text.encode())
    (document,) = answer.documents
    assert document.title == title
    assert [clause.path for clause in document.clauses] == paths
    assert unowned(answer) == ("", "")


def test_the_opening_of_a_text_in_one_line_tells_number_and_day():
    (document,) = read("a.txt", NOTICE.encode()).documents
    assert (document.number, document.issued_on) == ("某政发〔2006〕16号", "2006-04-13")
    assert document.clauses[0].heading == "指导思想"


@pytest.mark.parametrize(
    "text", [f"第一条 依照第二条 和第三条，{LONG}{LONG}{LONG}。", f"{LONG}。 二、甲。 三、乙。{LONG}{LONG}"]
)
def test_references_and_loose_numbers_do_not_part_a_line(text):
    assert [line.text for line in unfolded(split(text))] == [text]
