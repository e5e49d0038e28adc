"""Word files: numbers that are not in the text, tables, boxes, notes, tracked changes, hostile packages."""

import io
import time
import zipfile

import pytest

from checklists.reading.formats import open_source
from checklists.reading.formats.refusals import Bomb, Broken, Encrypted
from tests.checklists.reading.formats.build import (
    MAIN,
    docx,
    level,
    numbered,
    one_list,
    paragraph,
    run,
    table,
)


def text_of(body: str, **parts: str) -> str:
    """The text of a Word file of that body."""
    return open_source("a.docx", docx(body, **parts)).text.rstrip("\n")


def listed(*depths: int, number: int = 1) -> str:
    """A paragraph 文 at each of these levels."""
    return "".join(paragraph("文", numbered(depth, number)) for depth in depths)


LAW = level(0, "chineseCounting", "第%1章", more='<w:suff w:val="space"/>') + level(
    1, "chineseCountingThousand", "第%2条", more='<w:lvlRestart w:val="0"/>'
)
OUTLINE = level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3")
PAPER = level(0, "chineseCounting", "%1、") + level(1, "ideographDigital", "（%2）") + level(2, "decimal", "%3.")


@pytest.mark.parametrize(
    "levels, depths, text",
    [
        (PAPER, (0, 1, 1, 2, 2, 1, 2, 0, 1), "一、文/（一）文/（二）文/1. 文/2. 文/（三）文/1. 文/二、文/（一）文"),
        (OUTLINE, (0, 1, 1, 2, 0, 1), "1 文/1.1 文/1.2 文/1.2.1 文/2 文/2.1 文"),
        (OUTLINE, (1, 2), "1.1 文/1.1.1 文"),
        (LAW, (0, 1, 1, 0, 1), "第一章 文/第一条 文/第二条 文/第二章 文/第三条 文"),
        (level(0, "decimal", "（%1）", 5), (0, 0), "（5）文/（6）文"),
        (level(0, "upperRoman", "%1") + level(1, "decimal", "%1.%2", more="<w:isLgl/>"), (0, 1), "I 文/1.1 文"),
        (level(0, "decimal", "%1", more='<w:suff w:val="nothing"/>'), (0,), "1文"),
        (level(0, "bullet", "\uf0b7"), (0,), "文"),
        (level(0, "bullet", "——"), (0,), "文"),
        (level(0, "no-such-style", "%1."), (0,), "1. 文"),
        ("", (0,), "文"),
        (PAPER, (9, -1), "文/文"),
    ],
)
def test_numbers_are_counted_as_word_counts_them(levels, depths, text):
    assert text_of(listed(*depths), numbering=one_list(levels)) == text.replace("/", "\n")


@pytest.mark.parametrize(
    "overrides, text",
    [
        ("", "一、文/二、文/三、文/四、文"),
        (
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>',
            "一、文/二、文/一、文/二、文",
        ),
        (f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "%1.")}</w:lvlOverride>', "一、文/二、文/3. 文/4. 文"),
    ],
)
def test_a_second_list_goes_on_unless_it_sets_its_own_start(overrides, text):
    body = listed(0, 0) + listed(0, 0, number=2)
    assert text_of(body, numbering=one_list(PAPER, overrides)) == text.replace("/", "\n")


def test_a_style_brings_number_and_level():
    styles = (
        '<w:style w:type="paragraph" w:styleId="one"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="two"><w:basedOn w:val="one"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="ring"><w:basedOn w:val="ring"/></w:style>'
    )
    levels = level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="zero"/>') + level(
        1, "decimal", "%2.", more='<w:pStyle w:val="one"/>'
    )
    body = "".join(paragraph("文", f'<w:pStyle w:val="{style}"/>') for style in ("one", "two", "ring"))
    source = open_source("a.docx", docx(body, styles=styles, numbering=one_list(levels)))
    assert source.text == "1. 文\n2. 文\n文\n"
    assert source.levels == {5: 2}


def test_a_number_can_be_taken_away():
    assert text_of(paragraph("文", numbered(0, 0)), numbering=one_list(PAPER)) == "文"


def cell(text: str, settings: str = "") -> str:
    """A cell with its settings."""
    return f"<w:tcPr>{settings}</w:tcPr>{paragraph(text)}"


ACROSS, DOWN, UNDER = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


@pytest.mark.parametrize(
    "rows, text",
    [
        ([[cell("甲"), cell("乙")], [cell("丙"), cell("丁")]], "甲\t乙\n丙\t丁"),
        ([[cell("甲", ACROSS), cell("乙")], [cell("丙"), cell(""), cell("丁")]], "甲\t\t乙\n丙\t\t丁"),
        ([[cell("甲", DOWN), cell("乙")], [cell("", UNDER), cell("丙")]], "甲\t乙\n\t丙"),
        ([[cell("甲") + paragraph("乙"), cell("丙")]], "甲乙\t丙"),
        ([[cell("甲") + table([[cell("内"), cell("里")]]), cell("丙")]], "甲内里\t丙"),
        ([[cell("甲")], [cell("乙") + paragraph("丙")]], "甲\n乙\n丙"),
    ],
)
def test_tables_row_by_row_with_merged_cells_once(rows, text):
    assert text_of(table(rows)) == text


