"""When a decision of an earlier round still holds."""

import pytest

from inspections.visits.standing import fingerprint, stands

ANSWER = {
    "asked": True,
    "state": "fail",
    "value": {"reading": "5.6"},
    "note": "檐口",
    "photos": [("a", None), ("b", "m")],
}


def _about(**changed) -> str:
    return fingerprint(**{**ANSWER, **changed})


@pytest.mark.parametrize(
    ("kind", "made_in", "changed", "holds"),
    [
        ("accept", 1, {}, True),
        ("adjust", 1, {}, True),
        ("adjust", 3, {}, True),
        ("return", 3, {}, True),  # marked in this round
        ("return", 1, {}, False),  # it came back, so it is asked again
        ("adjust", 1, {"state": "pass"}, False),
        ("adjust", 1, {"value": {"reading": "5.7"}}, False),
        ("accept", 1, {"value": None}, False),
        ("accept", 1, {"note": "檐口东侧"}, False),
        ("accept", 1, {"photos": [("a", None)]}, False),  # one taken out
        ("accept", 1, {"photos": [("a", None), ("b", "m"), ("c", None)]}, False),  # one more
        ("accept", 1, {"photos": [("a", None), ("b", "other")]}, False),  # drawn on anew
        ("accept", 1, {"photos": [("b", "m"), ("a", None)]}, True),  # only the order
        ("adjust", 1, {"asked": False}, False),  # the site's attributes switched the item off
        ("adjust", 3, {"state": "pass"}, False),  # settled otherwise in the same round
        ("return", 3, {"state": "pass"}, True),  # being redone
    ],
)
def test_a_decision_holds_as_long_as_what_it_was_about(kind, made_in, changed, holds):
    assert stands(kind, made_in, _about(), 3, _about(**changed)) is holds


@pytest.mark.parametrize(("made_in", "holds"), [(3, True), (2, False)])
def test_a_decision_that_kept_nothing_holds_in_its_own_round(made_in, holds):
    assert stands("adjust", made_in, None, 3, _about()) is holds


def test_no_answer_and_an_empty_one_are_the_same():
    assert fingerprint(True, None, None, "", []) == fingerprint(True, None, None, "", iter(()))
