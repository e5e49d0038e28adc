"""From the text of a clause back to the source."""

import pytest

from checklists.reading.answer import Clause
from checklists.reading.structure.places import source_spans


@pytest.mark.parametrize(
    "at, span, spans",
    [
        ([5, 6, 7], (0, 3), [(5, 8)]),
        ([5, 6, 9, 10], (1, 4), [(6, 7), (9, 11)]),  # the page breaks between them
        ([20, 21, 3, 4], (0, 4), [(20, 22), (3, 5)]),  # the print jumps back
        ([5, 5, 6], (0, 3), [(5, 7)]),  # a joining blank stands at the letter before it
        ([5], (1, 1), []),
    ],
)
def test_a_stretch_of_the_text_is_found_in_the_source(at, span, spans):
    clause = Clause("c1", "一", "一、", None, "甲" * len(at), [], [], None, at)
    assert source_spans(clause, span) == spans
