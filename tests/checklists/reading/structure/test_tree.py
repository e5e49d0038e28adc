"""The clause tree: the list that a number continues decides where a unit stands."""

import pytest

from checklists.reading.structure.lines import split
from checklists.reading.structure.tree import Tree


def grow(text: str):
    tree = Tree()
    for line in split(text):
        label = tree.accepts(line)
        if label:
            tree.open(label, line)
        elif tree.current:
            tree.text(line)
    return tree.clauses()


def paths(text: str) -> list[str]:
    return [clause.path for clause in grow(text)]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "一、甲\n（一）乙。\n1、丙。\n（1）丁。\n二、戊",
            ["一", "一/（一）", "一/（一）/1", "一/（一）/1/（1）", "二"],
        ),
        ("一、甲\n1、乙。\n2、丙。\n二、丁\n1、戊。", ["一", "一/1", "一/2", "二", "二/1"]),
        ("第一条 甲。\n第二条 乙：\n（一）丙；\n1. 丁。", ["第一条", "第二条", "第二条/（一）", "第二条/（一）/1"]),
        ("第一章 总则\n第一条 甲。\n第二章 细则\n第二条 乙。", ["第一章", "第一章/第一条", "第二章", "第二章/第二条"]),
        ("1 总则\n1.1 目的\n甲。\n2 预防\n2.1 措施", ["1", "1/1.1", "2", "2/2.1"]),
        (
            "一、甲\n㈠乙：\n⒈丙：\n⑴丁；\n⑵戊。\n⒉己。\n㈡庚。",
            ["一", "一/（一）", "一/（一）/1", "一/（一）/1/（1）", "一/（一）/1/（2）", "一/（一）/2", "一/（二）"],
        ),
        ("（1）甲：\n①乙；\n②丙。\n（2）丁。", ["（1）", "（1）/①", "（1）/②", "（2）"]),
        ("1.甲：\n1）乙；\n2）丙。\n2.丁。", ["1", "1/1）", "1/2）", "2"]),
        ("1总则\n1.1目的\n甲。\n1.1.1乙。\n2预防\n2.1措施", ["1", "1/1.1", "1/1.1/1.1.1", "2", "2/2.1"]),
        ("一、甲\n1.2024年完成。\n2.2025年完成。\n二、2026年。", ["一", "一/1", "一/2", "二"]),
        ("第一条 甲:\n(一)乙;\n(二)丙;\n第三条 丁。", ["第一条", "第一条/（一）", "第一条/（二）", "第三条"]),
    ],
)
def test_depth_follows_the_order_in_which_styles_appear(text, expected):
    assert paths(text) == expected


def test_marks_of_the_print_do_not_decide_depth():
    assert paths("### 一、甲\n# （一）乙\n## 1、丙。\n###### 二、丁") == ["一", "一/（一）", "一/（一）/1", "二"]


def test_numbers_may_run_on_across_parents():
    text = "一、甲\n（一）乙\n1、丙。\n2、丁。\n（二）戊\n3、己。"
    assert paths(text) == ["一", "一/（一）", "一/（一）/1", "一/（一）/2", "一/（二）", "一/（二）/3"]


@pytest.mark.parametrize(
    "text",
    ["一、甲乙丙\n三十、不是下一个数。", "一、甲\n2016、不是条目。", "一、总额为\n5、这是被拆开的数字。"],
)
def test_a_number_that_continues_nothing_is_text(text):
    assert paths(text) == ["一"]


def test_an_inline_list_is_taken_apart():
    first, *items = grow("一、（一）略。\n1. 抓好监管。(1) 开展检查。(2) 依法查处。")[-3:]
    assert (first.path, [item.text for item in items]) == ("一/1", ["开展检查。", "依法查处。"])


def test_a_line_broken_by_the_page_is_joined_and_a_new_paragraph_is_not():
    (clause,) = grow("一、面积不低于500平方米，满足重型\n\n车辆进出。\n\n另起一段。")
    assert clause.text == "面积不低于500平方米，满足重型车辆进出。\n另起一段。"
    assert [clause.text[start:end] for start, end in clause.paragraphs] == [
        "面积不低于500平方米，满足重型车辆进出。",
        "另起一段。",
    ]


@pytest.mark.parametrize(
    "text, heading, body",
    [
        ("　　一、统一思想，落实责任\n　　各镇应当成立专班。", "统一思想，落实责任", "各镇应当成立专班。"),
        ("一、统一思想，落实责\n任。各镇应当成立专班。", None, "统一思想，落实责任。各镇应当成立专班。"),
        ("　　一、各镇应当成立专班，\n　　落实责任。", None, "各镇应当成立专班，落实责任。"),
        ("　　一、统一思想，落实责任。\n　　各镇应当成立专班。", None, "统一思想，落实责任。\n各镇应当成立专班。"),
        (
            "　　第一条　国务院行政机构的设置以职能的科学配置\n为基础，做到分工合理。\n　　第二条　甲。",
            None,
            "国务院行政机构的设置以职能的科学配置为基础，做到分工合理。",
        ),
        ("　　第一条　国务院行政机构的设置以职能的科学配置\n（一）甲；", "国务院行政机构的设置以职能的科学配置", ""),
        ("　　一、建立台账，落实责任\n　　二、各镇应当成立专班。", None, "建立台账，落实责任"),
        ("　　一、统一思想，落实责任\n　　（一）各镇应当成立专班。", "统一思想，落实责任", ""),
    ],
)
def test_a_line_that_ends_no_sentence_is_a_title_if_a_paragraph_follows(text, heading, body):
    first = grow(text)[0]
    assert (first.heading, first.text) == (heading, body)


