"""A long command shows click's bar to whoever watches its terminal, and nothing where nobody does."""

import contextlib
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import ROOT
from tests.checklists.reading.formats.build import pdf
from tests.checklists.reading.gazettes import FOLDER
from tests.conftest import make_app
from tests.test_commands import ANSWERS, leaves

# Why it may take long → how it is called; {here} is a folder with what the words name.
LONG = {
    ("backup",): ("every photo ever taken is copied", ["{here}/kept"]),
    ("restore",): ("every photo ever taken is copied back, and the trail verified", ["{here}/backup"]),
    ("accounts", "verify-audit"): ("the trail only grows", []),
    ("audit", "export"): ("the trail only grows", ["{here}/trail.jsonl"]),
    ("library", "load"): ("each pack is read, stored and published", []),
    ("documents", "import"): ("many files, each of many pages", ["--all", str(FOLDER / "guanxian-2016-03.txt")]),
    ("documents", "read"): ("scanned pages are recognised one by one", ["--progress", "{here}/pages.pdf"]),
    ("documents", "benchmark"): ("it reads its file again and again as it grows", ["{here}/short.txt"]),
}
SHORT = {
    ("accounts", "create-admin"): "two rows",
    ("audit", "checkpoint"): "the roots of the trail are kept",
    ("documents", "compare-drafts"): "one document of a few pages",
    ("doctor",): "a look at each thing; what takes time says so line by line",
    ("serve",): "it says itself what it prepares, and then lives on",
}
ELSEWHERE = {("restore",): "{here}/new"}  # the instance, where it is not the one that is there


def test_every_command_is_named_as_long_or_as_short(tmp_path):
    assert {words for words, _ in leaves(make_app(tmp_path).cli)} == {*LONG, *SHORT}


@pytest.fixture
def here(tmp_path, empty_sqlite, monkeypatch):
    """A folder with an installation, a backup of it, and a PDF."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    instance = tmp_path / "instance"
    instance.mkdir()
    shutil.copy(empty_sqlite, instance / "tiaocha.db")
    runner = make_app(instance).test_cli_runner()
    assert runner.invoke(args=["accounts", "create-admin"], input=ANSWERS).exit_code == 0
    assert runner.invoke(args=["backup", str(tmp_path / "backup")]).exit_code == 0
    (tmp_path / "short.txt").write_text("某办法\n\n一、占地面积不低于500平方米。\n", encoding="utf-8")
    (tmp_path / "pages.pdf").write_bytes(pdf([[(72, 700, 12, f"第{number}页")] for number in (1, 2, 3)]))
    return tmp_path


def _called(here, words: tuple[str, ...]) -> tuple[str, list[str]]:
    """Its instance, and the command with its words."""
    instance = ELSEWHERE.get(words, "{here}/instance").format(here=here)
    return instance, [*words, *(word.format(here=here) for word in LONG[words][1])]


def _seen(watched: int) -> Iterator[bytes]:
    """Everything that comes to the screen, until nobody writes to it any more."""
    with contextlib.suppress(OSError):
        while piece := os.read(watched, 10_000):
            yield piece
    os.close(watched)


@pytest.mark.parametrize("words", LONG, ids=" ".join)
def test_a_long_command_shows_its_bar_where_its_stderr_is_a_terminal(here, words):
    watched, screen = pty.openpty()
    instance, called = _called(here, words)
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TIAOCHA_INSTANCE": instance, "LC_ALL": "en_US.UTF-8"}
    command = [sys.executable, "-P", "-m", "core.terminal", *called]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=screen, encoding="utf-8")
    os.close(screen)
    shown = b"".join(_seen(watched)).decode()
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, shown
    assert "[#" in shown and "\r" in shown, shown
    assert "#" not in said


@pytest.mark.parametrize("words", LONG, ids=" ".join)
def test_no_bar_goes_into_a_file(here, words):
    instance, called = _called(here, words)
    result = make_app(Path(instance)).test_cli_runner().invoke(args=called)
    assert result.exit_code == 0, result.output
    assert "[#" not in result.output and "\r" not in result.output
