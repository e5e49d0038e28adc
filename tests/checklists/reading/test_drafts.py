"""Drafts: the question a requirement suggests, turned so that 符合 is the good answer."""

import pytest

from checklists.reading.drafts import actor, draft
from checklists.reading.limits import limits


@pytest.mark.parametrize(
    "sentence, modality, question, answer, critical",
    [
        ("储煤厂房建设面积不低于500平方米", "obligation", "储煤厂房建设面积是否不低于500平方米？", "number", False),
        ("至少配备2辆车。", "obligation", "是否至少配备2辆车？", "count", False),
        ("供应商应当遵守法律法规。", "obligation", "供应商是否遵守法律法规？", "verdict", False),
        ("设置排水沟及沉淀池。", "obligation", "是否设置排水沟及沉淀池？", "verdict", False),
        (
            "洁净煤配送中心（点）必须使用建设用地。",
            "obligation",
            "洁净煤配送中心（点）是否使用建设用地？",
            "verdict",
            True,
        ),
        ("严禁弄虚作假。", "prohibition", "是否没有弄虚作假？", "verdict", True),
        ("采购人在3个工作日内作出答复；", "obligation", "采购人是否在3个工作日内作出答复？", "interval", False),
        ("于次月5日前报县经济开发区。", "obligation", "是否于次月5日前报县经济开发区？", "date", False),
        ("供应商按规定参加。", "obligation", "是否供应商按规定参加？", "verdict", False),
        ("配齐响应物资。", "obligation", "是否配齐响应物资？", "verdict", False),
    ],
)
def test_a_question_comes_of_the_sentence(sentence, modality, question, answer, critical):
    made = draft(sentence, modality, limits(sentence))
    assert (made.question, made.answer, made.critical) == (question, answer, critical)


@pytest.mark.parametrize("modality", ["permission", "none"])
def test_what_binds_nobody_asks_nothing(modality):
    assert draft("采购人可以授权代表参加。", modality, []) is None


@pytest.mark.parametrize(
    "sentence, name",
    [
        ("洁净煤配送中心（点）必须使用建设用地。", "洁净煤配送中心（点）"),
        ("县财政局负责补贴资金筹集。", "县财政局"),
        ("采购办负责监督。", "采购办"),
        ("被约谈单位应在约谈结束后报送。", "被约谈单位"),
        ("设置排水沟。", None),
        ("煤质检验报告应一式三份。", None),
        ("不得弄虚作假。", None),
    ],
)
def test_the_actor_is_named_only_where_the_text_names_one(sentence, name):
    assert actor(sentence) == name
