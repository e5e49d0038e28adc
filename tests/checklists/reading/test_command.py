"""The reader from the command line: JSON, a short table, one sentence for what cannot be read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checklists.reading.formats.build import pdf
from tests.checklists.reading.gazettes import FOLDER

GAZETTE = FOLDER / "guanxian-2016-03.txt"
SHAPE = {"source", "furniture", "documents", "doubts"}


@pytest.fixture(autouse=True)
def chinese_terminal(monkeypatch):
    """The commands answer in the language of the terminal."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


@pytest.fixture
def documents_read(app):
    return lambda *words: app.test_cli_runner().invoke(args=["documents", "read", *map(str, words)])


def test_json_has_the_shape_of_the_contract(documents_read):
    answer = json.loads(documents_read(GAZETTE, "--json").stdout)
    assert answer.keys() == SHAPE
    coal = next(found for found in answer["documents"] if found["number"] == "冠政发〔2016〕109号")
    assert coal.keys() == {
        "title", "number", "issuer", "issued_on", "effective_on", "expires_on", "kind",
        "spans", "parts", "clauses", "requirements",
    }  # fmt: skip
    clause = next(clause for clause in coal["clauses"] if clause["path"] == "二/（二）/1")
    assert clause.keys() == {"id", "path", "label", "heading", "text", "paragraphs", "spans", "table"}
    area = next(need for need in coal["requirements"] if need["limits"] and "500平方米" in need["text"])
    assert area["limits"][0] == {
        "quote": "不低于500平方米",
        "op": ">=",
        "value": 500,
        "unit": "平方米",
        "kind": "quantity",
    }
    assert area.keys() == {"clause", "text", "spans", "modality", "actor", "limits", "draft", "drafts"}


def test_people_get_a_short_table(documents_read):
    printed = documents_read(GAZETTE).stdout
    assert "冠政发〔2016〕109号" in printed and "冠县洁净煤配送工作实施办法" in printed
    assert "条款 48" in printed
    assert "存疑" in printed


@pytest.mark.parametrize(
    "name, data, words",
    [
        ("empty.txt", b"", "空文件"),
        ("scan.pdf", b"%PDF-1.7", "已损坏"),
        ("cut.txt", "一、要做好工作，落实责任。县".encode()[:-1], "不完整"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_one_line(documents_read, tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    result = documents_read(path, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr and len(result.stderr.strip().split("\n")) == 1


def test_pages_and_progress_of_a_pdf(documents_read, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([[(72, 700, 12, f"第{number}页")] for number in (1, 2, 3)]))
    result = documents_read(path, "--json", "--pages", "2-3", "--progress")
    assert json.loads(result.stdout)["source"]["pages"] == [[0, 2], [4, 3]]
    assert result.stderr == ""  # the bar is for a terminal: tests/core/test_progress.py


@pytest.mark.parametrize("pages", ["0", "3-2", "a", "1-", "9999999"])
def test_a_page_range_that_is_none_ends_with_2_and_one_line(documents_read, tmp_path, pages):
    result = documents_read(GAZETTE, "--pages", pages)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--pages" in result.stderr and result.stderr.count("\n") == 1


def test_a_missing_file_ends_with_2_and_one_line(documents_read, tmp_path):
    result = documents_read(tmp_path / "nowhere.txt", "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.strip().split("\n")) == 1


@pytest.fixture
def compared(app):
    return lambda *words: app.test_cli_runner().invoke(args=["documents", "compare-drafts", *map(str, words)])


def test_the_comparison_prints_both_shares_and_the_rows_that_miss(compared, tmp_path):
    (tmp_path / "a.txt").write_text("某办法\n\n一、地面要全部硬化，厚度不低于15厘米。", encoding="utf-8")
    place = {"path": "一", "fact": "厚度不低于15厘米", "limit": {"op": ">=", "value": 15, "unit": "厘米"}}
    other = {"path": "一", "fact": "地面要全部硬化", "limit": None}
    absent = {"path": "二", "fact": "设置排水沟", "limit": None}
    rows = [("X1", "number", place), ("X2", "count", other), ("X3", "verdict", absent)]
    items = [{"id": id, "document": None, "answers": [kind], "places": [place]} for id, kind, place in rows]
    (tmp_path / "items.json").write_text(json.dumps({"source": "a.txt", "items": items}), encoding="utf-8")
    assert compared(tmp_path / "items.json").stdout.splitlines() == [
        "提出 2/3（66.7%）",
        "类型和限值正确 1/2（50.0%）",
        "X2 应为 count，现为 verdict+photo：地面是否全部硬化？",
        "X3 未提出：设置排水沟",
    ]


@pytest.mark.parametrize("data", ["{", "[]", "{}"])
def test_what_is_no_checklist_data_ends_with_2_and_one_line(compared, tmp_path, data):
    path = tmp_path / "items.json"
    path.write_text(data, encoding="utf-8")
    result = compared(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "不是用来比对的检查表数据" in result.stderr and len(result.stderr.strip().split("\n")) == 1


def _alone(path: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "checklists.reading", str(path)]
    return subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3], timeout=60)


def test_the_reader_works_alone(tmp_path):
    good, empty = _alone(GAZETTE), tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert (good.returncode, json.loads(good.stdout).keys()) == (0, SHAPE)
    bad = _alone(empty)
    assert (bad.returncode, bad.stdout, bad.stderr.count("\n")) == (2, "", 1)


def test_the_reader_needs_neither_flask_nor_a_database():
    check = "import sys, checklists.reading; print(sorted({'flask', 'sqlalchemy'} & set(sys.modules)))"
    command = [sys.executable, "-c", check]
    run = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3], timeout=60)
    assert run.stdout.strip() == "[]"
