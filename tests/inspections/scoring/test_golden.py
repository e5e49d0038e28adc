"""The golden rows, grades and layers of the scorer."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from core.numbers import round_half_up
from inspections.scoring import (
    Decided,
    ItemRule,
    ScoredAnswer,
    Standard,
    apply_decisions,
    canonical_input,
    findings_outcome,
    gates_outcome,
    input_hash,
    is_found,
    lost_points,
    score,
    section_of,
)

ROOT = Path(__file__).parents[3]
CASES = json.loads((ROOT / "tests/data/scoring_cases.json").read_text())
TREE = Standard(tuple(ItemRule(**{**item, "points": Fraction(item["points"])}) for item in CASES["tree"]))


def answers_of(case) -> dict[str, ScoredAnswer]:
    return {
        code: ScoredAnswer(*given[:1], *(Fraction(x) for x in given[1:])) for code, given in case["answers"].items()
    }


@pytest.mark.parametrize("case", CASES["golden"], ids=lambda case: case["name"])
def test_the_golden_rows(case):
    result = score(TREE, answers_of(case))
    weighted = score(replace(TREE, method="section_weighted"), answers_of(case))
    interval = None if case["interval"] is None else tuple(case["interval"])
    assert (result.printed_raw, result.printed, result.printed_interval) == (case["raw"], case["effective"], interval)
    assert result.applicability == Fraction(case["applicability"])
    assert weighted.printed == case["section_weighted"]
    assert result.final is case["final"]


@pytest.mark.parametrize(("value", "printed"), CASES["rounding"])
def test_a_half_goes_up(value, printed):
    assert round_half_up(Fraction(value)) == printed


@pytest.mark.parametrize(("earned", "grade"), [("8995", "合格"), ("8994", "不合格")])
def test_the_grade_looks_at_the_printed_value(earned, grade):
    rule = ItemRule("x", "一", Fraction(10000), "levels")
    standard = Standard((rule,), bands=((Fraction(90), "合格"), (Fraction(0), "不合格")))
    assert score(standard, {"x": ScoredAnswer("partial", Fraction(int(earned), 10000))}).grade == grade


@pytest.mark.parametrize(
    ("scope", "effective"), [("none", "75.0"), ("clause", "50.0"), ("section", "0.0"), ("all", "75.0")]
)
def test_a_veto_reaches_as_far_as_its_scope(scope, effective):
    rules = (
        ItemRule("x", "A/1", Fraction(25), veto=scope),
        ItemRule("y", "A/1", Fraction(25)),
        ItemRule("z", "A/2", Fraction(50)),
    )
    result = score(Standard(rules), {"x": ScoredAnswer("fail"), "y": ScoredAnswer("pass"), "z": ScoredAnswer("pass")})
    assert result.printed_raw == "75.0" and result.printed == effective


@pytest.mark.parametrize("state", ["fail", "partial"])
def test_a_half_met_veto_item_counts_as_failed(state):
    standard = Standard(
        (ItemRule("x", "一", Fraction(1), veto="all"),), bands=((Fraction(0), "通过"), (Fraction(0), "不通过"))
    )
    assert score(standard, {"x": ScoredAnswer(state)}).grade == "不通过"


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        (["pass", "pass"], "pass"),
        (["pass", "na"], "pass"),
        (["pass", "partial"], "partial"),
        (["partial", "fail"], "fail"),
        (["na", "na"], "na"),
        (["fail", None], "open"),
        (["pass", "unable"], "open"),
    ],
)
def test_the_verdict_of_a_clause_is_the_worst_of_its_items(states, verdict):
    rules = tuple(ItemRule(str(place), "一/1", Fraction(1), "levels") for place in range(len(states)))
    result = score(
        Standard(rules), {str(place): ScoredAnswer(state, Fraction(1, 2)) for place, state in enumerate(states)}
    )
    assert result.clauses["一/1"].verdict == verdict


@pytest.mark.parametrize(
    ("method", "state", "level", "earned"),
    [
        ("levels", "partial", Fraction(1, 4), "5/2"),
        ("measure", "partial", Fraction(1, 4), "5/2"),
        ("levels", "partial", Fraction(3, 2), "10"),
        ("levels", "partial", Fraction(-1), "0"),
        ("levels", "partial", None, "0"),
        ("levels", "pass", None, "10"),
        ("levels", "fail", Fraction(1, 4), "0"),
        ("levels", "unable", Fraction(1, 4), "0"),
        ("binary", "partial", Fraction(1, 4), "0"),
        ("info", "pass", None, "0"),
    ],
)
def test_a_share_counts_where_the_method_knows_shares(method, state, level, earned):
    result = score(Standard((ItemRule("x", "一", Fraction(10), method),)), {"x": ScoredAnswer(state, level)})
    assert result.items["x"].earned == Fraction(earned)


@pytest.mark.parametrize(
    ("off", "state", "earned"),
    [
        ([(4, 2)], "fail", 2),
        ([(4, 2)], "pass", 2),
        ([(3, 1), (2, 2)], "partial", 3),
        ([(-1, 1)], "fail", 10),
        ([], "fail", 10),
        ([(4, 2)], "unable", 0),
    ],
)
def test_deductions_are_taken_from_the_points_of_the_item(off, state, earned):
    taken = tuple((Fraction(points), times) for points, times in off)
    result = score(Standard((ItemRule("x", "一", Fraction(10), "deduct"),)), {"x": ScoredAnswer(state, None, taken)})
    assert result.items["x"].earned == earned


THREE = (
    ItemRule("x", "A/1", Fraction(10), veto="clause"),
    ItemRule("y", "A/1", Fraction(30)),
    ItemRule("z", "B/1", Fraction(20)),
)


@pytest.mark.parametrize(
    ("total", "floor", "last", "raw", "effective"),
    [
        ("100", "0", None, "90.0", "60.0"),
        ("100", "0", "fail", "70.0", "40.0"),
        ("100", "0", "na", "90.0", "60.0"),
        ("50", "20", None, "40.0", "20.0"),
        ("100", "95", None, "95.0", "95.0"),
    ],
)
def test_points_are_lost_from_a_total_down_to_a_floor(total, floor, last, raw, effective):
    standard = Standard(THREE, "deduct_from_total", total=Fraction(total), floor=Fraction(floor))
    result = score(standard, {"x": ScoredAnswer("fail"), "y": ScoredAnswer("pass"), "z": ScoredAnswer(last)})
    assert (result.printed_raw, result.printed) == (raw, effective)


@pytest.mark.parametrize(("state", "total", "left"), [("pass", {}, "100.0"), ("fail", {"total": Fraction(20)}, "0.0")])
def test_a_total_is_a_hundred_and_stops_at_nothing_unless_the_standard_says_otherwise(state, total, left):
    standard = Standard(THREE, "deduct_from_total", **total)
    result = score(standard, {code: ScoredAnswer(state) for code in "xyz"})
    assert (result.printed_raw, result.printed) == (left, left)


@pytest.mark.parametrize(
    ("weights", "first", "last", "raw", "effective"),
    [
        ({"A": 1, "B": 3}, "fail", "pass", "93.8", "75.0"),
        ({"A": 1, "B": 3}, "pass", "fail", "25.0", "25.0"),
        ({"A": 1, "B": 3}, "fail", "na", "75.0", "0.0"),
        ({}, "fail", "pass", "83.3", "33.3"),
    ],
)
def test_sections_weigh_as_the_standard_says_or_as_their_points(weights, first, last, raw, effective):
    standard = Standard(THREE, "section_weighted", weights={name: Fraction(each) for name, each in weights.items()})
    result = score(standard, {"x": ScoredAnswer(first), "y": ScoredAnswer("pass"), "z": ScoredAnswer(last)})
    assert (result.printed_raw, result.printed) == (raw, effective)


def test_the_sums_of_a_section_know_what_is_open_and_what_does_not_apply():
    result = score(Standard(THREE), {"x": ScoredAnswer("pass"), "z": ScoredAnswer("na")})
    first, last = result.sections["A"], result.sections["B"]
    assert (first.earned, first.possible, first.open, first.full, first.rate) == (10, 40, 30, 40, Fraction(1, 4))
    assert (last.possible, last.full, last.rate) == (0, 20, None)
    assert (result.answered, result.asked, result.final, result.grade) == (2, 3, False, None)
    assert (result.printed_interval, result.applicability) == (("25.0", "100.0"), Fraction(2, 3))


def test_where_nothing_applies_nothing_is_printed():
    result = score(Standard(THREE[:1]), {"x": ScoredAnswer("na")})
    assert (result.printed_raw, result.printed, result.printed_interval) == (None, None, None)
    empty = score(Standard(()), {})
    assert (empty.applicability, empty.final, empty.whole.verdict) == (None, True, "na")


@pytest.mark.parametrize(("given", "earned"), [("7", 7), ("-1", 0), ("11", 10)])
def test_points_set_by_hand_stay_within_those_of_the_item(given, earned):
    result = score(Standard(THREE), {"x": ScoredAnswer("pass")}, {"x": Fraction(given)})
    assert result.items["x"].earned == earned


@pytest.mark.parametrize(
    ("state", "given", "lost"), [("pass", 7, 3), ("fail", 0, 10), ("na", 0, 0), ("unable", 0, 0), ("pass", 10, 0)]
)
def test_what_an_item_lost_is_what_it_was_decided_not_to_earn(state, given, lost):
    result = score(Standard(THREE[:1]), {"x": ScoredAnswer(state)}, {"x": Fraction(given)})
    assert result.items["x"].lost == lost and [item.lost for item in lost_points(result)] == [lost] * bool(lost)


@pytest.mark.parametrize(
    ("state", "passes", "vetoes"),
    [("fail", True, ("x",)), ("partial", True, ()), ("partial", False, ("x",)), ("pass", False, ()), (None, False, ())],
)
def test_a_half_met_veto_item_passes_where_the_item_says_so(state, passes, vetoes):
    rules = (ItemRule("x", "一", veto="all", partial_passes_veto=passes), ItemRule("y", "一"))
    assert score(Standard(rules), {"x": ScoredAnswer(state), "y": ScoredAnswer("fail")}).vetoes == vetoes


@pytest.mark.parametrize(
    ("bands", "state", "grade"),
    [
        ((), "pass", None),
        (((Fraction(90), "合格"), (Fraction(60), "不合格")), "fail", "不合格"),
        (((Fraction(100), "合格"), (Fraction(60), "不合格")), "pass", "合格"),
        (((Fraction(90), "合格"), (Fraction(60), "不合格")), "na", None),
        (((Fraction(90), "合格"), (Fraction(60), "不合格")), None, None),
    ],
)
def test_a_grade_needs_bands_and_a_final_score(bands, state, grade):
    standard = Standard((ItemRule("x", "一", Fraction(5)),), bands=bands)
    assert score(standard, {"x": ScoredAnswer(state)}).grade == grade


def test_deductions_stop_at_nothing():
    rule = ItemRule("x", "一", Fraction(10), "deduct")
    result = score(Standard((rule,)), {"x": ScoredAnswer("partial", None, ((Fraction(4), 3),))})
    assert result.items["x"].earned == 0


def test_lost_points_add_up_to_what_is_missing():
    result = score(TREE, answers_of(CASES["golden"][0]))
    assert sum(item.lost for item in lost_points(result)) == result.whole.possible - result.whole.earned


def test_a_decision_is_a_layer_and_leaves_the_answers_alone():
    answers = answers_of(CASES["golden"][0])
    layered, overruled = apply_decisions(answers, [Decided("b2", "pass"), Decided("a2", "partial", Fraction(8))])
    assert answers["b2"].state == "fail" and layered["b2"].state == "pass"
    assert score(TREE, layered, overruled).whole.earned == 10 + 8 + 14 + 15 + 15


def test_the_fingerprint_changes_with_every_input():
    answers = answers_of(CASES["golden"][0])
    other = {**answers, "b2": ScoredAnswer("pass")}
    prints = {
        input_hash("v", answers),
        input_hash("w", answers),
        input_hash("v", other),
        input_hash("v", answers, [Decided("b2", "na")]),
    }
    assert len(prints) == 4


def test_a_score_is_computed_from_what_is_written_down_and_nothing_else():
    answers = {"a": ScoredAnswer("partial", Fraction(1, 2), ((Fraction(3), 2),)), "b": ScoredAnswer()}
    assert canonical_input("v", answers, [Decided("b", "pass"), Decided("a", "partial", Fraction(5))]) == (
        '{"answers":{"a":["partial","1/2",[["3",2]]],"b":[null,null,[]]},'
        '"decisions":[["b","pass",null],["a","partial","5"]],"engine":"1","version":"v"}'
    )


def test_of_two_decisions_on_an_item_the_last_counts_with_its_points():
    first, second = Decided("b2", "partial", Fraction(8)), Decided("b2", "pass")
    layered, overruled = apply_decisions({}, [first, second])
    assert (layered["b2"].state, overruled) == ("pass", {})
    assert apply_decisions({}, [second, first])[1] == {"b2": 8}


@pytest.mark.parametrize(
    ("path", "section"), [("二/（二）/1", "二/（二）"), ("五", "五"), ("附件/一/（一）", "附件/一")]
)
def test_the_section_is_what_the_clause_stands_under(path, section):
    assert section_of(path) == section


def test_findings_are_sorted_by_severity():
    rules = (
        ItemRule("x", "一", severity="major"),
        ItemRule("y", "一", severity="general"),
        ItemRule("z", "一", veto="all"),
    )
    found = findings_outcome(score(Standard(rules), {code: ScoredAnswer("fail") for code in "xyz"}))
    assert [item.rule.code for item in found.major] == ["x", "z"] and found.verdict == "fail"
    assert [item.rule.code for item in found.general] == ["y"]


def test_gates_know_the_next_and_what_came_before_its_turn():
    rules = tuple(ItemRule(code, "一", Fraction(1)) for code in "abc")
    gates = gates_outcome(score(Standard(rules), {"a": ScoredAnswer("pass"), "c": ScoredAnswer("pass")}))
    assert gates.next.rule.code == "b" and [item.rule.code for item in gates.out_of_order] == ["c"]
    assert gates.verdict == "open"


@pytest.mark.parametrize(
    ("veto", "severity", "state", "major", "general"),
    [
        ("none", None, "fail", 0, 1),
        ("none", None, "partial", 0, 1),
        ("none", "major", "fail", 1, 0),
        ("clause", None, "fail", 1, 0),
        ("all", None, "partial", 1, 0),
        ("all", "general", "fail", 0, 1),
        ("all", None, "pass", 0, 0),
        ("all", None, "na", 0, 0),
    ],
)
def test_a_veto_item_is_major_unless_it_says_otherwise(veto, severity, state, major, general):
    rule = ItemRule("x", "一", veto=veto, severity=severity)
    found = findings_outcome(score(Standard((rule,)), {"x": ScoredAnswer(state)}))
    assert (len(found.major), len(found.general), found.open) == (major, general, 0)
    assert found.verdict == ("fail" if major or general else "pass")


@pytest.mark.parametrize("state", [None, "unable"])
def test_what_was_found_is_open_while_an_item_is(state):
    rules = (ItemRule("x", "一"), ItemRule("y", "一"))
    found = findings_outcome(score(Standard(rules), {"x": ScoredAnswer("fail"), "y": ScoredAnswer(state)}))
    assert (found.open, found.verdict) == (1, "open")


@pytest.mark.parametrize(
    ("method", "state", "found"),
    [
        ("binary", "fail", True),
        ("levels", "partial", True),
        ("binary", "pass", False),
        ("binary", "na", False),
        ("info", "fail", False),
    ],
)
def test_a_finding_is_failed_or_half_met_and_more_than_a_record(method, state, found):
    result = score(Standard((ItemRule("x", "一", method=method),)), {"x": ScoredAnswer(state)})
    assert is_found(result.items["x"]) is found


@pytest.mark.parametrize(
    ("states", "verdict", "passed", "failed", "applicable", "following"),
    [
        (("pass", "pass", "pass"), "pass", 3, 0, 3, None),
        (("pass", "fail", "pass"), "fail", 2, 1, 3, None),
        (("pass", "partial", None), "fail", 1, 1, 3, "c"),
        (("pass", "na", "unable"), "open", 1, 0, 2, "c"),
        ((None, "pass", None), "open", 1, 0, 3, "a"),
    ],
)
def test_gates_are_passed_failed_or_open_and_what_is_only_recorded_is_none(
    states, verdict, passed, failed, applicable, following
):
    rules = (*(ItemRule(code, "一", Fraction(1)) for code in "abc"), ItemRule("d", "一", method="info"))
    answers = {code: ScoredAnswer(state) for code, state in zip("abcd", (*states, "fail"), strict=True)}
    gates = gates_outcome(score(Standard(rules), answers))
    assert (gates.verdict, gates.passed, len(gates.failed), gates.applicable) == (verdict, passed, failed, applicable)
    assert (gates.next and gates.next.rule.code) == following
    assert len(gates.open) == sum(state in (None, "unable") for state in states)
    assert [item.rule.code for item in gates.out_of_order] == (["b"] if following == "a" else [])


@pytest.mark.parametrize(
    "file", [*sorted((ROOT / "inspections/scoring").glob("*.py")), ROOT / "core/numbers.py"], ids=str
)
def test_no_rounding_and_no_floats(file):
    assert not re.search(r"\bround\(|\bfloat\(|:\.\d+f", file.read_text())
