"""Each kind of answer: what it takes, how it judges, how it is printed."""

from datetime import date
from types import SimpleNamespace

import pytest

from checklists.authoring.answer_kinds import KINDS, Context
from checklists.authoring.answer_kinds.limits import show_limit
from core.errors import Invalid
from inspections.visits import entries
from inspections.visits.entries import Entry
from tests.checklists.authoring.test_params import SOUND

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
BOARDS = {"parts": ["办法", "指标", "承诺书"], "partial": True}
PERMITS = {"parts": ["国土", "规划"], "reference": True}
STEPS = {
    "steps": [
        {"name": "asked", "label": "收到投诉"},
        {"name": "heard", "label": "听取意见", "optional": True},
        {"name": "decided", "label": "作出决定", "within": {"after": "asked", "value": 3, "unit": "工作日"}},
    ]
}


JUDGED = [
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
    ("document", PAPER, {"seen": "yes", "count": "3", "valid_until": "2026-11-18"}, "fail", "3 / 4"),
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
    ("checks", BOARDS, {"part1": "yes", "part2": "yes", "part3": "yes"}, "pass", "3 / 3"),
    ("checks", BOARDS, {"part1": "no", "part2": "yes", "part3": "no"}, "partial", "1 / 3，缺少办法、承诺书"),
    ("checks", BOARDS, {"part1": "no", "part2": "no", "part3": "no"}, "fail", "0 / 3，缺少办法、指标、承诺书"),
    ("checks", PERMITS, {"part1": "yes", "part2": "no", "reference": "3 号"}, "fail", "1 / 2，缺少规划"),
    ("timeline", STEPS, {"asked": "2026-09-29", "decided": "2026-10-09"}, "pass", "各步依次办理，期限都符合"),
    (
        "timeline",
        STEPS,
        {"asked": "2026-09-29", "decided": "2026-10-10"},
        "fail",
        "作出决定：用了 4 个工作日，限 3 个工作日",
    ),
    ("timeline", STEPS, {"asked": "2026-11-10"}, "fail", "作出决定：超期：最迟应于 2026-11-13 完成"),
    ("timeline", STEPS, {"asked": "2026-11-17"}, "unable", "作出决定：未到期：还有 2 个工作日，最迟 2026-11-20"),
    (
        "timeline",
        STEPS,
        {"asked": "2026-11-17", "heard": "2026-11-16", "decided": "2026-11-18"},
        "fail",
        "“听取意见”早于“收到投诉”",
    ),
]


@pytest.mark.parametrize(("kind", "params", "raw", "state", "because"), JUDGED)
def test_a_value_against_its_limit(kind, params, raw, state, because):
    value = KINDS[kind].parse(raw, params)
    judged = KINDS[kind].judge(value, params, DAY)
    assert (judged.state, judged.text) == (state, because)


@pytest.mark.parametrize(
    ("kind", "params", "raw", "owed"),
    [
        ("checks", BOARDS, {"part1": "no", "part2": "no"}, "承诺书"),
        ("checks", PERMITS, {"reference": "3 号"}, "国土"),
        ("checks", PERMITS, {"part1": "yes", "part2": "yes"}, ""),
        ("timeline", STEPS, {"decided": "2026-10-09"}, "收到投诉"),
        ("timeline", STEPS, {"heard": "2026-10-09"}, "收到投诉"),
        ("timeline", STEPS, {"asked": "2026-10-09"}, ""),
        ("document", PAPER, {"seen": "yes"}, "项数"),
        ("document", PAPER, {"seen": "yes", "count": "0"}, "有效期"),
        ("document", PAPER, {"count": "3", "valid_until": "2026-11-18"}, "有无"),
        ("document", PAPER, {"seen": "no"}, ""),
        ("document", {}, {"reference": "3 号"}, "有无"),
        ("document", {}, {"seen": "yes"}, ""),
        ("document", {"reference": "required"}, {"seen": "yes"}, "文号"),
        ("document", {"reference": "required"}, {"seen": "yes", "reference": "3 号"}, ""),
        ("document", {"reference": "required"}, {"seen": "no"}, ""),
        ("number", AREA, {"reading": "500"}, ""),
    ],
)
def test_what_is_said_in_part_is_kept_and_says_what_is_owed(kind, params, raw, owed):
    item = SimpleNamespace(kind=kind, params=params)
    entry = Entry(None, KINDS[kind].parse(raw, params))
    assert entry.value and entries.owed(item, entry) == owed
    assert (entries.judge(item, entry, DAY) is None) is bool(owed)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"part1": "no", "part2": "no"}, True),
        ({"part1": "no", "part2": "yes"}, False),
        ({"reference": "3 号"}, False),
        ({}, False),
    ],
)
def test_things_are_absent_when_each_was_said_not_to_be_there(raw, absent):
    assert KINDS["checks"].is_absent(KINDS["checks"].parse(raw, PERMITS)) is absent


