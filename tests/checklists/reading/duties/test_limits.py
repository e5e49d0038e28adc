"""Limits: figures that bind, with their direction, value and unit."""

from fractions import Fraction

import pytest

from checklists.reading.duties.limits import limits


def found(sentence):
    return [(limit.op, limit.value, limit.unit, limit.kind) for limit in limits(sentence)]


@pytest.mark.parametrize(
    "sentence, op, value, unit, kind",
    [
        ("建设面积不低于500平方米", ">=", 500, "平方米", "quantity"),
        ("硬化厚度不得低于15厘米", ">=", 15, "厘米", "quantity"),
        ("抽查次数不少于3次", ">=", 3, "次", "quantity"),
        ("一名以上的副职任副组长", ">=", 1, "名", "quantity"),
        ("两名以上业务人员", ">=", 2, "名", "quantity"),
        ("查处率达到95%以上", ">=", 95, "%", "quantity"),
        ("最多设置3个配送中心", "<=", 3, "个", "quantity"),
        ("总额不超过1.5万元", "<=", Fraction(3, 2), "万元", "quantity"),
        ("在3个工作日内作出答复", "<=", 3, "工作日", "duration"),
        ("于 15 个工作日内报送", "<=", 15, "工作日", "duration"),
        ("于5日内提交", "<=", 5, "日", "duration"),
        ("1小时内报请指挥部", "<=", 1, "小时", "duration"),
        ("未通过验收的限期一个月整改", "<=", 1, "个月", "duration"),
        ("最少留存两年", ">=", 2, "年", "duration"),
        ("公示7天并审核确认", "=", 7, "天", "duration"),
        ("管理期限为3年", "=", 3, "年", "duration"),
        ("每月至少组织一次煤质抽检", ">=", 1, "次/月", "frequency"),
        ("每年至少进行1次约谈", ">=", 1, "次/年", "frequency"),
        ("补贴标准为每吨200元", "=", 200, "元/吨", "quantity"),
        ("安排10元/吨作为推广经费", "=", 10, "元/吨", "quantity"),
        ("每户最高补贴1吨", "<=", 1, "吨/户", "quantity"),
        ("按每个中心（点）5万元的标准", "=", 5, "万元/个", "quantity"),
        ("每人每年60元", "=", 60, "元/人/年", "quantity"),
        ("每月每平方米补助8元", "=", 8, "元/月/平方米", "quantity"),
        ("作业场所超过10人的企业", ">", 10, "人", "quantity"),
        ("固定资产投资额低于2亿元的项目", "<", 2, "亿元", "quantity"),
        ("违法超限运输超过 3 次的", ">", 3, "次", "quantity"),
        ("超过本单位货运车辆总数 10% 的企业", ">", 10, "%", "quantity"),
        ("停止营运3个月;", "=", 3, "个月", "duration"),
        ("予以减5分", "=", 5, "分", "quantity"),
        ("每个家庭最高救助4000元", "<=", 4000, "元/家庭", "quantity"),
        ("每人每年至少撰写2篇调研报告", ">=", 2, "篇/人/年", "frequency"),
        ("此表一式两份", "=", 2, "份", "quantity"),
        ("于次月5日前报送", "before", "次月5日", "", "calendar"),
        ("2016年8月30日前报送", "before", "2016年8月30日", "", "calendar"),
        ("于每季度第一个月的20日前公布", "before", "每季度第一个月的20日", "", "calendar"),
        ("6月底前完成", "before", "6月底", "", "calendar"),
        ("2020 年主汛期前完成", "before", "2020年主汛期", "", "calendar"),
        ("2018年年底全部启动", "before", "2018年年底", "", "calendar"),
        ("于检查年的3月底前报送", "before", "检查年的3月底", "", "calendar"),
        ("规划期结束后次年的4月底前考核", "before", "规划期结束后次年的4月底", "", "calendar"),
        ("对项目实行一月一通报", "=", 1, "次/月", "frequency"),
        ("空气质量指数（AQI）大于200", ">", 200, "", "quantity"),
        ("宽度不应小于4米", ">=", 4, "米", "quantity"),
        ("人均住房面积低于（含）15平方米", "<=", 15, "平方米", "quantity"),
        ("病例数未超过5例", "<=", 5, "例", "quantity"),
        ("年龄需满35周岁", ">=", 35, "周岁", "quantity"),
        ("一年只能享受一次", "<=", 1, "次/年", "frequency"),
        ("供热半径15公里范围内", "<=", 15, "公里", "quantity"),
        ("主营业务收入过50亿元", ">", 50, "亿元", "quantity"),
        ("不高于上年度当地城镇人均可支配收入的90%", "<=", 90, "%", "quantity"),
        ("按最低工资标准的60%给予补贴", "=", 60, "%", "quantity"),
        ("补贴标准由80%提高至90%", "=", 90, "%", "quantity"),
        ("改建桥梁57座", "=", 57, "座", "quantity"),
        ("按照每户监测企业每年2400元给予补贴", "=", 2400, "元/户/年", "quantity"),
        ("投资强度不低于400万元/亩", ">=", 400, "万元/亩", "quantity"),
        ("合格率不低于百分之九十", ">=", 90, "%", "quantity"),
    ],
)
def test_a_wording_gives_its_limit(sentence, op, value, unit, kind):
    assert found(sentence) == [(op, value, unit, kind)]


