"""Modality: what binds, what forbids, what allows, and what is none of these."""

import pytest

from checklists.reading.modality import modality


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
