"""Sentences to facts: what is asked by itself, what only leads to it, what asks nothing."""

import pytest

from checklists.reading.drafting.facts import facts, is_lead


def words(sentence: str) -> list[str]:
    return [fact.words for fact in facts(sentence)]


@pytest.mark.parametrize(
    "sentence, asked",
    [
        ("安装固定式或移动式喷淋设施，出口处设置固定的车辆冲洗装置。", 2),
        ("采购人对项目成立采购工作组，单位一把手任组长，一名以上的副职任副组长，明确责任权限。", 4),
        ("评标委员会独立评标并出具评标报告，确定1—3名中标候选人并排序。", 2),
        ("供应商应当遵守法律法规。", 1),
        ("市教育局：负责学校健康教育，加强校内监测；", 2),
        ("财政局应当在收到投诉30个工作日内，对投诉事项作出处理决定。", 1),
        ("县业务主管部门应当在申报预算时，制定绩效目标。", 1),
        ("矿山、运输单位和危险物品的储存、装卸单位，应当设置安全生产管理机构。", 1),
        ("食品经营者贮存散装食品，应当标明名称。", 1),
        ("年销售额1,000万元的企业应当报告。", 1),
    ],
)
def test_each_stretch_between_commas_that_asks_is_a_fact(sentence, asked):
    assert len(words(sentence)) == asked


@pytest.mark.parametrize(
    "sentence, asked",
    [
        ("新建厂房需采用钢框架结构，可节省空间，施工周期相对较短，美观大方。", ["新建厂房需采用钢框架结构"]),
        ("为便于运煤车辆进出，厂房高度不低于6米。", ["厂房高度不低于6米"]),
        ("采购需求应当完整、明确，越细越好。", ["采购需求应当完整、明确"]),
        ("做好成本价分析，既要避免串标，又要避免恶性竞争。", ["做好成本价分析"]),
        ("确保受害面积控制在0.4‰以下。", ["确保受害面积控制在0.4‰以下"]),
        ("牵头领导：某某；", []),
        ("（市财政局牵头）完善金融扶持政策。", ["完善金融扶持政策"]),
    ],
)
def test_reasons_praise_and_addresses_ask_nothing(sentence, asked):
    assert words(sentence) == asked


@pytest.mark.parametrize(
    "piece, leads",
    [
        ("对供应商提出的询问", True),
        ("对成品进行抽查", False),
        ("对符合条件的5个工作日内报区民政局审批", False),
        ("签订合同前", True),
        ("领导小组根据采购需求、规模", True),
        ("采购人、代理机构根据采购文件要求依法组建评标委员会", False),
        ("我县范围内购买洁净煤的本地农村居民", True),
        ("采购代理机构应当建立完善的管理制度", False),
        ("发现弄虚作假的", True),
        ("代理机构在招标投标过程中出现违法行为", True),
        ("到2020年", True),
        ("每年不少于90学时", False),
        ("此表一式两份", False),
        ("经各级政府批准", True),
        ("公示7天并审核确认后", False),
    ],
)
def test_a_lead_says_only_when_for_whom_or_by_what_rule(piece, leads):
    assert is_lead(piece) == leads


def test_the_lead_goes_with_the_next_fact_and_the_case_with_all_that_follow():
    first, second = facts("对工程类项目，采购人实行诚信保证金制度，严格量化考核。")
    assert (first.lead, first.case, second.lead, second.case) == ("对工程类项目，", "对工程类项目", "", "对工程类项目")
    assert second.topic == "采购人"


@pytest.mark.parametrize(
    "sentence, topics",
    [
        ("储煤厂房要全封闭，高度不低于6米，满足车辆进出。", ["", "储煤厂房", "储煤厂房"]),
        ("储煤厂房要全封闭，储煤厂房建设面积不低于500平方米。", ["", ""]),
        ("采购人制定方案，采购办负责监督，及时公开信息。", ["", "", "采购办"]),
        ("安装喷淋设施，统一标识。", ["", ""]),
        ("必须使用统一印制的单据，真实登记姓名。", ["", ""]),
    ],
)
def test_who_was_named_is_taken_over_where_nobody_else_is(sentence, topics):
    assert [fact.topic for fact in facts(sentence)] == topics


def test_a_bracket_that_binds_is_a_fact_of_its_own():
    outer, inner = facts("建立购销台账（最少留存两年）。")
    assert (inner.words, inner.topic) == ("最少留存两年", "购销台账")
    assert outer.words == "建立购销台账（最少留存两年）"
    assert words("硬化厚度不低于15厘米（可满足40吨以上货车进出要求）。") == [
        "硬化厚度不低于15厘米（可满足40吨以上货车进出要求）"
    ]


def test_the_span_covers_lead_and_words():
    sentence = "项目验收前，采购人、监理单位联合制定《验收方案》达到公开招标标准的项目，采购人报领导小组审批。"
    assert [sentence[slice(*fact.span)] for fact in facts(sentence)] == [
        "项目验收前，采购人、监理单位联合制定《验收方案》",
        "达到公开招标标准的项目，采购人报领导小组审批",
    ]
