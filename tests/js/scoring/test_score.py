"""The scorer on the phone gives the very figures of the server's."""

import json
import random
from fractions import Fraction
from pathlib import Path

import pytest

from core.numbers import round_half_up, show_fraction
from inspections.scoring import (
    Decided,
    ItemRule,
    ScoredAnswer,
    Standard,
    apply_decisions,
    findings_outcome,
    gates_outcome,
    score,
)

pytestmark = pytest.mark.browser
CASES = json.loads((Path(__file__).parents[2] / "data/scoring_cases.json").read_text())
SEED = 20261121
STATES = ("pass", "partial", "fail", "na", "unable", None)

SCORE = """async ({score}, cases) => {
  const {text, rounded} = await import("/js/scoring/fractions.js");
  const outcomes = await import("/js/scoring/preview.js");
  const some = (value, write) => value === null ? null : write(value);
  const sums = ({earned, possible, open, full, verdict, effective}) =>
    [earned, possible, open, full, effective].map(text).concat(verdict);
  const grouped = (groups) => [...groups].map(([name, part]) => [name, sums(part)]).sort();
  return cases.map(([standard, answers, decisions]) => {
    const result = score(standard, answers, decisions);
    return {
      items: result.items.map(({rule, state, possible, earned, vetoed}) =>
        [rule.code, state, text(possible), text(earned), vetoed]),
      clauses: grouped(result.clauses), sections: grouped(result.sections), whole: sums(result.whole),
      raw: some(result.raw, text), effective: some(result.effective, text),
      printed: [some(result.raw, rounded), some(result.effective, rounded)],
      interval: some(result.interval, (ends) => ends.map(rounded)),
      applicability: some(result.applicability, text),
      progress: [result.answered, result.asked, result.final], vetoes: result.vetoes, grade: result.grade,
      verdicts: [outcomes.findingsVerdict(result), outcomes.gatesVerdict(result)],
    };
  });
}"""


def _some(value):
    return None if value is None else str(value)


def _sums(sums) -> list:
    figures = (sums.earned, sums.possible, sums.open, sums.full, sums.effective)
    return [*map(str, figures), sums.verdict]


def _grouped(groups) -> list:
    return sorted([name, _sums(part)] for name, part in groups.items())


def on_the_server(standard: Standard, answers, decisions) -> dict:
    """The server's result in the words of the comparison."""
    result = score(standard, *apply_decisions(answers, decisions))
    return {
        "items": [
            [code, item.state, str(item.possible), str(item.earned), item.vetoed] for code, item in result.items.items()
        ],
        "clauses": _grouped(result.clauses),
        "sections": _grouped(result.sections),
        "whole": _sums(result.whole),
        "raw": _some(result.raw),
        "effective": _some(result.effective),
        "printed": [result.printed_raw, result.printed],
        "interval": None if result.interval is None else list(result.printed_interval),
        "applicability": _some(result.applicability),
        "progress": [result.answered, result.asked, result.final],
        "vetoes": list(result.vetoes),
        "grade": result.grade,
        "verdicts": [findings_outcome(result).verdict, gates_outcome(result).verdict],
    }


def _item(rule: dict) -> dict:
    """A rule in the shape in which scripts get an item."""
    return {**rule, "clause": {"path": rule["clause"]}}


def for_the_phone(standard: Standard, answers, decisions) -> list:
    """The same as data for the page."""
    items = [_item({**vars(rule), "points": str(rule.points)}) for rule in standard.items]
    profile = {
        "items": items,
        "method": standard.method,
        "bands": [{"from": str(start), "name": name} for start, name in standard.bands],
        "weights": {name: str(weight) for name, weight in standard.weights.items()},
        "total": str(standard.total),
        "floor": str(standard.floor),
    }
    given = {
        code: {
            "state": answer.state,
            "level": _some(answer.level),
            "deductions": [[str(points), times] for points, times in answer.deductions],
        }
        for code, answer in answers.items()
    }
    return [
        profile,
        given,
        [{"code": each.code, "state": each.state, "earned": _some(each.earned)} for each in decisions],
    ]


def _fraction(dice: random.Random, most: int = 40) -> Fraction:
    return Fraction(dice.randint(0, most), dice.choice((1, 1, 2, 3, 7, 10, 1000)))


def _rule(dice: random.Random, code: str) -> ItemRule:
    return ItemRule(
        code=code,
        clause=f"{dice.choice('AB')}/{dice.choice('12')}" if dice.random() < 0.8 else dice.choice("AC"),
        points=_fraction(dice) if dice.random() < 0.9 else Fraction(0),
        method=dice.choice(("binary", "levels", "deduct", "measure", "info")),
        veto=dice.choice(("none", "none", "none", "clause", "section", "all")),
        partial_passes_veto=dice.random() < 0.2,
    )


