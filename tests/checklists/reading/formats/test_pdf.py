"""PDF files: reading order, paragraphs, tables, furniture; damaged, locked and huge ones."""

import multiprocessing
import os
import subprocess
import sys
import time
import zlib

import pytest

from checklists.reading import read
from checklists.reading.formats import open_source
from checklists.reading.formats.encoding import EmptyFile
from checklists.reading.formats.refusals import Broken, Encrypted, NoSuchPages
from core.config import ROOT
from tests.checklists.reading.formats.build import column, pdf
from tests.checklists.reading.gazettes import unowned

FULL = "为进一步加快推进我县洁净煤配送工作根据聊城市洁净煤加工配送实施方案经县"  # 35 characters: a line that is full


def text_of(*pages: list, **more) -> str:
    """The text of a PDF of those pages."""
    return open_source("a.pdf", pdf(list(pages), **more)).text.rstrip("\n")


@pytest.mark.parametrize(
    "lines, text",
    [
        (
            ["　　" + FULL[:33], FULL, FULL, "政府研究。", "　　一、要。"],
            f"{FULL[:33]}{FULL}{FULL}政府研究。\n一、要。",
        ),
        ([FULL, FULL, FULL[:34] + "。", "2、不得。"], f"{FULL}{FULL}{FULL[:34]}。\n2、不得。"),
        ([*[FULL] * 3, FULL[:34], "（试行）。"], f"{FULL * 3}{FULL[:34]}（试行）。"),
        ([*[FULL] * 3, FULL[:20], "不得。"], f"{FULL * 3}{FULL[:20]}\n不得。"),
        (["短", "行"], "短\n行"),
    ],
)
def test_a_line_goes_on_where_the_next_word_had_no_room(lines, text):
    placed = [
        (72 + 12 * (len(line) - len(line.lstrip())), y, size, line.strip()) for (_, y, size, line) in column(lines)
    ]
    assert text_of(placed) == text


def test_two_columns_are_read_one_after_the_other():
    left = [FULL[n : n + 16] for n in range(8)]
    right = [FULL[n + 10 : n + 26] for n in range(8)]
    text = text_of([(72, 800, 12, FULL), *column(left), *column(right, x=310)])
    assert text.index(left[7]) < text.index(right[0])


@pytest.mark.parametrize(
    "turned, matrix", [(0, None), (180, "-1 0 0 -1 595 842"), (90, "0 1 -1 0 800 0"), (270, "0 -1 1 0 -200 842")]
)
def test_a_page_drawn_in_any_direction_is_read_upright(turned, matrix):
    start = f"{matrix} cm\n" if matrix else ""
    assert text_of(column(["一、要建仓库。", "二、不得吸烟。"]), lines=start) == "一、要建仓库。\n二、不得吸烟。"


def test_a_watermark_is_furniture():
    lines = f"q 0.7 0.7 -0.7 0.7 200 300 cm BT /F 40 Tf 0 0 Td <{'内部'.encode('utf-16-be').hex()}> Tj ET Q\n"
    source = open_source("a.pdf", pdf([column(["一、要建仓库。", "二、不得吸烟。"] * 12)], lines=lines))
    assert "".join(source.text[slice(*span)] for span in source.furniture) == "内部"
    assert source.text.startswith("一、要建仓库。\n二、不得吸烟。\n")


@pytest.mark.parametrize("more", ["/Rotate 180", "/Rotate 90", "/Rotate -90"])
def test_the_turn_of_a_page_does_not_change_its_text(more):
    assert text_of(column(["一、要建仓库。", "二、不得吸烟。"]), more=more) == "一、要建仓库。\n二、不得吸烟。"


def grid(xs: list[float], ys: list[float]) -> str:
    """The lines of a table."""
    across = "".join(f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys)
    return across + "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs)


