"""Sentences: split at full stops and semicolons, never inside brackets or quotation marks."""

import pytest

from checklists.reading.sentences import sentences


@pytest.mark.parametrize(
    "text, found",
    [
        ("甲。乙。", ["甲。", "乙。"]),
        ("甲；乙；丙。", ["甲；", "乙；", "丙。"]),
        ("甲（乙；丙）。丁", ["甲（乙；丙）。", "丁"]),
        ("甲(乙。丙)丁。", ["甲(乙。丙)丁。"]),
        ("称为“甲。乙”的。丙。", ["称为“甲。乙”的。", "丙。"]),
        ("甲\n乙。", ["甲", "乙。"]),
        ("甲（没有收尾\n乙。", ["甲（没有收尾", "乙。"]),
        ("。；", []),
        ("", []),
    ],
)
def test_sentences(text, found):
    assert [text[start:end] for start, end in sentences(text)] == found
