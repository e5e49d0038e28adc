"""Mixed columns of a notice: its text is put into reading order, and a person is told."""

import pytest

from checklists.reading.structure.columns import unscramble
from checklists.reading.structure.gazette import Piece
from checklists.reading.structure.lines import split
from tests.checklists.reading.gazettes import reading

SIGNED = "某市人民政府\n2018年7月1日\n"


def lines_after(source: str) -> tuple[list[str], int]:
    piece = Piece([], None, None, "", split(source))
    doubts = unscramble(piece)
    return [line.text for line in piece.body], len(doubts)


@pytest.mark.parametrize(
    "source",
    [
        "各县人民政府，市属开发区管委会，\n市政府有关部门： 执行。\n《某办法》已经同意，现印发给你们，请遵照\n"
        + SIGNED,
        "各县人民政府，市属开发区管委会， 执行。\n市政府有关部门：\n《某办法》已经同意，现印发给你们，请遵照\n"
        + SIGNED,
        "各县人民政府，市属开发区管委会，\n执行。\n市政府有关部门：\n某市人民政府\n《某办法》已经同意，现印发给你们，请遵照\n2018年7月1日",
    ],
)
def test_the_last_words_follow_the_text(source):
    lines, doubts = lines_after(source)
    assert "".join(lines) == (
        "各县人民政府，市属开发区管委会，市政府有关部门：《某办法》已经同意，现印发给你们，请遵照执行。某市人民政府2018年7月1日"
    )
    assert doubts == 1


@pytest.mark.parametrize(
    "source",
    [
        "各部门：为做好工作，特制定本办法。\n请遵照执行。\n" + SIGNED,
        "各部门：\n《某办法》印发给你们，请遵照\n执行。\n" + SIGNED,
        "各部门：请遵照执行。\n一、要求\n" + "做好工作。\n" * 20 + SIGNED,
    ],
)
def test_what_is_in_order_stays(source):
    assert lines_after(source) == ([line.text for line in split(source)], 0)


@pytest.mark.parametrize(
    "name, places", [("liaocheng-2018-07.txt", 5), ("liaocheng-2019-04.txt", 2), ("liaocheng-2019-11.txt", 2)]
)
def test_every_mixed_notice_of_the_gazettes_is_found(name, places):
    assert sum("栏序" in doubt.why for doubt in reading(name).doubts) == places