def _answer(dice: random.Random, calm: bool) -> ScoredAnswer:
    state = dice.choice(STATES[:4] if calm else STATES)
    level = Fraction(dice.randint(-1, 9), dice.randint(1, 8)) if dice.random() < 0.8 else None
    return ScoredAnswer(
        state, level, tuple((_fraction(dice, 9), dice.randint(0, 4)) for _ in range(dice.randint(0, 2)))
    )


def _case(dice: random.Random) -> tuple:
    codes = [f"x{n}" for n in range(dice.randint(1, 9))]
    edges = sorted((_fraction(dice, 100) for _ in range(dice.randint(0, 3))), reverse=True)
    standard = Standard(
        items=tuple(_rule(dice, code) for code in codes),
        method=dice.choice(("points", "section_weighted", "deduct_from_total")),
        bands=tuple((edge, f"band {place}") for place, edge in enumerate(edges)),
        weights={"A": _fraction(dice) + 1} if dice.random() < 0.5 else {},
        total=_fraction(dice, 200),
        floor=_fraction(dice, 9),
    )
    calm = dice.random() < 0.5
    answers = {code: _answer(dice, calm) for code in codes if calm or dice.random() < 0.8}
    decisions = [
        Decided(dice.choice(codes), dice.choice(STATES[:4]), _fraction(dice) if dice.random() < 0.4 else None)
        for _ in range(dice.choice((0, 0, 1, 3)))
    ]
    return standard, answers, decisions


def test_two_thousand_random_standards_give_the_same_figures_on_phone_and_server(run):
    print("seed", SEED)
    dice = random.Random(SEED)
    cases = [_case(dice) for _ in range(2000)]
    found = run("score.js", SCORE, [for_the_phone(*case) for case in cases])
    for case, on_phone in zip(cases, found, strict=True):
        assert on_phone == on_the_server(*case), case


def test_the_random_standards_reach_every_corner():
    dice = random.Random(SEED)
    results = [on_the_server(*_case(dice)) for _ in range(2000)]
    assert any(result["interval"] is None for result in results)
    assert any(result["vetoes"] and result["printed"][0] != result["printed"][1] for result in results)
    assert len({result["grade"] for result in results}) == 4
    assert {verdict for result in results for verdict in result["verdicts"]} == {"open", "pass", "fail"}


@pytest.mark.parametrize("method", ["points", "section_weighted"])
def test_the_golden_rows(run, method):
    def answer(given):
        return {"state": given[0], "level": given[1] if len(given) > 1 else None}

    cases = [
        [
            {"items": [_item(rule) for rule in CASES["tree"]], "method": method},
            {code: answer(given) for code, given in case["answers"].items()},
            [],
        ]
        for case in CASES["golden"]
    ]
    for case, found in zip(CASES["golden"], run("score.js", SCORE, cases), strict=True):
        if method == "section_weighted":
            assert found["printed"][1] == case["section_weighted"], case["name"]
            continue
        assert found["printed"] == [case["raw"], case["effective"]], case["name"]
        assert found["interval"] == case["interval"] and found["applicability"] == case["applicability"], case["name"]
        assert found["progress"][2] is case["final"], case["name"]


def test_a_half_goes_up(run):
    values = [value for value, _ in CASES["rounding"]]
    found = run(
        "fractions.js", "({fraction, rounded}, values) => values.map((each) => rounded(fraction(each)))", values
    )
    assert found == [printed for _, printed in CASES["rounding"]]


def test_fractions_are_written_alike(run):
    dice = random.Random(SEED)
    values = [Fraction(dice.randint(-(10**6), 10**6), dice.choice((1, 2, 3, 8, 625, 10**4, 10**5))) for _ in range(500)]
    write = (
        "({fraction, show, rounded}, values) => values.map((each) => [show(fraction(each)), rounded(fraction(each))])"
    )
    assert run("fractions.js", write, [str(value) for value in values]) == [
        [show_fraction(value), round_half_up(value)] for value in values
    ]


@pytest.mark.parametrize("value", [500, "0.5", 2.25, "8/3", "-1/4", "1e3", "1.5e-2", " 7 ", "+3", "5."])
def test_limits_are_read_as_the_server_reads_them(run, value):
    assert run("fractions.js", "({fraction, text}, value) => text(fraction(value))", value) == str(Fraction(str(value)))
