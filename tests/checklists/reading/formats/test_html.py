"""Web pages: charset, blocks, lists, tables, what nobody sees."""

import time

import pytest

from checklists.reading import read
from checklists.reading.formats import open_source
from checklists.reading.formats.encoding import CutOff, NotText
from tests.checklists.reading.gazettes import FOLDER, unowned

WORDS = (FOLDER / "guanxian-2016-03.txt").read_text(encoding="utf-8")[20000:21500]
TRADITIONAL = "關於印發潔淨煤配送工作實施辦法的通知，各鄉鎮人民政府：一、儲煤廠房建設面積不低於五百平方米。" * 5


def page(body: str) -> str:
    """The text of a page with that body."""
    return open_source("a.html", f"<!doctype html><body>{body}</body>".encode()).text.rstrip("\n")


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "gbk", "big5", "iso-8859-1", "utf-16", "no-such-charset", ""])
@pytest.mark.parametrize("written", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"])
def test_a_page_that_lies_about_its_charset_is_read_right(declared, written):
    text = TRADITIONAL if written == "big5" else WORDS.replace("县", "䶮", 1)
    start = f'<?xml version="1.0" encoding="{declared}"?><html><head><meta charset="{declared}"></head>'
    padded = f"{start}<script>{'var x = 1;' * 4000}</script><body><p>{text}"
    answer = open_source("a.html", padded.encode(written))
    assert "".join(answer.text.split()) == "".join(text.replace("#", "#").split())
    assert answer.encoding == written


@pytest.mark.parametrize(
    "body, text",
    [
        ("<p>甲</p>\n<p>乙</p>", "甲\n乙"),
        ("<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙"),
        ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
        ("<p>建设面积\n  不低于</p>", "建设面积不低于"),
        ("<p>plain\n  words</p>", "plain words"),
        ("<p>500 平方米</p>", "500 平方米"),
        ("<pre>甲\n  乙</pre>", "甲\n乙"),
        ("<p>甲&nbsp;&lt;乙&gt;&#x4e19;</p>", "甲\xa0<乙>丙"),
        ("<p>甲<script>x</script><style>y</style><!-- z -->乙<noscript>n</noscript></p>", "甲乙"),
        ("<p>甲<span hidden>x</span><i style='display: none'>y</i>乙</p>", "甲乙"),
        ("<p>甲<del>旧</del><ins>新</ins></p>", "甲新"),
        ("<p>洁\u200b净\ufeff煤\u00ad</p>", "洁净煤"),
        ("<p>甲&#xD800;</p>", "甲\ufffd"),
        ("<ol><li>甲<li>乙</ol>", "1. 甲\n2. 乙"),
        ("<ol start=3><li>甲</li><li value=7><p>乙</p></li><li>丙</li></ol>", "3. 甲\n7. 乙\n8. 丙"),
        ("<ol reversed><li>甲<li>乙</ol>", "2. 甲\n1. 乙"),
        ("<ol type=a><li>甲</ol><ol type=I><li>乙</ol>", "a. 甲\nI. 乙"),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>", "一、甲\n二、乙"),
        ("<ol style='list-style: none'><li>一、甲</ol><ul><li>乙</ul>", "一、甲\n乙"),
        ("<ol><li>甲<ol><li>乙</ol><li>丙</ol>", "1. 甲\n1. 乙\n2. 丙"),
        ("<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", "甲\t乙\n丙\t丁"),
        ("<table><tr><td colspan=2>甲<td>乙<tr><td>丙<td><td>丁</table>", "甲\t\t乙\n丙\t\t丁"),
        ("<table><tr><td rowspan=2>甲<td>乙<tr><td>丙</table>", "甲\t乙\n\t丙"),
        ("<table><caption>标准</caption><tr><td>甲<td>第一行<br>第二行</table>", "标准\n甲\t第一行第二行"),
        ("<table><tr><td><h1>题</h1><p>甲</p></td><td>乙</td></tr></table>", "题\n甲\n乙"),
        ("<table><tr><td><table><tr><td>甲<td>乙</table><td>丙</table>", "甲\t乙\n丙"),
        ("<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>", "甲\n乙"),
    ],
)
def test_what_a_visitor_sees(body, text):
    assert page(body) == text


def test_headings_and_bold_beginnings_are_told_apart_from_text():
    source = open_source(
        "a.html", "<h2>题</h2><p><b>（一）甲。</b>乙</p><ol><li><b>丙。</b>丁</ol><p>戊<b>己</b>".encode()
    )
    assert source.levels == {0: 2}
    assert {source.text[start : start + length] for start, length in source.bold.items()} == {"（一）甲。", "1. 丙。"}


def test_navigation_belongs_to_no_document():
    answer = read(
        "a.html", "<nav><a>首页</a></nav><h1>关于煤的通知</h1><p>一、不得吸烟。<footer>电话</footer>".encode()
    )
    assert [answer.text[slice(*span)] for span in answer.furniture] == ["首页", "电话"]
    assert [clause.text for clause in answer.documents[0].clauses] == ["不得吸烟。"]
    assert unowned(answer) == ("", "")


def test_an_entity_from_outside_is_not_fetched():
    body = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>甲&x;乙</p>'
    assert "甲&x;乙" in open_source("a.html", body.encode()).text


@pytest.mark.parametrize(
    "data, error",
    [
        (f"<p>{WORDS}".encode()[:-1], CutOff),
        (f"<p>{WORDS}县".encode("gb18030")[:-1], CutOff),
        (f"<p>{WORDS}".encode("utf-16")[:-1], CutOff),
        (b"<html><body>" + bytes(range(128, 256)) * 30, NotText),
        (b"<html><body>\x00\x01\x02" * 50, NotText),
    ],
)
def test_what_is_no_sound_text_is_refused(data, error):
    with pytest.raises(error):
        open_source("a.html", data)


HOSTILE = {
    "blanks": "<p>" + "末 " * 300_000,
    "unclosed bold": "<b>末<p>" * 30_000,
    "wide": "<table>" + ("<tr>" + "<td>格" * 1000) * 20 + "</table>",
    "wide spans": "<table>" + "<tr>" + "<td colspan=1000>格" * 1000 + "</table>",
    "frames in frames": "<table><tr><td>" * 70 + "末",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_cost_no_more_than_others(body):
    begin = time.perf_counter()
    assert open_source("a.html", f"<html><body>{body}".encode()).text.strip()
    assert time.perf_counter() - begin < 5
