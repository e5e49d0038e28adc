"""What the terminal says: both languages, one version, progress for whoever watches."""

import json
import logging
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from core.config import ROOT, VERSION
from core.requests import JsonLines
from tests.checklists.reading.gazettes import FOLDER
from tests.conftest import make_app
from tests.test_commands import leaves

CLICK = ROOT / "translations/zh_Hans_CN/LC_MESSAGES/click.po"
CHINESE = re.compile("[一-龥]")


def terminal(instance: Path, *words: str, **variables: str) -> subprocess.CompletedProcess:
    """The product's own entry as a process."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TIAOCHA_INSTANCE": str(instance), **variables}
    command = [sys.executable, "-P", "-m", "core.terminal", *words]
    return subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", timeout=120)


def test_the_words_of_click_are_its_own():
    own = extract_from_dir(str(Path(click.__file__).parent), [("**.py", "python")])
    catalogue = {message.id: message.string for message in read_po(CLICK.open("rb")) if message.id}
    assert catalogue and set(catalogue) <= {message for _, _, message, *_ in own}
    assert all(catalogue.values())


@pytest.mark.parametrize(("speaks", "in_chinese"), [("zh_CN.UTF-8", True), ("en_GB.UTF-8", False)])
def test_every_command_and_option_is_explained_in_the_language_of_the_terminal(
    tmp_path, monkeypatch, speaks, in_chinese
):
    monkeypatch.setenv("LC_ALL", speaks)
    for words, command in leaves(make_app(tmp_path).cli):
        texts = [command.help] + [param.help for param in command.params if isinstance(param, click.Option)]
        for text in texts:
            assert text and bool(CHINESE.search(text)) == in_chinese, (words, text)


def test_help_and_mistakes_are_in_chinese_at_a_chinese_terminal(tmp_path):
    help_ = terminal(tmp_path, "--help", LC_ALL="zh_CN.UTF-8").stdout
    assert "用法：" in help_ and "命令:" in help_ and "Usage" not in help_ and " db " not in help_
    mistake = terminal(tmp_path, "server", LC_ALL="zh_CN.UTF-8").stderr
    assert "没有命令 'server'" in mistake and "是否指：'serve'" in mistake


def test_one_version_is_shown_at_the_terminal_on_the_page_and_in_the_log(tmp_path, client):
    assert terminal(tmp_path, "--version").stdout == f"tiaocha {VERSION}\n"
    assert f"条查 {VERSION}</p>" in client.get("/login").text
    with client.application.test_request_context():
        line = JsonLines().format(logging.LogRecord("tiaocha", logging.INFO, "", 0, "served", (), None))
    assert json.loads(line)["version"] == VERSION


@pytest.fixture
def documents_import(app, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    return lambda *words: app.test_cli_runner().invoke(args=["documents", "import", *map(str, words)])


def test_several_files_and_folders_are_imported_and_a_refused_one_keeps_none_of_the_others(documents_import, tmp_path):
    folder = tmp_path / "文件"
    (folder / "below").mkdir(parents=True)
    (folder / "below/one.txt").write_text("关于供暖的通知\n\n一、要落实责任。\n二、占地面积不低于500平方米。\n")
    (folder / "empty.txt").touch()
    (folder / "notes.unknown").write_text("not for the reader")
    result = documents_import(folder, FOLDER / "guanxian-2016-03.txt", "--all")
    assert result.exit_code == 2
    assert "关于供暖的通知" in result.stdout and "冠政发〔2016〕109号" in result.stdout
    (said,) = result.stderr.strip().splitlines()
    assert str(folder / "empty.txt") in said


def test_a_missing_file_or_an_empty_folder_is_said_before_anything_is_stored(documents_import, tmp_path):
    (tmp_path / "none").mkdir()
    for missing in (tmp_path / "nowhere.txt", tmp_path / "none"):
        result = documents_import(FOLDER / "guanxian-2016-03.txt", "--all", missing)
        assert (result.exit_code, result.stdout) == (2, "")
        assert str(missing) in result.stderr and result.stderr.count("\n") == 1


def test_a_long_command_shows_its_progress_to_whoever_watches(tmp_path):
    watched, screen = pty.openpty()
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TIAOCHA_INSTANCE": str(tmp_path), "LC_ALL": "en_US.UTF-8"}
    command = [
        sys.executable,
        "-P",
        "-m",
        "core.terminal",
        "documents",
        "import",
        "--all",
        str(FOLDER / "guanxian-2016-03.txt"),
    ]
    result = subprocess.run(command, env=environ, stdout=subprocess.PIPE, stderr=screen, timeout=120)
    os.close(screen)
    shown = os.read(watched, 100_000).decode()
    os.close(watched)
    assert result.returncode == 0, shown
    assert "Importing" in shown and "100%" in shown
