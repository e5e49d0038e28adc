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
    findings_outcome,
    gates_outcome,
    input_hash,
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
    "file", [*sorted((ROOT / "inspections/scoring").glob("*.py")), ROOT / "core/numbers.py"], ids=str
)
def test_no_rounding_and_no_floats(file):
    assert not re.search(r"\bround\(|\bfloat\(|:\.\d+f", file.read_text())