def test_a_paragraph_after_the_list_of_an_item_belongs_to_the_article():
    text = "第一条 用语的含义：\n（一）甲，包括：\n1．乙；\n2．丙。\n前款所称甲，是指丁。"
    assert paths(text)[-1] == "第一条"


def test_an_inline_list_of_plain_numbers_is_taken_apart_too():
    assert paths("一、依法治林。1、加大力度。2、健全队伍。3、抓好防控。") == ["一", "一/1", "一/2", "一/3"]


@pytest.mark.parametrize(
    "line", ["一、分为1、2、3级。", "一、按照。2、健全队伍。3、抓好防控。", "一、做好。1、只有一项。"]
)
def test_figures_that_do_not_count_from_one_are_no_inline_list(line):
    assert paths(line) == ["一"]


def test_a_paragraph_after_a_list_closes_the_unit_that_announced_it():
    *_, last, closing = grow("第一条 资金来源：\n（一）预算；\n（二）捐赠。\n政府将资金列入预算。")
    assert (last.path, closing.path, closing.label) == ("第一条/（二）", "第一条", None)
    assert closing.text == "政府将资金列入预算。"


def test_a_paragraph_after_an_item_of_its_own_belongs_to_the_item():
    *_, last = grow("一、资金管理\n（一）来源\n由财政承担。\n另由社会捐赠。")
    assert last.text == "由财政承担。\n另由社会捐赠。"


def test_the_last_paragraph_on_force_stands_outside_the_numbering():
    *_, last = grow("一、保障\n（一）宣传。要搞好解读。\n本意见自2016年3月25日起实施，有效期至2020年12月31日。")
    assert (last.path, last.label) == ("", None)


@pytest.mark.parametrize(
    "line, heading, text",
    [
        ("**1. 严格准入。**探索建立制度。", "严格准入。", "探索建立制度。"),
        ("## 一、总体要求", "总体要求", ""),
        ("### 1、培训。加大力度，提升能力。", "培训。", "加大力度，提升能力。"),
        ("1、面积不低于500平方米。", None, "面积不低于500平方米。"),
        ("一、基本原则", "基本原则", ""),
    ],
)
def test_a_heading_is_told_from_the_text(line, heading, text):
    (clause,) = grow(line)
    assert (clause.heading, clause.text) == (heading, text)


def test_a_heading_broken_by_the_page_is_completed_where_its_siblings_end_with_a_full_stop():
    text = "一、措施\n### 1. 坚持用理论\n\n武装头脑。健全制度。\n\n**2. 重视师德。**开展教育。"
    _, first, second = grow(text)
    assert (first.heading, first.text) == ("坚持用理论武装头脑。", "健全制度。")
    assert (second.heading, second.text) == ("重视师德。", "开展教育。")


def test_a_heading_without_a_full_stop_stays_whole_among_its_like():
    _, first, _ = grow("一、措施\n### （一）适用范围\n\n适用全县。要执行。\n\n### （二）期限\n\n三年。")
    assert (first.heading, first.text) == ("适用范围", "适用全县。要执行。")


@pytest.mark.parametrize(
    "lines, expected",
    [
        (
            "第二编 物权\n第一分编 通则\n第一章 甲\n第一条 乙。",
            ["第二编", "第二编/第一分编", "第二编/第一分编/第一章", "第二编/第一分编/第一章/第一条"],
        ),
        ("第一条 甲。\n第二条 依照上位法\n第一条的规定，办理。", ["第一条", "第二条"]),
        ("第一条 甲。\n第二条 依照上位法，并按照\n第一条第二款办理。", ["第一条", "第二条"]),
        ("第 一 条 甲。\n第 二 条 乙。", ["第一条", "第二条"]),
        ("第一条 有下列情形的：（一）甲的；（二）乙的。", ["第一条", "第一条/（一）", "第一条/（二）"]),
        ("第一条 依照第（一）项、第（二）项办理。", ["第一条"]),
        ("第九百九十九条 甲。\n第一千条 乙。", ["第九百九十九条", "第一千条"]),
        ("第四条 甲。\n第四条之一 乙。\n第五条 丙。", ["第四条", "第四条之一", "第五条"]),
        ("第二条 甲。\n第二十条 乙。\n第三十条所列乙。", ["第二条", "第二十条"]),
        ("第二条 甲，依照\n第二十条 的规定办理。", ["第二条"]),
    ],
)
def test_laws_are_numbered_in_their_own_way(lines, expected):
    assert paths(lines) == expected
