"""Responsibility in brackets: who answers for a sentence that names nobody."""

import pytest

from checklists.reading.duties.responsibility import answers_for, inherited, responsible
from tests.checklists.reading.gazettes import document


@pytest.mark.parametrize(
    "text, bodies",
    [
        ("做好。（市农业农村局牵头）", "市农业农村局"),
        ("做好。（责任单位：聊城海关牵头；市检察院、市法院等部门按职责分工负责）", "聊城海关"),
        ("做好。（牵头单位：县经信和商务局；配合单位：县供销社）", "县经信和商务局"),
        ("（市自然资源和规划局、市文化和旅游局牵头，冠县人民政府负责落实）", "市自然资源和规划局、市文化和旅游局"),
        ("（市工业和信息化局、市生态环境局根据各自职能分别牵头）", "市工业和信息化局、市生态环境局"),
        ("公开。\n责任分工：市发改委、市工商局按职责分工分别牵头落实。", "市发改委、市工商局"),
        ("（市水利局、各县（市、区）政府、市属开发区管委会负责）", "市水利局、各县（市、区）政府、市属开发区管委会"),
        ("（市生态环境局牵头，供电公司配合）", "市生态环境局"),
    ],
)
def test_the_bodies_are_named_without_their_role(text, bodies):
    assert [each.bodies for each in responsible(text)] == [bodies]


@pytest.mark.parametrize("text", ["办公室（设在市环保局）负责日常工作。", "收入（含补贴）不低于1000元。", "（" * 500])
def test_other_brackets_name_nobody(text):
    assert responsible(text) == []


def test_a_sentence_belongs_to_the_bracket_behind_it():
    named = responsible("甲事。（市财政局负责）乙事。（市教育局负责）")
    assert [answers_for(place, named, None) for place in (0, 11, 20)] == ["市财政局", "市教育局", None]


def test_bodies_that_are_not_listed_again_answer_for_all_that_follows():
    always = inherited("（市生态环境局牵头,各级政府负责落实,以下任务措施均需各级政府落实,不再列出)")
    assert always == "各级政府"
    assert answers_for(0, responsible("做好。（市水利局牵头）"), always) == "市水利局、各级政府"


@pytest.mark.parametrize(
    "name, number, quote, actor",
    [
        ("liaocheng-2019-11.txt", "聊政字〔2019〕13号", "施工准备与前期工作同步进行", "各级各部门"),
        ("liaocheng-2019-11.txt", "聊政字〔2019〕13号", "允许重点水利工程冬季全线施工", "市水利局"),
        ("liaocheng-2019-04.txt", "聊政办字〔2019〕13号", "定期开展自然保护区专项检查", "市自然资源和规划局"),
        ("guanxian-2016-03.txt", "冠政办发〔2016〕63号", "推广多式联运", "县经信和商务局"),
    ],
)
def test_the_gazettes_name_who_answers(name, number, quote, actor):
    found = next(each for each in document(number, name).requirements if quote in each.text)
    assert found.actor.startswith(actor)
