"""Conditions: in the words of the text, and only where it has one."""

import pytest

from checklists.reading.drafting.conditions import condition
from checklists.reading.drafting.facts import facts


@pytest.mark.parametrize(
    "sentence, case",
    [
        ("新建厂房需采用钢框架结构。", "新建厂房"),
        ("公共服务类项目邀请服务对象参与。", "公共服务类项目"),
        ("重大项目须聘请专家参加验收。", "重大项目"),
        ("对达到公开招标限额以上的项目，采购人要填写审批表。", "达到公开招标限额以上的项目"),
        ("对供应商提出的询问，采购人作出答复。", "供应商提出的询问"),
        ("发现弄虚作假的，停止发放补贴。", "发现弄虚作假"),
        ("不一致的直接要求退换。", "不一致"),
        ("采购大宗货物时，采购人应进行市场调研。", "采购大宗货物时"),
        ("签订合同前，采购人进行再审核。", None),
        ("厂房要全封闭。", None),
    ],
)
def test_the_condition_is_what_the_text_says(sentence, case):
    assert condition(facts(sentence)[0]) == case
