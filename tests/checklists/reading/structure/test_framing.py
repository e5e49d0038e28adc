"""Whom a paper addresses, and its own table of contents."""

import pytest

from checklists.reading.structure.framing import addressees, inner_contents, notes
from checklists.reading.structure.lines import split


@pytest.mark.parametrize(
    "text, count",
    [
        ("各部门：\n要做好工作。", 1),
        ("各县人民政府，市属开发区管委会，\n市政府有关部门：\n现印发给你们。", 2),
        ("要做好工作。\n各部门：", 0),
        ("一、总则：\n甲", 1),
        ("（1999年12月10日第十二次会议通过）\n各部门：\n现印发给你们。", 1),
        ("为做好工作，现将有关事项公告如下：\n一、甲", 0),
        ("根据有关规定，决定修改下列法规：\n一、甲", 0),
        ("为做好工作\n现通知如下\n请遵照\n各部门：", 0),
    ],
)
def test_the_first_lines_up_to_a_colon_name_the_addressees(text, count):
    assert len(addressees(split(text))) == count


@pytest.mark.parametrize(
    "text, count",
    [
        ("（此件公开发布）\n附件1", 1),
        ("抄送：县委各部门，县人大常委会办公室，\n县政协办公室。\n附件1", 2),
        ("抄送：县委各部门\n附件1\n一、甲。", 1),
        ("某县人民政府办公室　　2020年5月21日印发", 1),
        ("（联系人：张某，电话：12345）", 1),
        ("某县人民政府办公室印发了通知。", 0),
        ("联系人应当及时报告。", 0),
    ],
)
def test_notes_stand_below_the_signature(text, count):
    assert notes(split(text), 0) == count


@pytest.mark.parametrize(
    "text, count",
    [
        ("目 录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。", 3),
        ("目录\n1. 总则\n- 1.1 目的\n1. 总 则\n1.1 目的\n甲。", 3),
        ("第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。", 2),
        ("第一章 总则\n第一节 一般规定\n第一条 甲。\n第二章 附则", 0),
        ("目录\n", 0),
        ("一、甲\n二、乙\n一、甲", 0),
    ],
)
def test_a_table_of_contents_lasts_until_its_first_entry_comes_again(text, count):
    assert inner_contents(split(text), 0) == count
