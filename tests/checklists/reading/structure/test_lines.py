"""Lines: mark-up is told from print, and every character keeps its place."""

import pytest

from checklists.reading.structure.lines import split


@pytest.mark.parametrize(
    "raw, text, level, bold",
    [
        ("一、总则", "一、总则", 0, 0),
        ("## 一、总则", "一、总则", 2, 0),
        ("**1. 严格准入。**探索", "1. 严格准入。探索", 0, 8),
        ("- 1、甲", "1、甲", 0, 0),
        ("#### **第四章 资金**", "第四章 资金", 4, 6),
        ("  甲乙  ", "甲乙", 0, 0),
        ("甲**乙**丙", "甲乙丙", 0, 0),
        ("#不是标题", "#不是标题", 0, 0),
    ],
)
def test_print_is_told_from_mark_up(raw, text, level, bold):
    (line,) = split(raw)
    assert (line.text, line.level, line.bold) == (text, level, bold)


def test_each_letter_knows_where_it_stands():
    source = "\n\n  ## **一、**总 则 \n甲\n"
    first, second = split(source)
    assert [source[place] for place in first.at] == list("一、总 则")
    assert source[first.start : first.end] == "## **一、**总 则"
    assert source[second.start : second.end] == "甲"


def test_white_lines_are_left_out():
    assert [line.text for line in split("\n \n　\n甲\n\n乙")] == ["甲", "乙"]


@pytest.mark.parametrize("raw, rule", [("---", True), ("***", True), ("--", False), ("— —", False)])
def test_a_drawn_rule_is_recognised(raw, rule):
    assert [line.is_rule for line in split(raw)] == [rule]
