"""What is no format of ours, or another than its name says: one sentence that says what to do."""

import io
import json
import time
import zipfile

import pytest

from checklists.reading import read, to_json
from checklists.reading.formats import open_source, refusals
from checklists.reading.formats.encoding import EmptyFile, NotText, TooLong
from core.errors import DomainError
from tests.checklists.reading.formats.build import docx, paragraph, pdf

WORD, PDF = docx(paragraph("甲")), pdf([[(72, 700, 12, "甲")]])
PAGE = "<!DOCTYPE html><html><body>甲".encode()
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"


def packed(*names: str) -> bytes:
    """A zip of empty members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return held.getvalue()


@pytest.mark.parametrize(
    "name, data, error, words",
    [
        ("a.txt", PDF, refusals.WrongEnding, "改为 .pdf"),
        ("a.docx", PDF, refusals.WrongEnding, "改为 .pdf"),
        ("a.pdf", WORD, refusals.WrongEnding, "改为 .docx"),
        ("a.doc", WORD, refusals.WrongEnding, "改为 .docx"),
        ("a.doc", PAGE, refusals.WrongEnding, "改为 .html"),
        ("a.txt", PAGE, refusals.WrongEnding, "改为 .html"),
        ("a.pdf", JPEG, refusals.WrongEnding, "改为 .jpg"),
        ("a", PDF, refusals.WrongEnding, "改为 .pdf"),
        ("a.pdf", "一、要。".encode(), refusals.WrongContent, "不是PDF 文件"),
        ("a.docx", "一、要。".encode(), refusals.WrongContent, "不是Word 文档"),
        ("a.png", "一、要。".encode(), refusals.WrongContent, "不是图片"),
        ("a.doc", OLD, refusals.SaveAsWord, "另存为 .docx"),
        ("a.wps", OLD, refusals.SaveAsWord, "WPS 文档"),
        ("a.docx", OLD, refusals.SaveAsWord, "另存为 .docx"),
        ("a.txt", OLD, refusals.SaveAsWord, "另存为 .docx"),
        ("a.docx", OLD + "EncryptedPackage".encode("utf-16-le"), refusals.Encrypted, "密码"),
        ("a.rtf", b"{\\rtf1 a}", refusals.SaveAsWord, "RTF"),
        ("a.odt", packed("mimetype", "content.xml"), refusals.SaveAsWord, "OpenDocument"),
        ("a.xlsx", packed("xl/workbook.xml"), refusals.SaveAsPdf, "电子表格"),
        ("a.docx", packed("xl/workbook.xml"), refusals.SaveAsPdf, "电子表格"),
        ("a.csv", "甲,乙".encode(), refusals.SaveAsPdf, "电子表格"),
        ("a.pptx", packed("ppt/presentation.xml"), refusals.SaveAsPdf, "演示文稿"),
        ("a.ofd", packed("OFD.xml"), refusals.SaveAsPdf, "OFD"),
        ("a.ceb", b"Founder CEB", refusals.SaveAsPdf, "版式文件"),
        ("a.tif", b"II*\x00", refusals.SaveAsPicture, ".jpg"),
        ("a.zip", packed("a.txt"), refusals.Unpack, "解压"),
        ("a.exe", b"MZ\x90", refusals.UnknownFormat, ".docx"),
        ("a", "一、要。".encode(), refusals.UnknownFormat, ".docx"),
        ("a.txt", b"\xff\xfe\x00\xd8" * 20, NotText, "不是文本文件"),
        *[(name, b"", EmptyFile, "空文件") for name in ("a.pdf", "a.docx", "a.html", "a.png", "a.xyz")],
        ("a.pdf", b" \n", EmptyFile, "空文件"),
        ("a.html", b"<html><script>x</script></html>", EmptyFile, "空文件"),
        ("a.docx", docx(""), EmptyFile, "空文件"),
        ("a.pdf", pdf([[]]), EmptyFile, "空文件"),
        ("a.png", PNG, refusals.Broken, "已损坏"),
        ("a.jpg", JPEG + b"\0" * 500, refusals.Broken, "已损坏"),
    ],
)  # fmt: skip
def test_each_refusal_says_what_is_wrong_and_what_to_do(name, data, error, words):
    with pytest.raises(error) as refused:
        open_source(name, data)
    sentence = refused.value.text
    assert sentence.startswith(name) and words in sentence and sentence.endswith("。") and "\n" not in sentence


@pytest.mark.parametrize(
    "start, name", [(b"", "a.txt"), (PAGE, "a.html"), (WORD, "a.docx"), (PDF, "a.pdf"), (PNG, "a.png")]
)
def test_a_hundred_megabytes_are_refused_at_once(start, name):
    data = start + b"a" * 100_000_000
    begin = time.perf_counter()
    with pytest.raises(TooLong) as refused:
        read(name, data)
    assert "96 MB" in refused.value.text and time.perf_counter() - begin < 1


@pytest.mark.parametrize("name, data", [("a.txt", "甲".encode()), ("a.html", PAGE), ("a.docx", WORD)])
def test_a_page_range_is_for_files_with_pages(name, data):
    with pytest.raises(refusals.NoPages):
        open_source(name, data, (1, 2))


def test_ten_thousand_nested_numbers_are_read_or_refused_in_time():
    deep = "\n".join(".".join(["1"] * (number % 100 + 1)) + " 标题" for number in range(10_000))
    nested = "<html><body>" + "<ol><li>条" * 10_000
    begin = time.perf_counter()
    assert read("a.txt", deep.encode()).text == deep
    with pytest.raises(DomainError):
        read("a.html", nested.encode())
    assert time.perf_counter() - begin < 20


@pytest.mark.parametrize("name, data", [("a.txt", "甲".encode()), ("a.html", PAGE), ("a.docx", WORD), ("a.pdf", PDF)])
def test_pages_and_confidence_are_printed_where_there_are_any(name, data):
    source = to_json(read(name, data))["source"]
    assert json.dumps(source) and ("pages" in source) == (name == "a.pdf") and "confidence" not in source
