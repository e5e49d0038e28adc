"""Stretches of the source: joined, in reading order."""

import pytest

from checklists.reading.structure.spans import merge


@pytest.mark.parametrize(
    "spans, merged",
    [
        ([], []),
        ([(0, 3), (3, 5)], [(0, 5)]),
        ([(0, 2), (4, 6)], [(0, 2), (4, 6)]),
        ([(0, 9), (2, 3)], [(0, 9)]),
        ([(4, 4)], []),
        ([(7, 9), (0, 3), (3, 4)], [(7, 9), (0, 4)]),  # the print jumps back
    ],
)
def test_spans_that_touch_are_joined_in_reading_order(spans, merged):
    assert merge(spans) == merged


def test_with_the_text_white_space_parts_nothing():
    assert merge([(0, 1), (3, 4), (5, 6)], "甲\n\n乙丙丁") == [(0, 4), (5, 6)]
