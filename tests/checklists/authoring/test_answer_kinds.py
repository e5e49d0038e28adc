"""Each kind of answer: what it takes, how it judges, how it is printed."""

from datetime import date

import pytest

from checklists.authoring.answer_kinds import KINDS, Context
from checklists.authoring.answer_kinds.limits import show_limit
from core.errors import Invalid

DAY = Context(visit_day=date(2026, 11, 18), today=date(2026, 11, 18))
AREA = {"limit": {"op": ">=", "value": "500", "unit": "平方米"}}
NAMES = {"limit": {"op": "range", "value": ["1", "3"], "unit": "名"}}
NONE = {"limit": {"op": "=", "value": "0", "unit": "个"}}
PARTS = {"of": 3, "partial": True}
COLOURS = {
    "options": [{"value": "dark", "label": "深灰", "state": "pass"}, {"value": "red", "label": "红", "state": "fail"}]
}
CLOCK = {"limit": {"op": "<=", "value": 3, "unit": "工作日"}, "start": "收到", "end": "答复"}
PAPER = {"of": 4, "valid_until": True}


@pytest.mark.parametrize(
    ("kind", "params", "raw", "state", "because"),
    [
        ("number", AREA, {"reading": "500"}, "pass", "500 ≥ 500"),
        ("number", AREA, {"reading": "499.9"}, "fail", "499.9 < 500"),
        ("number", AREA, {"reading": "５２０"}, "pass", "520 ≥ 500"),
        ("number", {"unit": "米"}, {"reading": "3"}, "pass", "已记录"),
        ("count", NAMES, {"count": "1"}, "pass", "1 在 1 至 3 之间"),
        ("count", NAMES, {"count": "4"}, "fail", "4 不在 1 至 3 之间"),
        ("count", NONE, {"count": "0"}, "pass", "0 = 0"),
        ("count", NONE, {"count": "2"}, "fail", "2 > 0"),
        ("count", PARTS, {"count": "2"}, "partial", "2 / 3"),
        ("count", PARTS, {"count": "3"}, "pass", "3 / 3"),
        ("count", PARTS, {"count": "0"}, "fail", "0 / 3"),
        ("count", {"of": 3}, {"count": "2"}, "fail", "2 / 3"),
        ("choice", COLOURS, {"option": "dark"}, "pass", "深灰"),
        ("choice", COLOURS, {"option": "red"}, "fail", "红"),
        ("document", {}, {"seen": "yes", "reference": "第1号"}, "pass", "已见到"),
        ("document", {}, {"seen": "no"}, "fail", "没有见到"),
        ("document", PAPER, {"seen": "yes", "count": "4", "valid_until": "2026-11-18"}, "pass", "4 / 4"),
        ("document", PAPER, {"seen": "yes", "count": "3"}, "fail", "3 / 4"),
        (
            "document",
            PAPER,
            {"seen": "yes", "count": "4", "valid_until": "2026-11-17"},
            "fail",
            "有效期至 2026-11-17，已过期",
        ),
        ("date", {"limit": {"op": "within", "value": 30, "unit": "天"}}, {"day": "2026-10-19"}, "pass", "2026-10-19"),
        ("date", {"limit": {"op": "within", "value": 30, "unit": "天"}}, {"day": "2026-10-18"}, "fail", "2026-10-18"),
        (
            "date",
            {"limit": {"op": "at_least_ago", "value": 2, "unit": "年"}},
            {"day": "2024-11-18"},
            "pass",
            "2024-11-18",
        ),
        ("interval", CLOCK, {"start": "2026-09-29", "end": "2026-10-09"}, "pass", "用了 3 个工作日，限 3 个工作日"),
        ("interval", CLOCK, {"start": "2026-09-29", "end": "2026-10-10"}, "fail", "用了 4 个工作日，限 3 个工作日"),
        ("interval", CLOCK, {"start": "2026-11-10"}, "fail", "超期：最迟应于 2026-11-13 完成"),
        ("interval", CLOCK, {"start": "2026-11-17"}, "unable", "未到期：还有 2 个工作日，最迟 2026-11-20"),
        ("interval", CLOCK, {"start": "2026-11-16"}, "unable", "临近：还有 1 个工作日，最迟 2026-11-19"),
        ("text", {}, {"text": "说明"}, "pass", "已记录"),
    ],
)
def test_a_value_against_its_limit(kind, params, raw, state, because):
    value = KINDS[kind].parse(raw, params)
    judged = KINDS[kind].judge(value, params, DAY)
    assert (judged.state, judged.text) == (state, because)


