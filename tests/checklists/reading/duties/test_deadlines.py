"""Limits that no unit follows: days, rhythms, bands of an index."""

import pytest

from checklists.reading.duties.deadlines import deadlines, formulas


@pytest.mark.parametrize(
    "sentence, day",
    [
        ("于次月5日前报送", "次月5日"),
        ("每年7月底前公开", "每年7月底"),
        ("2016年12月中旬前完成", "2016年12月中旬"),
        ("2020 年采暖期前完成", "2020年采暖期"),
        ("2021年年底以前评估", "2021年年底"),
        ("期中检查年的3月底前报告", "期中检查年的3月底"),
        ("今年年底前要完成", "今年年底"),
    ],
)
def test_a_day_by_which_something_is_due(sentence, day):
    ((place, limit),) = deadlines(sentence)
    assert (limit.op, limit.value, limit.unit, limit.kind) == ("before", day, "", "calendar")
    assert sentence[place:].startswith(limit.quote)


@pytest.mark.parametrize(
    "sentence, unit", [("一周一调度", "次/周"), ("实行一月一通报", "次/月"), ("每季度一考核", "次/季度")]
)
def test_a_rhythm_in_a_fixed_phrase(sentence, unit):
    ((_, limit),) = deadlines(sentence)
    assert (limit.op, limit.value, limit.unit) == ("=", 1, unit)


@pytest.mark.parametrize(
    "sentence, op, value",
    [
        ("200＜AQI≤300", "range", (200, 300)),
        (r"$300 < AQI \leq 500$", "range", (300, 500)),
        ("AQI=500", "=", 500),
        ("空气质量指数超过200", ">", 200),
    ],
)
def test_a_band_of_the_air_quality_index(sentence, op, value):
    ((_, limit),) = formulas(sentence)
    assert (limit.op, limit.value, limit.unit) == (op, value, "")


@pytest.mark.parametrize(
    "sentence", ["2016年9月20日印发", "此前已完成", "日前发布", "提前3天告知", "到2020年", "一把手负责"]
)
def test_other_days_bind_nobody(sentence):
    assert deadlines(sentence) == [] and formulas(sentence) == []
