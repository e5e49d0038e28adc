"""Doubts: what is shown to the person who edits, at its place, and never mended."""

import pytest

from checklists.reading import read
from tests.checklists.reading.gazettes import reading


def whys(text: str) -> list[str]:
    return [doubt.why for doubt in read("a.txt", f"某办法\n\n一、{text}".encode()).doubts]


@pytest.mark.parametrize(
    "text, words",
    [
        ("至少配备2-3辆全封闭式车辆。", "自相矛盾"),
        ("最多设置3—5个中心。", "自相矛盾"),
        ("严格执行“六公开”制度，及时公开信息。", "“六公开”只有名称"),
        ("打击违反“三严禁”的行为。", "“三严禁”只有名称"),
        ("附表（略）。", "省略"),
        ("总体布局 and 数量，实施总量控制。", "识别错误"),
        ("超员20%至50%的，停运3个月；超员50%至80%的，停运6个月。", "共用端点"),
    ],
)
def test_a_doubt_says_what_is_wrong(text, words):
    (why,) = whys(text)
    assert words in why


@pytest.mark.parametrize(
    "text",
    [
        "按照“五落实”（落实措施、责任、资金、时限和预案）的要求整改。",
        "做到整改责任、措施、资金、期限、预案“五落实”。",
        "严格做到“五个一律”：一律处罚，一律关闭。",
        "编制“十三五”规划。",
        "采取“双随机”方式。",
        "至少配备2辆车。",
        "确定1—3名中标候选人。",
    ],
)
def test_what_is_spelled_out_raises_no_doubt(text):
    assert whys(text) == []


def test_a_name_is_doubted_once_in_a_clause():
    assert len(whys("落实“三同时”规定，督查“三同时”工作。")) == 1


def test_a_doubt_points_at_the_words_in_the_source():
    answer = reading("guanxian-2016-03.txt")
    doubt = next(doubt for doubt in answer.doubts if "自相矛盾" in doubt.why)
    (start, end), *_ = doubt.spans
    assert answer.text[start:end].startswith("至少配备2-3辆")


def test_a_doubt_about_a_heading_points_at_its_unit():
    answer = reading("guanxian-2016-03.txt")
    doubt = next(doubt for doubt in answer.doubts if "六公开" in doubt.why)
    (start, end), *_ = doubt.spans
    assert "“六公开”" in answer.text[start:end]