def test_a_term_into_an_unpublished_year_is_to_be_confirmed():
    late = {**CLOCK, "limit": {"op": "<=", "value": 60, "unit": "工作日"}}
    judged = KINDS["interval"].judge({"start": "2026-11-17", "end": None}, late, DAY)
    assert judged.pending and judged.text == "待确认：2027 年的放假安排尚未公布"


def test_a_distance_in_working_days_into_an_unpublished_year_is_to_be_confirmed():
    soon = {"limit": {"op": "within", "value": 30, "unit": "工作日"}}
    judged = KINDS["date"].judge({"day": "2026-12-18"}, soon, DAY)
    assert judged.pending and (judged.state, judged.text) == ("unable", "待确认：2027 年的放假安排尚未公布")


@pytest.mark.parametrize("unit", ["工作日", "天", "个月", "年"])
def test_a_day_beyond_which_no_calendar_goes_is_refused_at_its_field(unit):
    soon = {"limit": {"op": "within", "value": 30, "unit": unit}}
    with pytest.raises(Invalid) as refused:
        KINDS["date"].judge({"day": "9999-12-31"}, soon, DAY)
    assert refused.value.fields == {"day": "请填写有效的日期，例如 2026-11-18。"}


def test_the_countys_own_days_go_over_the_calendar():
    context = Context(DAY.visit_day, DAY.today, {date(2026, 10, 10): False})
    judged = KINDS["interval"].judge({"start": "2026-09-29", "end": "2026-10-12"}, CLOCK, context)
    assert (judged.state, judged.text) == ("fail", "用了 4 个工作日，限 3 个工作日")


@pytest.mark.parametrize(
    ("kind", "params", "raw", "field"),
    [
        ("number", AREA, {"reading": "五百"}, "reading"),
        ("number", AREA, {"reading": "500㎡"}, "reading"),
        ("count", PARTS, {"count": "4"}, "count"),
        ("count", NONE, {"count": "1.5"}, "count"),
        ("choice", COLOURS, {"option": "blue"}, "option"),
        ("document", {}, {"seen": "perhaps"}, "seen"),
        ("document", PAPER, {"seen": "yes", "valid_until": "2026-02-30"}, "valid_until"),
        ("date", {}, {"day": "18.11.2026"}, "day"),
        ("interval", CLOCK, {"start": "2026-10-10", "end": "2026-10-09"}, "end"),
        ("interval", CLOCK, {"end": "2026-10-09"}, "start"),
        ("interval", CLOCK, {"start": "2999-01-01"}, "start"),
        ("text", {}, {"text": "字" * 2001}, "text"),
        ("verdict", {"readings": [{"name": "width", "label": "宽", "unit": "米"}]}, {"width": "-1"}, "width"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field(kind, params, raw, field):
    with pytest.raises(Invalid) as refused:
        KINDS[kind].parse(raw, params)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_entered_is_no_answer(kind):
    params = {"choice": COLOURS, "interval": CLOCK, "number": AREA, "count": NONE}.get(kind, {})
    assert KINDS[kind].parse({}, params) is None and KINDS[kind].show(None, params) == ""


@pytest.mark.parametrize(
    ("kind", "params", "value", "shown"),
    [
        ("number", AREA, {"reading": "520"}, "520 平方米"),
        ("count", PARTS, {"count": 2}, "2 / 3"),
        ("choice", COLOURS, {"option": "dark"}, "深灰"),
        ("interval", CLOCK, {"start": "2026-09-29", "end": None}, "2026-09-29 → …"),
        ("document", {}, {"seen": "yes", "reference": "第1号"}, "有，第1号"),
    ],
)
def test_how_a_value_is_printed(kind, params, value, shown):
    assert KINDS[kind].show(value, params) == shown


@pytest.mark.parametrize(("limit", "shown"), [(AREA["limit"], "≥ 500 平方米"), (NAMES["limit"], "1—3 名"), (None, "")])
def test_how_a_limit_is_printed(limit, shown):
    assert show_limit(limit) == shown