def test_a_term_of_a_step_that_was_left_out_does_not_run():
    steps = [{**STEPS["steps"][0], "optional": True}, STEPS["steps"][1], STEPS["steps"][2]]
    judged = KINDS["timeline"].judge({"heard": "2026-11-02"}, {"steps": steps}, DAY)
    assert (judged.state, judged.pending) == ("pass", False)


def test_a_step_too_late_weighs_more_than_one_whose_term_runs():
    third = {"name": "sent", "label": "送达", "within": {"after": "asked", "value": 15, "unit": "工作日"}}
    judged = KINDS["timeline"].judge({"asked": "2026-11-10"}, {"steps": [*STEPS["steps"], third]}, DAY)
    assert judged.text == "作出决定：超期：最迟应于 2026-11-13 完成"
    assert not judged.pending


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
        ("document", {}, {"seen": "yes", "reference": "字" * 201}, "reference"),
        ("checks", PERMITS, {"part1": "yes", "reference": "字" * 201}, "reference"),
        ("date", {}, {"day": "18.11.2026"}, "day"),
        ("interval", CLOCK, {"start": "2026-10-10", "end": "2026-10-09"}, "end"),
        ("interval", CLOCK, {"end": "2026-10-09"}, "start"),
        ("interval", CLOCK, {"start": "2999-01-01"}, "start"),
        ("text", {}, {"text": "字" * 2001}, "text"),
        ("checks", BOARDS, {"part2": "perhaps"}, "part2"),
        ("timeline", STEPS, {"asked": "2026-02-30"}, "asked"),
        ("timeline", STEPS, {"asked": "2026-10-09", "decided": "2999-01-01"}, "decided"),
        ("verdict", {"readings": [{"name": "width", "label": "宽", "unit": "米"}]}, {"width": "-1"}, "width"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field(kind, params, raw, field):
    with pytest.raises(Invalid) as refused:
        KINDS[kind].parse(raw, params)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    ("kind", "params", "field"),
    [
        ("date", {}, "day"),
        ("interval", CLOCK, "start"),
        ("timeline", STEPS, "asked"),
        ("document", PAPER, "valid_until"),
    ],
)
def test_a_day_before_the_republic_is_refused_at_its_field(kind, params, field):
    with pytest.raises(Invalid) as refused:
        KINDS[kind].parse({field: "1949-09-30"}, params)
    assert refused.value.fields == {field: "日期过早，请检查。"}
    assert KINDS[kind].parse({field: "1949-10-01"}, params)[field] == "1949-10-01"


@pytest.mark.parametrize(
    ("start", "end", "state", "because"),
    [
        ("2003-12-20", "2026-11-18", "fail", "超期：最迟应于 2004-01-06 完成"),
        ("2003-12-20", None, "fail", "超期：最迟应于 2004-01-06 完成"),
        ("2003-12-20", "2003-12-23", "pass", "没有超期：限 3 个工作日，最早于 2003-12-23 到期"),
        ("2003-12-20", "2003-12-24", "unable", "待确认：2003 年的放假安排没有收录"),
        ("2003-12-30", "2004-01-05", "pass", "没有超期：限 3 个工作日，最早于 2004-01-05 到期"),
        ("2003-12-30", "2004-01-06", "unable", "待确认：2003 年的放假安排没有收录"),
        ("2003-12-31", "2004-01-06", "pass", "用了 3 个工作日，限 3 个工作日"),
        ("1960-03-01", "2003-12-31", "unable", "待确认：1960 年的放假安排没有收录"),
    ],
)
def test_a_term_that_begins_before_the_calendar_is_judged_where_no_day_of_then_matters(start, end, state, because):
    judged = KINDS["interval"].judge({"start": start, "end": end}, CLOCK, DAY)
    assert (judged.state, judged.text, judged.pending) == (state, because, state == "unable")


def test_a_timeline_that_began_before_the_calendar_is_judged():
    judged = KINDS["timeline"].judge({"asked": "2003-12-20", "decided": "2026-11-18"}, STEPS, DAY)
    assert (judged.state, judged.text) == ("fail", "作出决定：超期：最迟应于 2004-01-06 完成")