def test_a_drawn_table_becomes_rows():
    cells = [
        (75, 705, 12, "序号"),
        (135, 705, 12, "标准"),
        (75, 680, 12, "1"),
        (135, 688, 12, "不低于"),
        (135, 674, 12, "六米"),
    ]
    text = text_of([(72, 740, 12, "题"), *cells, (72, 600, 12, "末")], lines=grid([72, 130, 190], [720, 700, 670]))
    assert text == "题\n序号\t标准\n1\t不低于六米\n末"


def test_a_merged_cell_is_printed_once():
    lines = "72 720 m 190 720 l S 72 700 m 190 700 l S 72 680 m 190 680 l S 72 680 m 72 720 l S 190 680 m 190 720 l S\n"
    cells = [(90, 705, 12, "通栏"), (75, 685, 12, "甲"), (135, 685, 12, "乙")]
    assert text_of(cells, lines=lines + "130 680 m 130 700 l S\n") == "通栏\n甲\t乙"


def test_a_table_a_thousand_columns_wide_is_read_in_time():
    xs = [20 + 0.5 * number for number in range(1001)]
    begin = time.perf_counter()
    assert "甲" in text_of([(300, 705, 12, "甲")], lines=grid(xs, [720, 700, 670]))
    assert time.perf_counter() - begin < 5


DRAWINGS = {
    "hatching": "".join(f"{x} 100 m {x} 700 l S 50 {x + 50} m 550 {x + 50} l S\n" for x in range(50, 550)) * 6,
    "scattered": "".join(
        f"{20 + n % 90 * 6} {20 + n // 90 * 4} m {23 + n % 90 * 6} {20 + n // 90 * 4} l S\n" for n in range(9000)
    ),
}


def _cpu_seconds() -> float:
    """Of this process and those it has waited for, whatever else the machine is doing."""
    return sum(os.times()[:4])


