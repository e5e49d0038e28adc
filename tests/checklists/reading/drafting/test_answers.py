"""Kinds of answers: by limit, choice, for each, by list."""

import pytest

from checklists.reading.drafting.answers import by_limit, choice, is_for_each, tally
from checklists.reading.duties.limits import limits


@pytest.mark.parametrize(
    "words, kind",
    [
        ("面积不低于500平方米", "number"),
        ("至少配备2辆", "count"),
        ("每月至少组织一次", "count"),
        ("补贴每吨200元", "number"),
        ("每户最高补贴1吨", "number"),
        ("3个工作日内", "interval"),
        ("最少留存两年", "interval"),
        ("1—3年不得参与", "number"),
        ("确定1—3名候选人", "count"),
        ("次月5日前", "date"),
    ],
)
def test_a_limit_names_the_kind_it_is_held_against(words, kind):
    assert by_limit(limits(words)[0]) == kind


@pytest.mark.parametrize(
    "words, members",
    [
        ("外墙颜色为深灰或浅灰色", ["深灰", "浅灰色"]),
        ("安装固定式或移动式喷淋设施", []),
        ("外墙颜色严禁采用红色或黄色", []),
    ],
)
def test_a_quality_of_two_is_chosen(words, members):
    assert choice(words) == members


@pytest.mark.parametrize(
    "words, each",
    [("按要求每批次送检样本", True), ("每次验收前，采购人核对", True), ("每次不超过3人", False), ("每月检查", False)],
)
def test_a_duty_for_each_is_counted(words, each):
    assert is_for_each(words) == each


@pytest.mark.parametrize(
    "words, heading, number",
    [
        ("登记姓名、身份证号、详细地址等信息", None, 3),
        ("及时公开政府采购信息", "严格执行“六公开”制度", 6),
        ("做到“五落实”", "标题", 5),
        ("提供营业执照", None, None),
        ("严禁设置广告、围栏、货架", None, None),
    ],
)
def test_a_list_is_counted_where_it_is_printed_or_named(words, heading, number):
    found = tally(words, heading)
    assert (found and found[0].value) == number


def test_a_list_as_needed_has_no_number():
    figure, listed = tally("财政部门、审计部门、采购办等监管单位根据工作需要委派代表参加", None)
    assert figure is None and len(listed.names) == 3
