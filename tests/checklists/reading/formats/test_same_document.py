"""One and the same document in every format gives the same clauses and requirements."""

import re

import pytest

from checklists.reading import Reading, read
from tests.checklists.reading.formats import build
from tests.checklists.reading.gazettes import FOLDER, unowned


def _cut(name: str, first: str, last: str) -> str:
    text = (FOLDER / name).read_text(encoding="utf-8")
    start = text.index(first)
    return text[start : text.index(last, start)]


COAL = _cut(
    "guanxian-2016-03.txt",
    "# 冠县人民政府文件\n\n冠政发〔2016〕109号",
    "# 冠县人民政府办公室文件\n\n冠政办发〔2016〕56号",
)
DUTIES = _cut("linzi-2016-02.txt", "#### 一、强化政务信息工作认识", "附件:1. 2016年政务信息计分标准")
MARKS = _cut("linzi-2016-02.txt", "## 2016 年政务信息计分标准", "## 全区政务信息工作网络单位联系表")
DOCUMENTS = {"numbered": COAL, "with a table": f"{DUTIES}附件1\n\n{MARKS}"}
every_document = pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)


def told(answer: Reading, solid: bool = False) -> object:
    """What must not depend on the format; `solid` without blanks, which a printed page does not keep."""
    found = _told(answer)
    return re.sub(" ", "", repr(found)) if solid else found


def _told(answer: Reading) -> list:
    return [
        (
            found.title,
            found.number,
            found.issued_on,
            [(clause.path, clause.heading, clause.text, clause.table) for clause in found.clauses],
            [(need.text, need.modality, need.limits, need.draft) for need in found.requirements],
        )
        for found in answer.documents
    ]


def same(name: str, data: bytes, text: str, solid: bool = False) -> Reading:
    """The answer for the file, held against the one for the text."""
    answer = read(name, data)
    assert told(answer, solid) == told(read("a.txt", text.encode()), solid)
    assert unowned(answer) == ("", "")
    return answer


def test_the_documents_hold_what_is_to_be_compared():
    coal, duties = (read("a.txt", text.encode()) for text in DOCUMENTS.values())
    assert [len(found.clauses) for found in coal.documents] == [48]
    assert len(coal.documents[0].requirements) > 40
    assert [len(clause.table) for clause in duties.documents[0].clauses if clause.table] == [10]


@every_document
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["txt", "md"])
def test_as_text(text, encoding, ending):
    same(f"a.{ending}", text.encode(encoding), text)


@every_document
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("lists", [False, True])
def test_as_a_web_page_whatever_charset_it_declares(text, encoding, lists):
    same("a.html", build.web_page(build.blocks(text), lists=lists).encode(encoding), text)


@every_document
def test_as_a_word_file_whose_numbers_are_automatic(text):
    data = build.word_file(build.blocks(text))
    assert same("a.docx", data, text).source.encoding == "docx"


@pytest.mark.browser
@every_document
@pytest.mark.parametrize("style", [build.PLAIN, build.OFFICIAL], ids=["plain", "official"])
@pytest.mark.parametrize("lists", [False, True])
@pytest.mark.parametrize("heads", [False, True])
def test_as_printed_to_pdf(text, style, lists, heads, tmp_path):
    data = build.printed(build.web_page(build.blocks(text), style, lists), tmp_path, heads)
    answer = same("a.pdf", data, text, solid=True)
    assert [number for _, number in answer.source.pages if number > 1] and answer.source.encoding == "pdf"
    assert not re.search("[\u2e80-\u2fdf]", answer.text)
    assert heads == any("page.html" in answer.text[slice(*span)] for span in answer.furniture)
