"""Where the subject ends: verbs inside nouns and modifiers are passed over."""

import pytest

from checklists.reading.drafting.predicate import is_body, predicate, subject


@pytest.mark.parametrize(
    "piece, before",
    [
        ("储煤厂房建设面积不低于500平方米", "储煤厂房建设面积"),
        ("场院、煤堆、进出口等重要场所设置视频监控", "场院、煤堆、进出口等重要场所"),
        ("委派的代表必须有一定的专业特长", "委派的代表"),
        ("工程竣工验收由主管预算单位主持", "工程竣工验收"),
        ("出口处设置固定的车辆冲洗装置", "出口处"),
        ("抽查次数不少于3次", "抽查次数"),
        ("县市场监督管理局负责计量检定", "县市场监督管理局"),
        ("记录和凭证保存期限不得少于六个月", "记录和凭证保存期限"),
        ("每日防火巡查不少于两次", "每日防火巡查"),
        ("办公用房干净、整洁", "办公用房"),
        ("居民养老保险的基础养老金暂不计入", "居民养老保险的基础养老金"),
        ("整合并充分利用已有资源", ""),
        ("制定采购需求", ""),
        ("抽检采取“双随机”方式", "抽检"),
    ],
)
def test_the_subject_is_what_stands_before_the_predicate(piece, before):
    assert subject(piece) == before


@pytest.mark.parametrize(
    "piece", ["政府发放的廉租住房补贴", "重要民情及后续情况", "（市财政局负责）", "其他需要约谈的情形"]
)
def test_a_noun_has_no_predicate(piece):
    assert predicate(piece) is None


def test_the_duty_word_is_the_predicate_and_is_covered_whole():
    found = predicate("供应商应当必须遵守法律")
    assert "供应商应当必须遵守法律"[found.start : found.end] == "应当必须"
    assert predicate("采购人应对采购标的进行调研").start == 3
    assert subject("约谈企业形成纪要") == "约谈企业"


@pytest.mark.parametrize(
    "words, yes",
    [
        ("采购人", True),
        ("县经济开发区、各乡镇（街道）", True),
        ("一名业务人员", False),
        ("代表建设单位", False),
        ("厂房", False),
    ],
)
def test_a_body_can_be_held_to_a_duty(words, yes):
    assert is_body(words) == yes
