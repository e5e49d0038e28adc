"""Bytes to text: every encoding an office uses, and one clear sentence for what cannot be read."""

import random

import pytest

from checklists.reading.formats.encoding import CutOff, EmptyFile, NotText, TooLong, decode
from checklists.reading.reader import read
from tests.checklists.reading.gazettes import FOLDER

SIMPLIFIED = (FOLDER / "guanxian-2016-03.txt").read_text(encoding="utf-8")[20000:23000]
TRADITIONAL = "關於印發潔淨煤配送工作實施辦法的通知，各鄉鎮人民政府：一、儲煤廠房建設面積不低於五百平方米。" * 20
NOISE = random.Random(7).randbytes(4000)


@pytest.mark.parametrize(
    "written, text, named",
    [
        ("utf-8", SIMPLIFIED, "utf-8"),
        ("utf-8-sig", SIMPLIFIED, "utf-8-sig"),
        ("gbk", SIMPLIFIED, "gb18030"),
        ("gb18030", SIMPLIFIED, "gb18030"),
        ("utf-16", SIMPLIFIED, "utf-16"),
        ("utf-16-le", SIMPLIFIED, "utf-16-le"),
        ("utf-16-be", SIMPLIFIED, "utf-16-be"),
        ("big5", TRADITIONAL, "big5"),
        ("gbk", "一、不得吸烟。", "gb18030"),
        ("utf-8", "plain ASCII", "utf-8"),
    ],
)
def test_the_text_comes_back_whatever_it_was_written_in(written, text, named):
    assert decode("a.txt", text.encode(written, "ignore")) == (text.encode(written, "ignore").decode(written), named)


@pytest.mark.parametrize(
    "name, data, error",
    [
        ("a.txt", b"", EmptyFile),
        ("a.txt", b" \r\n\t", EmptyFile),
        ("a.txt", b"\xef\xbb\xbf", EmptyFile),
        ("a.txt", "　\n".encode(), EmptyFile),
        ("a.txt", NOISE, NotText),
        ("a.txt", b"abc\x00def" * 50, NotText),
        ("a.txt", b"%PDF-1.7 and so on", NotText),
        ("a.txt", SIMPLIFIED.encode()[:3000] + b"\xff\xfe\xfa" + SIMPLIFIED.encode()[3000:], NotText),
        ("a.docx", b"PK\x03\x04", NotText),
        ("a.pdf", SIMPLIFIED.encode(), NotText),
        ("no-ending", SIMPLIFIED.encode(), NotText),
        ("a.txt", (SIMPLIFIED + "县").encode()[:-1], CutOff),
        ("a.txt", (SIMPLIFIED + "县").encode()[:-2], CutOff),
        ("a.txt", (SIMPLIFIED + "县").encode("gb18030")[:-1], CutOff),
        ("a.txt", (SIMPLIFIED + "县").encode("utf-16")[:-1], CutOff),
        ("a.txt", b"a" * (20 * 1024 * 1024 + 1), TooLong),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_sentence(name, data, error):
    with pytest.raises(error) as refused:
        read(name, data)
    assert name in refused.value.text
    assert refused.value.text.endswith("。") and "\n" not in refused.value.text


def test_the_sentence_names_a_size_above_the_limit():
    with pytest.raises(TooLong) as refused:
        decode("a.txt", b"a" * (20 * 1024 * 1024 + 1))
    assert "21 MB" in refused.value.text


@pytest.mark.parametrize("ending", ["a.txt", "A.TXT", "a.md", "公报.txt"])
def test_text_endings_are_taken_in_any_case(ending):
    assert decode(ending, "一、要。".encode()) == ("一、要。", "utf-8")
