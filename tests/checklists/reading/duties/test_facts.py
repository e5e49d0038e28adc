"""What was or is, told from what shall be."""

import pytest

from checklists.reading.duties.facts import figures_of_the_past, reports


@pytest.mark.parametrize(
    "sentence",
    [
        "上半年，全县生产总值完成151.4亿元，同比增长6.9%。",
        "近年来，各级各部门高度重视。",
        "环境保护工作形势依然严峻。",
        "全市共确定重点项目74个。",
        "已经建成3个中心。",
        "他们怎样才能提升水平？",
    ],
)
def test_reports_are_recognised(sentence):
    assert reports(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "各级各部门要做好工作。",
        "补贴标准为每吨200元。",
        "平均浓度同比下降5%，天数减少2天。",
        "对整改后问题仍然突出的地方进行约谈。",
    ],
)
def test_duties_are_no_reports(sentence):
    assert not reports(sentence)


@pytest.mark.parametrize(
    "sentence, spoken, past",
    [
        ("截至6月底，完成投资32.6亿元。", False, True),
        ("截至6月底，必须完成投资32.6亿元。", False, False),
        ("银行降息0.5个百分点。", True, True),
        ("要确保新增500户以上。", True, False),
        ("补贴标准为每吨200元。", False, False),
    ],
)
def test_figures_of_the_past_bind_nobody(sentence, spoken, past):
    assert figures_of_the_past(sentence, spoken) is past
