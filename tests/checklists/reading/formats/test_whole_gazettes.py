"""Whole gazettes in other formats: every document with its paths, no character lost; damaged files never break."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.reading import read
from core.errors import DomainError
from tests.checklists.reading.formats import build
from tests.checklists.reading.gazettes import FOLDER, NAMES, reading, unowned

SMALLEST = "linzi-2016-02.txt"
DRAWN = "72 790 m 190 790 l S 72 760 m 190 760 l S 130 760 m 130 790 l S\n"
SMALL = {
    "a.html": build.web_page(build.blocks("# 关于煤的通知\n\n**一、甲。**乙\n\n1、丙\n\n一\t二")).encode(),
    "a.docx": build.word_file(build.blocks("# 关于煤的通知\n\n**一、甲。**乙\n\n1、丙\n\n一\t二")),
    "a.pdf": build.pdf([build.column(["一、要建仓库。", "二、不得吸烟。"] * 6)] * 2, lines=DRAWN),
}


def _paths(answer) -> list:
    return [[clause.path for clause in found.clauses] for found in answer.documents]


def _letters(text: str) -> Counter:
    return Counter(letter for letter in text if not letter.isspace())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", ["html", "docx"])
def test_a_gazette_has_the_same_documents_in_another_format(name, ending):
    content = build.blocks((FOLDER / name).read_text(encoding="utf-8"))
    page = build.web_page(content, lists=False).encode()
    answer = read(f"a.{ending}", page if ending == "html" else build.word_file(content, automatic=False))
    assert _paths(answer) == _paths(reading(name))
    assert unowned(answer) == ("", "")


@pytest.mark.browser
def test_a_gazette_printed_to_pdf_has_the_same_documents_and_every_character(tmp_path):
    content = build.blocks((FOLDER / SMALLEST).read_text(encoding="utf-8"))
    data = build.printed(build.web_page(content, build.OFFICIAL, lists=False), tmp_path)
    answer = read("a.pdf", data)
    assert _letters(answer.text) == _letters("".join(block.text + "".join(block.cells) for block in content))
    assert _paths(answer) == _paths(reading(SMALLEST))
    assert unowned(answer) == ("", "")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(SMALL)),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 30), st.binary(max_size=4)), min_size=1, max_size=6),
)
def test_a_damaged_file_is_read_or_refused_with_a_sentence(name, damage):
    data = SMALL[name]
    for share, length, put in damage:
        place = int(share * len(data))
        data = data[:place] + put + data[place + length :]
    try:
        answer = read(name, data)
    except DomainError as error:
        assert error.text.endswith("。") and "\n" not in error.text
    else:
        assert unowned(answer) == ("", "")
