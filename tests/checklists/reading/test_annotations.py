"""The bars that the reader is held to, on documents annotated by reading."""

import pytest

from tests.checklists.reading.annotations import score


@pytest.mark.parametrize(
    "kinds, recall, precision, macro_f1",
    [
        (("gold",), 0.98, 0.97, 0.95),
        (("gold", "dev", "seen", "held"), 0.95, 0.93, 0.93),
        (("dev", "seen"), 0.95, 0.93, 0.93),
    ],
    ids=["gold", "all", "seen"],
)
def test_structure_limits_and_modality_reach_their_bars(kinds, recall, precision, macro_f1):
    found = score(*kinds)
    assert found.wrong_structure == []
    assert found.recall >= recall
    assert found.precision >= precision
    assert found.macro_f1 >= macro_f1


def test_modality_holds_on_documents_that_no_rule_was_made_for():
    held = score("held")
    assert held.wrong_structure == []
    assert held.macro_f1 >= 0.93
