"""Consequences: what the text itself makes fatal."""

import pytest

from checklists.reading.drafting.consequences import act, articles, is_critical, is_sanction


@pytest.mark.parametrize(
    "words, after, fatal",
    [
        ("必须使用建设用地", "", True),
        ("严禁弄虚作假", "。", True),
        ("装备自动化控制系统", "，否则不予审批。", True),
        ("限期整改", "，逾期未改的责令停产整顿。", True),
        ("要填写审批表", "，否则应说明理由。", False),
        ("不得危及安全", "", False),
        ("设置排水沟", "，设置沉淀池", False),
        ("耕地一律不得擅自占用", "", True),
        ("一律由省局负责核发", "", False),
    ],
)
def test_own_words_and_the_sanction_behind_make_an_item_critical(words, after, fatal):
    assert is_critical(words, after) == fatal


@pytest.mark.parametrize(
    "words, yes",
    [
        ("取消其洁净煤配送资格", True),
        ("责令停产停业", True),
        ("吊销许可证", True),
        ("通报批评", False),
        ("停止营业执照", False),
    ],
)
def test_a_sanction_takes_away_or_stops(words, yes):
    assert is_sanction(words) == yes


def test_the_act_is_named_without_the_words_around_it():
    assert act("发现弄虚作假") == "弄虚作假"
    assert act("仍未达到要求") is None


@pytest.mark.parametrize(
    "sentence, named",
    [
        ("违反本办法第十条、第十二条规定的，责令停业整顿。", ["第十条", "第十二条"]),
        ("违反第八条之一规定，情节严重的，吊销许可证。", ["第八条之一"]),
        ("违反第八条规定的，通报批评。", []),
        ("按照第八条规定停业的，应当公告。", []),
    ],
)
def test_the_articles_behind_a_sanction_are_named(sentence, named):
    assert articles(sentence) == named
