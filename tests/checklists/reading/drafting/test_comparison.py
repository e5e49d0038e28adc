"""The comparison: matched by clause and words alone, each draft once; and the bars of the two flagship checklists."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from checklists.reading import read
from checklists.reading.drafting.comparison import compare
from tests.checklists.reading.gazettes import reading

ITEMS = Path(__file__).parents[3] / "data" / "flagship" / "items.json"
BAR = Fraction(85, 100)
SOURCE = "一、地面要全部硬化，厚度不低于15厘米。\n二、地面要全部硬化，厚度不低于15厘米。"


@pytest.fixture(scope="module")
def data() -> dict:
    return json.loads(ITEMS.read_text(encoding="utf-8"))


def row(**changes) -> dict:
    place = {"path": "一", "fact": "厚度不低于15厘米", "limit": {"op": ">=", "value": 15, "unit": "厘米"}}
    place |= {name: changes.pop(name) for name in ("path", "fact", "limit") if name in changes}
    return {"id": "X1", "document": None, "answers": ["number"], "places": [place], **changes}


def compared(*rows: dict):
    return compare(list(rows), read("a.txt", f"某办法\n\n{SOURCE}".encode()).documents)


@pytest.mark.parametrize(
    "changes, proposed, right",
    [
        ({}, 1, 1),
        ({"answers": ["count"]}, 1, 0),
        ({"limit": {"op": ">=", "value": 16, "unit": "厘米"}}, 1, 0),
        ({"limit": {"op": ">=", "value": 15, "unit": "米"}}, 1, 0),
        ({"limit": None}, 1, 0),
        ({"path": "三"}, 0, 0),
        ({"fact": "没有印出的话"}, 0, 0),
        ({"document": "某政发〔2016〕1号"}, 0, 0),
        ({"fact": "地面要全部硬化", "limit": None, "answers": ["verdict"]}, 1, 1),
        ({"fact": "地面要全部硬化", "limit": None, "answers": ["verdict+document"]}, 1, 0),
        ({"fact": "地面要全部硬化", "limit": None, "answers": ["verdict+photo"]}, 1, 1),
    ],
)
def test_a_row_is_met_by_clause_and_words_and_right_by_answer_and_limit(changes, proposed, right):
    found = compared(row(**changes))
    assert (len(found.proposed), len(found.right)) == (proposed, right)


def test_a_draft_meets_one_row_only():
    found = compared(row(), row(id="X2"))
    assert [each.id for each in found.proposed] == ["X1"]


def test_the_row_that_shares_most_words_gets_the_draft():
    found = compared(row(fact="硬化，厚度不低于15厘米"), row(id="X2"))
    assert found.rows[1].right and found.rows[0].draft != found.rows[1].draft


def test_a_row_over_several_clauses_is_met_at_any_of_them():
    several = row()
    several["places"].insert(0, {"path": "九", "fact": "厚度", "limit": None})
    assert len(compared(several).right) == 1


def test_the_data_is_every_row_once_and_quotes_the_gazette(data):
    ids = [item["id"] for item in data["items"]]
    assert ids == [f"A{n:02}" for n in range(1, 46)] + [f"B{n:02}" for n in range(1, 66)]
    printed = "".join((ITEMS.parent / data["source"]).read_text(encoding="utf-8").split())
    for place in (place for item in data["items"] for place in item["places"]):
        assert "".join(place["fact"].split()) in printed


def test_the_drafts_propose_the_flagship_checklists(data):
    found = compare(data["items"], reading("guanxian-2016-03.txt").documents)
    assert Fraction(len(found.proposed), len(found.rows)) >= BAR
    assert Fraction(len(found.right), len(found.proposed)) >= BAR
