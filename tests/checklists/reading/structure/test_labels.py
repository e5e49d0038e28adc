"""Labels: the styles of numbering and how they stand in a path."""

import pytest

from checklists.reading.structure.labels import match_annex, match_label


@pytest.mark.parametrize(
    "text, style, number, step",
    [
        ("一、总则", "cn", 1, "一"),
        ("二十一、其他", "cn", 21, "二十一"),
        ("（一）基本要求", "cn_paren", 1, "（一）"),
        ("(十二) 其他", "cn_paren", 12, "（十二）"),
        ("1、甲", "digit", 1, "1"),
        ("19. 乙", "digit", 19, "19"),
        ("2．丙", "digit", 2, "2"),
        ("(3) 丁", "digit_paren", 3, "（3）"),
        ("（10）戊", "digit_paren", 10, "（10）"),
        ("第三十六条 本办法", "article", 36, "第三十六条"),
        ("第一章 总 则", "chapter", 1, "第一章"),
        ("第二节 程序", "section", 2, "第二节"),
        ("4.3 响应措施", "decimal1", 3, "4.3"),
        ("4.3.1 响应", "decimal2", 1, "4.3.1"),
        ("1 总则", "top", 1, "1"),
        ("丙、小五角星的中心点", "stem", 3, "丙"),
        ("第一百○二条 甲", "article", 102, "第一百○二条"),
        ("1总则", "top", 1, "1"),
        ("12附则", "top", 12, "12"),
        ("三", "cn", 3, "三"),
        ("㈡甲", "cn_paren", 2, "（二）"),
        ("⑶甲", "digit_paren", 3, "（3）"),
        ("⒋甲", "digit", 4, "4"),
        ("③甲", "circled", 3, "③"),
        ("2）甲", "digit_close", 2, "2）"),
        ("（１）甲", "digit_paren", 1, "（1）"),
        ("２、甲", "digit", 2, "2"),
        ("一 、甲", "cn", 1, "一"),
        ("第一章总则", "chapter", 1, "第一章"),
        ("第三节监测、预报与预警", "section", 3, "第三节"),
        ("一、2020年是收官之年。", "cn", 1, "一"),
        ("3.2025年底前完成。", "digit", 3, "3"),
        ("4、2025年底前完成。", "digit", 4, "4"),
    ],
)
def test_a_label_is_recognised(text, style, number, step):
    found = match_label(text)
    assert (found.style, found.number, found.step) == (style, number, step)


@pytest.mark.parametrize(
    "text",
    [
        "总则",
        "2016年9月",
        "1.5%",
        "一是抓落实",
        "甲、乙双方应当签订合同",
        "甲方应当交付",
        "第三季度",
        "3个工作日",
        "（试行）",
        "",
        "一",
        "3.2025亿元",
        "10日内办结",
        "5万元以上的罚款",
        "第三章规定的处罚",
        "第九条修改为：“县级以上人民政府负责。”",
        "第十三条增加一款，作为第二款：",
        "第十三条后增加一条，作为第十四条：",
        "第二章第三节的规定",
        "第三章，依照前款",
    ],
)
def test_what_only_looks_like_a_label_is_text(text):
    assert match_label(text) is None


@pytest.mark.parametrize(
    "text, path",
    [
        ("附件：", "附件"),
        ("附件", "附件"),
        ("附件 1:", "附件1"),
        ("附件2：", "附件2"),
        ("附件三", "附件3"),
        ("附 件", "附件"),
        ("附件：全县重点行业领域工作措施", None),
        ("见附件", None),
        ("附：", "附件"),
        ("附表二", "附表2"),
        ("附录", "附录"),
        ("附则", None),
        ("附表一、附表二", None),
        ("附件1所列项目。", None),
    ],
)
def test_an_attachment_begins_where_nothing_else_is_on_the_line(text, path):
    found = match_annex(text)
    assert (found and found.path) == path


@pytest.mark.parametrize(
    "text, path, printed, title",
    [
        ("附件一：立法会的产生办法", "附件1", "附件一：", "立法会的产生办法"),
        ("附件2 收费标准", "附件2", "附件2", "收费标准"),
        ("附表1：税目税额表", "附表1", "附表1：", "税目税额表"),
    ],
)
def test_the_title_of_an_attachment_can_stand_on_its_line(text, path, printed, title):
    found = match_annex(text)
    assert (found.path, found.printed, found.title) == (path, printed, title)