def test_a_deleted_row_is_left_out():
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('旧')}</w:tc></w:tr>"
    body = f"<w:tbl>{row}<w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>"
    assert text_of(body) == "甲\t乙"


BOX = f"<w:txbxContent>{paragraph('框')}</w:txbxContent>"
DRAWN_TWICE = (
    f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
NOTES = (
    f'<w:footnote w:id="0" w:type="separator">{paragraph("线")}</w:footnote>'
    f'<w:footnote w:id="2">{paragraph("注文")}</w:footnote>'
)
CALL = '<w:r><w:footnoteReference w:id="2"/></w:r>'
DELETED_END = "<w:rPr><w:del/></w:rPr>"


@pytest.mark.parametrize(
    "body, text",
    [
        (paragraph(run("甲") + DRAWN_TWICE + run("乙"), raw=True) + paragraph("丙"), "甲乙\n框\n丙"),
        (paragraph(run("甲") + CALL + run("乙"), raw=True) + paragraph("丙"), "甲乙\n[1] 注文\n丙"),
        (table([[paragraph(run("甲") + CALL, raw=True), cell("乙")]]) + paragraph("丙"), "甲\t乙\n[1] 注文\n丙"),
        (paragraph(f"<w:ins>{run('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", raw=True), "新"),
        (paragraph(f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>", raw=True), "新"),
        (paragraph("上", DELETED_END) + paragraph("下"), "上下"),
        (paragraph("末", DELETED_END), "末"),
        (paragraph(f"<w:hyperlink>{run('链')}</w:hyperlink>", raw=True), "链"),
        (paragraph(f"<w:sdt><w:sdtContent>{run('控')}</w:sdtContent></w:sdt>", raw=True), "控"),
        (f"<w:sdt><w:sdtContent>{paragraph('甲')}</w:sdtContent></w:sdt>", "甲"),
        (paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>" + run("显"), raw=True), "显"),
        (paragraph("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>", raw=True), "甲\n乙 丙"),
        (paragraph("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("甲"), raw=True), "甲"),
        (paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', raw=True), "☑"),
        (paragraph(f"<w:ruby><w:rt>{run('mei')}</w:rt><w:rubyBase>{run('煤')}</w:rubyBase></w:ruby>", raw=True), "煤"),
    ],
)
def test_the_text_as_it_prints(body, text):
    assert text_of(body, footnotes=NOTES) == text


def test_bold_beginnings_stand_out_and_wholly_bold_texts_do_not():
    body = paragraph(run("（一）甲。", bold=True) + run("乙乙乙乙乙乙"), raw=True)
    assert open_source("a.docx", docx(body)).bold == {0: 5}
    assert open_source("a.docx", docx(paragraph(run("全文", bold=True), raw=True))).bold == {}


def packed(**members: bytes) -> bytes:
    """A zip with these members under word/."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(f"word/{name}.xml", data)
    return held.getvalue()


SOUND = docx(paragraph("甲"))
START = f'<w:document xmlns:w="{MAIN}"><w:body>'
END = "</w:body></w:document>"
BILLION = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
LYING = packed(document=b"\0" * 3_000_000).replace((3_000_000).to_bytes(4, "little"), (900_000).to_bytes(4, "little"))
LOCKED = bytearray(SOUND)
for place in (SOUND.index(b"PK\x03\x04") + 6, SOUND.index(b"PK\x01\x02") + 8):
    LOCKED[place] |= 1


@pytest.mark.parametrize(
    "data, error",
    [
        (packed(document=b"\0" * 50_000_000), Bomb),
        (LYING, Broken),
        (packed(document=b"not xml"), Broken),
        (packed(other=b"<x/>"), Broken),
        (packed(document=(OUTSIDE + START + "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>" + END).encode()), Broken),
        (packed(document=(BILLION + START + "&b;" + END).encode()), Broken),
        (packed(document=(START + "&#xD800;" + END).encode()), Broken),
        (packed(document=(START + "<w:tbl><w:tr><w:tc>" * 5000 + END).encode()), Broken),
        (SOUND[: len(SOUND) // 2], Broken),
        (bytes(LOCKED), Encrypted),
    ],
    ids=["bomb", "lying", "not-xml", "no-main", "outside", "billion", "surrogate", "deep", "cut", "locked"],
)
def test_hostile_and_broken_packages_are_refused_at_once(data, error):
    begin = time.perf_counter()
    with pytest.raises(error) as refused:
        open_source("a.docx", data)
    assert "a.docx" in refused.value.text and time.perf_counter() - begin < 3


def test_a_table_a_thousand_columns_wide_is_read():
    row = [paragraph(str(number)) for number in range(1000)]
    assert text_of(table([row, row])).count("\t") == 2 * 999


def test_ten_thousand_numbers_in_nested_lists_are_counted_in_time():
    levels = "".join(level(depth, "decimal", "".join(f"%{n}." for n in range(1, depth + 2))) for depth in range(9))
    begin = time.perf_counter()
    text = text_of(listed(*(number % 9 for number in range(10_000))), numbering=one_list(levels))
    assert time.perf_counter() - begin < 10
    assert text.endswith("1112. 文") and "1111.1.1.1.1.1.1.1.1. 文" in text
