"""Modality: what binds, what forbids, what allows, and what is none of these."""

import pytest

from checklists.reading.duties.contexts import Context
from checklists.reading.duties.modality import goes_on, modality


@pytest.mark.parametrize(
    "sentence",
    [
        "厂房大门的宽度、高度需方便重型车辆进出。",
        "供应商应当遵守相关法律法规。",
        "煤质检验报告应一式三份。",
        "设置排水沟及沉淀池。",
        "有符合标准的煤炭计量设备。",
        "储煤厂房建设面积不得低于500平方米。",
        "县审计局负责对补贴资金的使用情况进行审计。",
        "采购人可以授权代表参加评标委员会，委派的代表必须有专业特长。",
        "有权查阅有关资料，相关单位应当予以配合。",
        "把后果限制在可防、可控范围之内。",
        "确定被约谈单位的，由区安委会办公室拟定约谈通知。",
        "采购人对全过程负总责。",
        "重大项目须聘请专家参加验收。",
    ],
)
def test_a_duty_is_an_obligation(sentence):
    assert modality(sentence) == "obligation"


@pytest.mark.parametrize(
    "sentence",
    [
        "严禁弄虚作假。",
        "禁止购买不符合标准的煤炭。",
        "不得危及电力线路安全。",
        "不合格的不准投入使用，并应当及时报告。",
        "餐饮企业不得安装影响逃生的设施。",
        "依法依规严格限制或禁入。",
    ],
)
def test_a_ban_goes_over_everything_else(sentence):
    assert modality(sentence) == "prohibition"


@pytest.mark.parametrize(
    "sentence",
    [
        "重大项目评标办法可一事一议。",
        "采购人可以依法授权代表参加。",
        "财政局有权查阅、复制有关资料。",
        "乡镇可将部分经费用作村庄的推广经费，具体数额自行确定。",
    ],
)
def test_a_power_is_a_permission(sentence):
    assert modality(sentence) == "permission"


@pytest.mark.parametrize(
    "sentence",
    [
        "重大隐患是指危害程度高、应当停产治理方能排除的隐患。",
        "《办法》已经县政府研究同意，现印发给你们，望认真遵照执行。",
        "根据有关规定，制定本办法。",
        "本意见自下发之日起执行。",
        "鼓励公众选择公共交通工具出行。",
        "抽检结果作为执法依据。",
        "存在非法生产经营建设行为的；",
        "本预案适用于本县行政区域。",
        "管理期限为3年。",
    ],
)
def test_definitions_formulas_aims_and_cases_bind_nobody(sentence):
    assert modality(sentence) == "none"


@pytest.mark.parametrize(
    "sentence, kind",
    [
        ("对被责令停产的企业，不能享受奖励、补贴政策。", "prohibition"),
        ("原则上不再核准固定资产投资额低于2亿元的项目。", "prohibition"),
        ("所有新建装置必须装备自动化控制系统，否则一律不予审批。", "obligation"),
        ("已颁发土地权利证书的，不再办理土地预审手续。", "none"),
        ("补贴标准参照最低工资标准执行，有条件的县可适当提高。", "obligation"),
        ("对在高附加值产业创业的劳动者，可适当提高补贴标准。", "permission"),
        ("申请人对核对结果有异议的，可以申请复核。", "permission"),
        ("以小麦等粮食作物为重点，鼓励开展统防统治。", "none"),
        ("加强宣传，鼓励群众参与，应当公开结果。", "obligation"),
        ("领导小组由发改、财政等部门负责人组成。", "none"),
        ("张三为某市某局局长；", "none"),
        ("（市财政局牵头，市教育局配合）", "none"),
        ("市场监管局负责抽检。", "obligation"),
        ("到2020年，全市秸秆综合利用率明显提高。", "none"),
        ("到2022年，对不达标的企业予以关闭。", "obligation"),
        ("其主要职责：", "none"),
    ],
)
def test_mixed_sentences_take_the_stronger_side(sentence, kind):
    assert modality(sentence) == kind


@pytest.mark.parametrize(
    "sentence, around, kind",
    [
        ("福彩公益金、慈善捐赠的部分资金；", Context("资金来源："), "none"),
        ("身份证及复印件。", Context("提交下列材料："), "none"),
        ("收集有关信息。", Context("主要职责："), "obligation"),
        ("文物保护单位；", Context("禁止在下列地点燃放烟花爆竹："), "none"),
        ("使用误导性的语言标示价格；", Context("经营者有下列情形之一，情节严重的，责令停业："), "none"),
        ("加强隐患排查；", Context("生产经营单位应当履行下列安全生产职责："), "obligation"),
        ("应当持有有效执照。", Context("具备下列条件："), "obligation"),
        ("牢固树立安全发展理念，坚持预防为主。", Context(vision=True), "none"),
        ("各级要切实履行职责。", Context(vision=True), "obligation"),
        ("智能制造水平进一步提升，大型骨干企业数量增加。", Context(goals=True), "none"),
        ("完成980个行政村的环境综合整治任务。", Context(goals=True), "obligation"),
    ],
)
def test_the_list_and_the_heading_decide_where_the_words_do_not(sentence, around, kind):
    assert modality(sentence, around) == kind


@pytest.mark.parametrize(
    "fragment, same", [("停工、停业、停课；", True), ("对其他企业，依规处理；", False), ("应当公告；", False)]
)
def test_words_without_a_subject_go_on_with_the_sentence_before(fragment, same):
    assert goes_on(fragment) is same