@pytest.mark.parametrize(
    ("op", "day", "visit", "state"),
    [
        ("within", "2003-12-20", date(2026, 11, 18), "fail"),
        ("at_least_ago", "2003-12-20", date(2026, 11, 18), "pass"),
        ("within", "2003-12-20", date(2003, 12, 30), "unable"),
        ("at_least_ago", "2003-12-20", date(2003, 12, 30), "unable"),
        ("within", "2003-12-20", date(2003, 12, 23), "pass"),
        ("at_least_ago", "2003-12-20", date(2003, 12, 22), "fail"),
    ],
)
def test_a_distance_from_before_the_calendar_is_judged_where_no_day_of_then_matters(op, day, visit, state):
    limit = {"limit": {"op": op, "value": 3, "unit": "工作日"}}
    assert KINDS["date"].judge({"day": day}, limit, Context(visit, visit)).state == state


def test_what_was_done_long_after_its_term_has_failed_though_the_year_is_not_published():
    judged = KINDS["interval"].judge({"start": "2026-01-05", "end": "2027-03-01"}, CLOCK, DAY)
    assert (judged.state, judged.text) == ("fail", "超期：最迟应于 2026-01-08 完成")


def test_no_term_runs_from_a_step_that_may_be_left_out():
    first, heard, decided = STEPS["steps"]
    loose = [{**first, "optional": True}, heard, decided]
    assert KINDS["timeline"].problems({"steps": loose}) == ["期限须从必填的步骤起算。"]
    assert KINDS["timeline"].problems(STEPS) == []


@pytest.mark.parametrize("name", ["state", "note", "photos", "revision"])
def test_no_input_of_a_checklist_is_called_as_one_that_every_item_has(name):
    steps = {"steps": [{"name": name, "label": "收到投诉"}]}
    readings = {"readings": [{"name": name, "label": "宽", "unit": "米"}]}
    assert KINDS["timeline"].problems(steps) and KINDS["verdict"].problems(readings)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_entered_is_no_answer(kind):
    params = SOUND[kind]
    assert KINDS[kind].parse({}, params) is None and KINDS[kind].show(None, params) == ""


@pytest.mark.parametrize(
    ("kind", "params", "value", "shown"),
    [
        ("number", AREA, {"reading": "520"}, "520 平方米"),
        ("count", PARTS, {"count": 2}, "2 / 3"),
        ("choice", COLOURS, {"option": "dark"}, "深灰"),
        ("interval", CLOCK, {"start": "2026-09-29", "end": None}, "2026-09-29 → …"),
        ("document", {}, {"seen": "yes", "reference": "第1号"}, "有，第1号"),
        ("checks", PERMITS, {"part1": "yes", "part2": "no", "reference": "第1号"}, "国土：有，规划：没有，第1号"),
        (
            "timeline",
            STEPS,
            {"asked": "2026-09-29", "heard": "2026-10-09"},
            "收到投诉：2026-09-29，听取意见：2026-10-09",
        ),
    ],
)
def test_how_a_value_is_printed(kind, params, value, shown):
    assert KINDS[kind].show(value, params) == shown


@pytest.mark.parametrize(("limit", "shown"), [(AREA["limit"], "≥ 500 平方米"), (NAMES["limit"], "1—3 名"), (None, "")])
def test_how_a_limit_is_printed(limit, shown):
    assert show_limit(limit) == shown


@pytest.mark.parametrize(
    ("op", "reading", "state", "because"),
    [
        (">=", "4.9", "fail", "4.9 < 5"),
        (">", "5", "fail", "5 ≤ 5"),
        (">", "5.1", "pass", "5.1 > 5"),
        ("<=", "5", "pass", "5 ≤ 5"),
        ("<=", "5.1", "fail", "5.1 > 5"),
        ("<", "5", "fail", "5 ≥ 5"),
        ("<", "4.9", "pass", "4.9 < 5"),
        ("=", "5", "pass", "5 = 5"),
        ("=", "4.9", "fail", "4.9 < 5"),
        ("=", "5.1", "fail", "5.1 > 5"),
    ],
)
def test_each_comparison_holds_up_to_its_limit_and_no_further(op, reading, state, because):
    judged = KINDS["number"].judge({"reading": reading}, {"limit": {"op": op, "value": "5"}}, DAY)
    assert (judged.state, judged.text) == (state, because) and not judged.pending


@pytest.mark.parametrize(("count", "state"), [("0", "fail"), ("1", "pass"), ("3", "pass"), ("4", "fail")])
def test_both_ends_of_a_range_conform(count, state):
    assert KINDS["count"].judge({"count": int(count)}, NAMES, DAY).state == state


@pytest.mark.parametrize(
    ("kind", "params", "found"),
    [
        ("number", AREA, []),
        ("number", {"limit": {"op": ">="}}, ["限值写得不对。"]),
        ("number", {"limit": {"op": ">=", "value": "1/0"}}, ["限值写得不对。"]),
        ("count", {"limit": {"op": "range", "value": "3"}}, ["限值写得不对。"]),
        ("count", {"guess": 1, "hint": 2}, ["不认识的参数：guess、hint"]),
        ("choice", COLOURS, []),
        ("choice", {}, ["缺少选项。"]),
        ("choice", {"options": []}, ["缺少选项。"]),
    ],
)
def test_what_is_wrong_with_the_parameters_is_said_to_the_author(kind, params, found):
    assert KINDS[kind].problems(params) == found


