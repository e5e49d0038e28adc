"""What a journey reads off a page it awaits: a page may still be on its way on a busy machine."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
AT_ONCE = re.compile(r"assert .*\.(is_visible|is_hidden|count|inner_text|all_inner_texts|all_text_contents)\(\)")
UNAWAITED = re.compile(r"assert .*page\.evaluate\(\"document\.")  # between two pages there is no element at all


@pytest.mark.parametrize("path", sorted((TESTS / "journeys").glob("*.py")), ids=lambda path: path.name)
def test_a_journey_asserts_what_stands_on_a_page_with_patience(path):
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    assert [
        f"{number}: {line.strip()}" for number, line in lines if AT_ONCE.search(line) or UNAWAITED.search(line)
    ] == []
