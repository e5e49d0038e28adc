"""Sentences: split at full stops and semicolons, never inside brackets or quotation marks."""

import re

import pytest

from checklists.reading.duties import sentences as module
from checklists.reading.duties.sentences import sentences


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


class Counted:
    """A pattern that adds up how many letters it is let loose on."""

    letters = 0

    def __init__(self, pattern):
        self.pattern = pattern

    def __getattr__(self, method):
        def searched(text, start=0, end=None):
            end = len(text) if end is None else end
            Counted.letters += end - start
            return getattr(self.pattern, method)(text, start, end)

        return searched


@pytest.mark.parametrize("bracket", ["（）", "()", "（1）", "（一）", "（市局牵头）", "（单位：）甲"])
@pytest.mark.parametrize("times", [10, 1000])
def test_every_letter_is_looked_at_a_few_times_however_many_brackets_there_are(monkeypatch, bracket, times):
    for name, value in vars(module).items():
        if isinstance(value, re.Pattern):
            monkeypatch.setattr(module, name, Counted(value))
    monkeypatch.setattr(Counted, "letters", 0)
    sentences(bracket * times)
    assert len(bracket) * times <= Counted.letters <= 4 * len(bracket) * times
