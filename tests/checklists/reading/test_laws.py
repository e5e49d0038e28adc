"""Real laws of many kinds and issuers: every article and item, in order, and nothing lost."""

import json
from functools import cache
from pathlib import Path

import pytest

from checklists.reading import Reading, read
from tests.checklists.reading.gazettes import unowned

FOLDER = Path(__file__).parents[2] / "data" / "laws"
EXPECTED = json.loads((FOLDER / "expected.json").read_text("utf-8"))
every_law = pytest.mark.parametrize("law", EXPECTED, ids=[law["file"] for law in EXPECTED])


@cache
def reading(file: str) -> Reading:
    return read(file, (FOLDER / file).read_bytes())


def test_the_collection_is_large_enough():
    assert len(EXPECTED) >= 20
    assert {law["kind"] for law in EXPECTED} >= {
        "法律",
        "行政法规",
        "部门规章",
        "地方性法规",
        "地方政府规章",
        "司法解释",
    }


@every_law
def test_the_sequence_of_articles_and_items_is_exact(law):
    (document,) = reading(law["file"]).documents
    assert [clause.path for clause in document.clauses if clause.label is not None] == law["units"]


@every_law
def test_no_character_is_lost_or_counted_twice(law):
    assert unowned(reading(law["file"])) == ("", "")


@every_law
def test_the_title_is_the_printed_one_without_the_history_of_the_law(law):
    (document,) = reading(law["file"]).documents
    assert law["title"] in document.title
    assert "通过" not in document.title
