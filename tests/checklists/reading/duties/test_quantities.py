"""Figures with their units, before anybody asks whether they bind."""

from fractions import Fraction

import pytest

from checklists.reading.duties.quantities import per, quantities, value


def found(sentence: str) -> list[tuple]:
    return [(quantity.low, quantity.high, quantity.unit) for quantity in quantities(sentence)]


@pytest.mark.parametrize(
    "sentence, figures",
    [
        ("面积500平方米", [(500, None, "平方米")]),
        ("投资1,200.5万元", [(Fraction("1200.5"), None, "万元")]),
        ("3个工作日", [(3, None, "工作日")]),
        ("一年半", [(Fraction(3, 2), None, "年")]),
        ("半年", [(Fraction(1, 2), None, "年")]),
        ("二十五名", [(25, None, "名")]),
        ("百分之八十", [(80, None, "%")]),
        ("三分之二", [(Fraction(2, 3), None, "")]),
        ("占20%至50%", [(20, 50, "%")]),
        ("2-3辆", [(2, 3, "辆")]),
        ("1000元至1万元", [(1000, 10000, "元")]),
        ("5——10元/吨", [(5, 10, "元/吨")]),
        ("35周岁", [(35, None, "周岁")]),
        ("50毫克/立方米", [(50, None, "毫克/立方米")]),
        ("1倍以上3倍以下", [(1, None, "倍"), (3, None, "倍")]),
    ],
)
def test_a_figure_has_ends_and_a_unit(sentence, figures):
    assert found(sentence) == figures


@pytest.mark.parametrize(
    "sentence",
    [
        "2016年9月20日",
        "（2016-2020年）",
        "《关于2家企业的通知》",
        "某政发〔2016〕109号",
        "第2次",
        "硬化（可满足40吨以上货车进出）",
        "电话0635-8288802",
        "PM2.5",
        "",
    ],
)
def test_dates_numbers_titles_and_reasons_are_no_figures(sentence):
    assert found(sentence) == []


@pytest.mark.parametrize(
    "sentence, rates",
    [
        ("每吨200元", ["吨"]),
        ("每人每年60元", ["人", "年"]),
        ("每个家庭最高4000元", ["家庭"]),
        ("每个岗位2000元", ["个"]),
        ("每千人口4张", ["千人口"]),
        ("每两年1次", ["2年"]),
        ("一年只能享受1次", ["年"]),
        ("每户一份，补助200元", []),
        ("共200元", []),
    ],
)
def test_what_a_figure_is_a_rate_of(sentence, rates):
    assert per(sentence, quantities(sentence)[-1]) == rates


@pytest.mark.parametrize(
    "text, number", [("半", Fraction(1, 2)), ("十五", 15), ("1,000", 1000), (None, None), ("甲", None)]
)
def test_a_numeral_means_a_number(text, number):
    assert value(text) == number