@pytest.mark.parametrize(
    ("kind", "params", "results"),
    [
        ("number", AREA, ("pass", "fail")),
        ("number", {"unit": "米"}, ("pass",)),
        ("count", PARTS, ("pass", "partial", "fail")),
        ("count", {"of": 3}, ("pass", "fail")),
        ("choice", COLOURS, ("pass", "fail")),
        ("document", {"of": 4, "partial": True}, ("pass", "partial", "fail")),
        ("document", PAPER, ("pass", "fail")),
        ("document", {"partial": True}, ("pass", "fail")),
        ("verdict", {"partial": True}, ("pass", "partial", "fail")),
        ("verdict", {}, ("pass", "fail")),
        ("text", {}, ("pass",)),
    ],
)
def test_the_states_that_an_answer_can_come_to(kind, params, results):
    assert KINDS[kind].results(params) == results


def test_what_is_due_in_parts_is_picked_from_nothing_to_all():
    assert KINDS["count"].inputs(PARTS)[0].choices == (("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"))
    assert KINDS["count"].inputs(NONE)[0].choices == ()
    assert [each.name for each in KINDS["document"].inputs(PAPER)] == ["seen", "reference", "count", "valid_until"]
    assert [each.name for each in KINDS["document"].inputs({})] == ["seen", "reference"]


@pytest.mark.parametrize(("value", "advice"), [({"count": 1}, "宜再设"), ({"count": 2}, None), (None, None)])
def test_advice_is_given_below_its_number(value, advice):
    assert KINDS["count"].advice(value, {"advice": {"below": 2, "text": "宜再设"}}) == advice
    assert KINDS["count"].advice(value, {}) is None


@pytest.mark.parametrize(
    ("kind", "by_calendar", "may_be_absent"),
    [
        ("verdict", False, False),
        ("number", False, False),
        ("count", False, False),
        ("choice", False, False),
        ("text", False, False),
        ("date", True, False),
        ("interval", True, False),
        ("document", False, True),
    ],
)
def test_days_are_judged_by_working_days_and_papers_may_be_absent(kind, by_calendar, may_be_absent):
    assert (KINDS[kind].by_calendar, KINDS[kind].may_be_absent) == (by_calendar, may_be_absent)


@pytest.mark.parametrize(
    ("op", "day", "state"),
    [
        ("at_least_ago", "2026-10-20", "fail"),
        ("at_least_ago", "2026-10-19", "pass"),
        ("within", "2026-10-19", "pass"),
        ("not_before_visit", "2026-11-18", "pass"),
        ("not_before_visit", "2026-11-17", "fail"),
    ],
)
def test_a_day_is_judged_by_its_distance_from_the_visit(op, day, state):
    limit = {"op": op, "value": 30, "unit": "天"}
    assert KINDS["date"].judge({"day": day}, {"limit": limit}, DAY).state == state


@pytest.mark.parametrize(
    ("unit", "start", "end", "state", "because"),
    [
        ("天", "2026-11-01", "2026-11-04", "pass", "用了 3 天，限 3 天"),
        ("日", "2026-11-01", "2026-11-05", "fail", "用了 4 天，限 3 天"),
        ("个月", "2026-08-01", "2026-11-01", "pass", "用了 92 天，最迟应到 2026-11-01"),
        ("个月", "2026-08-01", "2026-11-02", "fail", "用了 93 天，最迟应到 2026-11-01"),
        ("工作日", "2026-11-13", None, "unable", "临近：还有 0 个工作日，最迟 2026-11-18"),
    ],
)
def test_a_term_is_counted_in_its_own_unit(unit, start, end, state, because):
    params = {**CLOCK, "limit": {**CLOCK["limit"], "unit": unit}}
    judged = KINDS["interval"].judge({"start": start, "end": end}, params, DAY)
    assert (judged.state, judged.text, judged.pending) == (state, because, end is None)


def test_what_is_typed_is_kept_as_far_as_it_may_go():
    assert KINDS["text"].parse({"text": "字" * 2000}, {}) == {"text": "字" * 2000}
    long = KINDS["document"].parse({"seen": "yes", "reference": f" {'字' * 200} "}, {})
    assert long == {"seen": "yes", "reference": "字" * 200}
    today = {"start": "2026-10-09", "end": "2026-10-09"}
    assert KINDS["interval"].parse(today, CLOCK) == today
