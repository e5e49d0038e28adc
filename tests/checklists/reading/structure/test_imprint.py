"""What the page of a web site prints above a paper."""

import pytest

from checklists.reading import read
from checklists.reading.structure.imprint import imprint, page_heading, shown_day, shown_number
from checklists.reading.structure.lines import split


@pytest.mark.parametrize(
    "text, entries, kept",
    [
        (
            "发文机关:某省人民政府\n文号 :某政发[2018]13号\n各部门：\n请执行。",
            {"issuer": "某省人民政府", "number": "某政发[2018]13号"},
            ["各部门：", "请执行。"],
        ),
        (
            "某办法\n索引号 620722087/2020 发文字号 某政发〔2020〕110号\n第一条 甲。",
            {"other": "620722087/2020", "number": "某政发〔2020〕110号"},
            ["某办法", "第一条 甲。"],
        ),
        (
            "索引号 | xz/2021 | 公开形式: | 公开 |\n文号 | 某政发〔2021〕88号 | 成文日期: | 2021年09月28 |\n甲。",
            {"other": "xz/2021", "number": "某政发〔2021〕88号", "issued": "2021年09月28"},
            ["甲。"],
        ),
        ("• 时 效 性:有效\n• 发文文号:\n第一章 总则", {"other": "有效", "number": ""}, ["第一章 总则"]),
        ("我的法规\n发文标题: 关于减税的通知\n甲。", {"title": "关于减税的通知"}, ["关于减税的通知", "甲。"]),
        ("某办法\n第一条 甲。\n文号:某政发〔2018〕13号", {}, ["某办法", "第一条 甲。", "文号:某政发〔2018〕13号"]),
        ("标题 党整治方案\n甲。", {}, ["标题 党整治方案", "甲。"]),
    ],
)
def test_the_entries_above_the_text_belong_to_the_page(text, entries, kept):
    found, lines = imprint(split(text))
    assert (found.entries, [line.text for line in lines]) == (entries, kept)


@pytest.mark.parametrize(
    "text, above, issuer",
    [
        ("某省人才条例\n某省人民政府\n某省人才条例\n第一条 甲。", 2, "某省人民政府"),
        ("关于印发某办法的通知\n关于印发\n某办法的通知\n各部门：", 1, ""),
        ("某省人才条例\n第一条 甲。\n某省人才条例", 0, None),
        ("通知\n通知", 0, None),
    ],
)
def test_a_title_that_comes_again_is_the_heading_of_the_page(text, above, issuer):
    found, lines = imprint(split(text))
    assert (page_heading(found, lines), found.entries.get("issuer")) == (above, issuer)


@pytest.mark.parametrize(
    "printed, expected",
    [
        ("2021-1-5", "2021-01-05"),
        ("2006.08.18", "2006-08-18"),
        ("2018年03月27", "2018-03-27"),
        ("2020-05-29 14:36:23", None),
        ("", None),
    ],
)
def test_the_day_of_an_entry(printed, expected):
    assert shown_day({"issued": printed}, "issued") == expected


@pytest.mark.parametrize(
    "printed, expected",
    [("某政发[2018]13号", "某政发〔2018〕13号"), ("某市人民政府令第12号", "某市人民政府令第12号"), ("无", None)],
)
def test_the_number_of_an_entry(printed, expected):
    assert shown_number({"number": printed}) == expected


PAGE = """某省村庄建设办法
某省人民政府
某省村庄建设办法
某省人民政府
某省人民政府令
第82号
《某省村庄建设办法》已经常务会议通过,现予发布施行。
一九九七年七月二十三日
第一条 甲。
"""


def test_a_page_of_a_web_site_gives_title_issuer_and_number():
    (document,) = read("page.txt", PAGE.encode()).documents
    assert (document.title, document.issuer) == ("某省村庄建设办法", "某省人民政府")
    assert (document.number, document.issued_on) == ("某省人民政府令第82号", "1997-07-23")