@pytest.mark.parametrize(
    "sentence, low, high, unit",
    [
        ("确定1—3名中标候选人", 1, 3, "名"),
        ("企业1-3年不得参与", 1, 3, "年"),
        ("占20至50%", 20, 50, "%"),
        ("处一倍以上三倍以下罚款", 1, 3, "倍"),
        ("死亡3至9人的", 3, 9, "人"),
        ("控制在4000—6000元之间", 4000, 6000, "元"),
    ],
)
def test_a_range_has_two_ends(sentence, low, high, unit):
    assert [(limit.op, limit.value, limit.unit) for limit in limits(sentence)] == [("range", (low, high), unit)]


def test_a_contradictory_lower_bound_takes_the_lower_figure():
    assert found("至少配备2-3辆全封闭式配送车辆") == [(">=", 2, "辆", "quantity")]


def test_alternatives_in_a_row_are_several_limits():
    assert [value for _, value, _, _ in found("期限分别为1年、3年、5年、7年。")] == [1, 3, 5, 7]


@pytest.mark.parametrize(
    "sentence, limits_found",
    [
        ("分别达到10%、20%和30%以上", [(">=", 10), (">=", 20), (">=", 30)]),
        ("供水人口在10000人或日供水1000吨以上", [(">=", 10000), (">=", 1000)]),
        ("女性45周岁、男性55周岁以上", [(">=", 45), (">=", 55)]),
        ("1年内违法超限运输超过3次的", [("<=", 1), (">", 3)]),
        ("不高于收入的100%，不低于90%", [("<=", 100), (">=", 90)]),
    ],
)
def test_a_row_of_figures_shares_its_direction(sentence, limits_found):
    assert [(op, value) for op, value, _, _ in found(sentence)] == limits_found


def test_limits_come_in_the_order_of_print():
    assert [value for _, value, _, _ in found("面积不低于500平方米，高度不低于6米，厚度不低于15厘米")] == [500, 6, 15]


@pytest.mark.parametrize(
    "sentence",
    [
        "硬化地面（可满足40吨以上货车进出要求）。",
        "按照鲁政办发〔2016〕32号文件要求执行。",
        "《社会信用体系建设规划（2016-2020年）》由县政府批准。",
        "冠县人民政府2016年9月20日",
        "对应预警等级，实行4级响应。",
        "采取“双随机”方式。",
        "不低于" + "9" * 5000 + "平方米",
        "按最低工资标准发放",
        "等15个行业",
        "超过前5年同期水平",
        "近年来完成投资3亿元",
    ],
)
def test_figures_that_bind_nobody_are_no_limits(sentence):
    assert found(sentence) == []


@pytest.mark.parametrize("sentence", ["面积不低于500平方米。", "于次月5日前报送，每户最高补贴1吨"])
def test_a_quotation_stands_in_the_sentence(sentence):
    assert limits(sentence)
    assert all(limit.quote in sentence for limit in limits(sentence))