@pytest.mark.parametrize("lines", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_costs_no_more_than_a_table(lines):
    begin = _cpu_seconds()
    assert text_of(column(["一、要。"]), lines=lines) == "一、要。"
    assert _cpu_seconds() - begin < 5


def test_many_short_lines_are_put_in_order_in_time():
    words = [(x, 800 - 0.2 * n, 0.1, "字") for n in range(3500) for x in (60, 300)]
    begin = _cpu_seconds()
    assert text_of(words).count("字") == 7000
    assert _cpu_seconds() - begin < 10


def test_a_frame_around_the_page_is_no_table():
    frame = "30 30 500 780 re S\n"
    assert text_of(column(["一、要。", "二、不得。"]), lines=frame) == "一、要。\n二、不得。"


def test_running_heads_and_page_numbers_are_furniture():
    body = [[f"第{'一二三四'[n]}条　不得吸烟。", f"第{'五六七八'[n]}条　应当整洁。"] for n in range(4)]
    heads = [[(72, 815, 9, "冠县人民政府公报"), (290, 30, 9, f"— {n + 1} —")] for n in range(4)]
    answer = read("a.pdf", pdf([column(lines) + head for lines, head in zip(body, heads, strict=True)]))
    aside = "".join(answer.text[slice(*span)] for span in answer.furniture)
    assert aside.count("冠县人民政府公报") == 4 and "— 4 —" in aside and "条" not in aside
    assert unowned(answer) == ("", "")
    assert [number for _, number in answer.source.pages] == [1, 2, 3, 4]


def test_a_paragraph_goes_on_over_the_page():
    first = [*column([FULL] * 4), (290, 30, 9, "— 1 —")]
    second = [*column(["政府研究。"]), (290, 30, 9, "— 2 —")]
    source = open_source("a.pdf", pdf([first, second]))
    assert source.text.startswith(FULL * 4 + "政府研究。\n")
    assert source.pages[:2] == [(0, 1), (len(FULL) * 4, 2)]


def test_radicals_become_the_ordinary_characters_and_nothing_else_changes():
    assert text_of([(72, 700, 12, "⼯作⻓①℃（ｍ²）")]) == "工作长①℃（ｍ²）"


@pytest.mark.parametrize(
    "pages, text",
    [((1, 1), "第1页"), ((2, 3), "第2页\n第3页"), ((3, 9), "第3页"), (None, "第1页\n第2页\n第3页")],
)
def test_a_range_of_pages(pages, text):
    data, told = pdf([[(72, 700, 12, f"第{n}页")] for n in (1, 2, 3)]), []
    source = open_source("a.pdf", data, pages, lambda done, total: told.append((done, total)))
    assert source.text.rstrip("\n") == text
    assert told == [(n, len(text.split("\n"))) for n in range(1, len(text.split("\n")) + 1)]


@pytest.mark.parametrize("pages", [(4, 4), (0, 1), (3, 2)])
def test_pages_that_are_not_there_are_refused(pages):
    with pytest.raises(NoSuchPages) as refused:
        open_source("a.pdf", pdf([[(72, 700, 12, "甲")]] * 3), pages)
    assert "共 3 页" in refused.value.text


SOUND = pdf([[(72, 700, 12, "甲乙丙")]])
LOCK = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>/ID[<00><00>]"


def test_a_broken_table_of_places_is_repaired():
    broken = SOUND.replace(SOUND[SOUND.rindex(b"startxref") :], b"startxref\n999999\n%%EOF")
    assert open_source("a.pdf", broken).text == "甲乙丙\n"


@pytest.mark.parametrize(
    "data, error",
    [
        (pdf([[(72, 700, 12, "甲")]], trailer=LOCK), Encrypted),
        (b"%PDF-1.7\n", Broken),
        (SOUND[:200], Broken),
        (b"%PDF-1.4\n" + bytes(range(256)) * 400, Broken),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>", EmptyFile),
    ],
    ids=["locked", "start only", "cut", "noise", "no pages"],
)
def test_what_cannot_be_opened_is_refused_with_one_sentence(data, error):
    with pytest.raises(error) as refused:
        open_source("a.pdf", data)
    assert refused.value.text.startswith("a.pdf") and refused.value.text.endswith("。")


def _megabytes() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is read from /proc, which Linux has")
def test_two_thousand_pages_are_read_in_bounded_time_and_memory():
    data = pdf([column([f"第{n}条　" + FULL[:20], FULL])[:2] for n in range(1, 2001)])
    before, begin = _megabytes(), time.perf_counter()
    source = open_source("a.pdf", data)
    assert time.perf_counter() - begin < 30 and _megabytes() - before < 150
    assert len(source.pages) == 2000


def heavy(operators: bytes, times: int) -> bytes:
    """A small PDF whose second page unpacks to very much."""
    packed = zlib.compress(operators * times, 9)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        page % 5,
        page % 6,
        b"<< /Length 0 >>\nstream\n\nendstream",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    written = b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in enumerate(objects, 1))
    return b"%PDF-1.7\n" + written + b"trailer << /Root 1 0 R >>\n%%EOF"


READING = """
import resource, sys
from checklists.reading.formats import open_source
from checklists.reading.formats.refusals import TooHeavy
if __name__ == "__main__":
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024  # the tests' own, handed down
    try:
        open_source("a.pdf", open(sys.argv[1], "rb").read())
    except TooHeavy as refused:
        peaks = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        print(refused.text, peaks[0] - before, peaks[1], sep="|")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the waiting alone is bounded")
def test_a_page_that_unpacks_to_very_much_is_refused_within_its_memory(tmp_path):
    (tmp_path / "a.pdf").write_bytes(heavy(b"0 0 m 9 9 l S\n", 6_000_000))
    (tmp_path / "reading.py").write_text(READING)
    assert (tmp_path / "a.pdf").stat().st_size < 212 * 1024
    command = [sys.executable, str(tmp_path / "reading.py"), str(tmp_path / "a.pdf")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    sentence, own, apart = said.split("|")
    assert "第 2 页的内容异常庞大" in sentence
    assert int(own) < 100 and int(apart) < 1100


def test_no_process_is_left_behind():
    text_of(column(["一、要建仓库。"]))
    with pytest.raises(Broken):
        open_source("a.pdf", b"%PDF-1.7\nnothing")
    assert multiprocessing.active_children() == []
