"""Questions in plain Chinese, in which 符合 is the good answer."""

import pytest

from checklists.reading.drafting.facts import facts
from checklists.reading.drafting.question import question, turned_case


@pytest.mark.parametrize(
    "sentence, asked",
    [
        ("储煤厂房建设面积不低于500平方米", "储煤厂房建设面积是否不低于500平方米？"),
        ("至少配备2辆车。", "是否至少配备2辆车？"),
        ("供应商应当遵守法律法规。", "供应商是否遵守法律法规？"),
        ("购进的每批次洁净煤都须向供应企业索要发票。", "购进的每批次洁净煤是否都向供应企业索要发票？"),
        ("采购人在3个工作日内作出答复；", "采购人是否在3个工作日内作出答复？"),
        ("于次月5日前报县经济开发区。", "是否于次月5日前报县经济开发区？"),
        ("供应商按规定参加。", "供应商是否按规定参加？"),
        ("县审计局负责对使用情况进行审计。", "县审计局是否对使用情况进行审计？"),
        ("县财政局负责资金筹集。", "县财政局是否负责资金筹集？"),
        ("检查施工设备等是否与投标文件相符。", "施工设备等是否与投标文件相符？"),
        ("未通过验收的限期一个月整改。", "未通过验收的是否限期一个月整改？"),
        ("达不到标准的要限期整改。", "达不到标准的是否限期整改？"),
        ("一份报县局存档，一份检测机构存档。", "一份是否报县局存档？"),
        ("厚度不低于15厘米（可满足货车进出要求）。", "厚度是否不低于15厘米？"),
        ("公示7天并审核确认后，上报汇总。", "是否公示7天并审核确认？"),
        ("煤泥水不发生外溢。", "煤泥水是否没有发生外溢？"),
        ("对供应商提出的质疑，采购人作出答复。", "对供应商提出的质疑，采购人是否作出答复？"),
    ],
)
def test_the_first_fact_becomes_a_question(sentence, asked):
    assert question(facts(sentence)[0]) == asked


@pytest.mark.parametrize(
    "sentence, asked",
    [
        ("严禁弄虚作假。", "是否没有弄虚作假？"),
        ("供应商不得有下列行为。", "供应商是否没有下列行为？"),
        ("永久基本农田一律不得擅自占用。", "永久基本农田是否没有擅自占用？"),
        ("未经验收合格不得投入使用。", "是否没有未经验收合格投入使用的情况？"),
        ("高度不得低于6米。", "高度是否不低于6米？"),
        ("通道宽度不应小于4米。", "通道宽度是否不小于4米？"),
        ("不能签到的需书面请假。", "不能签到的是否书面请假？"),
        ("不能提供证明的，不予办理。", "不能提供证明的，是否不予办理？"),
    ],
)
def test_prohibitions_are_turned_and_least_values_are_not(sentence, asked):
    assert question(facts(sentence)[0]) == asked


def test_the_case_is_said_again_where_the_question_stands_alone():
    asked = [question(fact) for fact in facts("对不达标的洁净煤，及时与供应企业联系，依法进行处理。")]
    assert asked == ["对不达标的洁净煤，是否及时与供应企业联系？", "对不达标的洁净煤，是否依法进行处理？"]


@pytest.mark.parametrize(
    "case, asked",
    [
        ("发现弄虚作假的", "是否没有弄虚作假？"),
        ("整改后仍未达到验收标准要求的", "整改后是否达到验收标准要求？"),
        ("发现企业自查自改后仍存在重大隐患的", "企业自查自改后是否没有重大隐患？"),
        ("经停产整顿到期仍达不到安全生产要求的", "经停产整顿到期是否达到安全生产要求？"),
        ("不具备安全生产条件的", "是否具备安全生产条件？"),
        ("逾期未改的", "是否没有逾期未改的情况？"),
        ("对拒绝检查的", "是否没有拒绝检查的情况？"),
    ],
)
def test_the_case_of_a_sanction_is_asked_of_whom_it_strikes(case, asked):
    assert turned_case(case) == asked
