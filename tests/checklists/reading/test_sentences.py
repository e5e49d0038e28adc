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


def test_a_full_stop_set_too_early_parts_no_sentence():
    text = "发展特色产业。集群。开展培训。"
    assert [text[slice(*span)] for span in sentences(text)] == ["发展特色产业。集群。", "开展培训。"]


def test_responsibility_in_brackets_is_a_sentence_of_its_own():
    text = "加强监管。（市财政局负责）做好评估。"
    assert [text[slice(*span)] for span in sentences(text)] == ["加强监管。", "（市财政局负责）", "做好评估。"]
