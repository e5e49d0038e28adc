"""Every command of the product on an installation that nobody has started yet: it works or says one sentence."""

import errno
import os
import shutil
from pathlib import Path

import click
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from accounts.models import Area
from app import create_app
from core import serving
from core.backups.kinds import kind_of
from core.commands import WHERE_NONE, WhereNone, ours
from core.db import db
from core.migrating import upgrade
from installation import preparing
from tests import check
from tests import words as catalogue
from tests.conftest import POSTGRES
from tests.faults import __main__ as faults
from tests.mutants import __main__ as mutants

SPECIAL = {"serve": ["--port", "0"]}  # a free port, not the usual one
ANSWERS = "guanli\n张管理\n临清县安监局\n临清县\n"


def leaves(group: click.Group, words=()) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every command below the group that is shown, with the words that call it."""
    found = []
    for name, command in sorted((name, command) for name, command in group.commands.items() if not command.hidden):
        below = (*words, name)
        found += leaves(command, below) if isinstance(command, click.Group) else [(below, command)]
    return found


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request, tmp_path, monkeypatch):
    """Makes an installation with an empty folder and an empty database; all of them speak Chinese, none serves long."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setattr(serving, "run", lambda app, listening, context: listening.close())
    engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    apps = []

    def database(name: str) -> dict[str, str]:
        if request.param == "sqlite":
            return {}
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
        return {"SQLALCHEMY_DATABASE_URI": f"{POSTGRES}?options=-csearch_path%3D{name}"}

    def make():
        name = f"tiaocha_empty_{os.getpid()}_{len(apps)}"
        apps.append((name, create_app({"INSTANCE_PATH": tmp_path / name, "TESTING": True, **database(name)})))
        return apps[-1][1]

    yield make
    for name, app in apps:
        with app.app_context():
            db.engine.dispose()
        if request.param == "postgres":
            with engine.connect() as connection:
                connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def run(app, *words: str, answers: str = ""):
    """The command with these words and answers, as the terminal calls it."""
    return app.test_cli_runner().invoke(args=words, input=answers)


def works_or_says_one_sentence(result) -> bool:
    """Whether the command did its work, or ended with one sentence (after a usage line, where the words are wrong)."""
    said = [line for line in result.stderr.splitlines() if line and not line.startswith(("Usage:", "Try ", "用法"))]
    ended = result.exception is None or isinstance(result.exception, SystemExit)
    return ended and (result.exit_code == 0 or len(said) == 1)


def test_every_command_without_words_works_or_says_one_sentence(empty):
    for words, _ in leaves(empty().cli):
        result = run(empty(), *words, *SPECIAL.get(words[0], ()))
        assert works_or_says_one_sentence(result), (words, result.exception, result.output)


def test_every_command_with_its_words_works_or_says_one_sentence(empty, tmp_path):
    paper = tmp_path / "文件.txt"
    paper.write_text(
        "关于冬季取暖的通知\n\n一、要落实责任。\n二、配送中心占地面积不低于500平方米。\n", encoding="utf-8"
    )
    for words, command in leaves(empty().cli):
        arguments = [str(paper) for each in command.params if isinstance(each, click.Argument)]
        result = run(empty(), *words, *SPECIAL.get(words[0], ()), *arguments, answers=ANSWERS)
        assert works_or_says_one_sentence(result), (words, result.exception, result.output)
        assert result.output.strip(), words


def test_it_is_said_of_every_command_what_it_does_where_there_is_no_installation(empty):
    assert {" ".join(words) for words, _ in leaves(empty().cli)} == set(WHERE_NONE)


def there(app) -> tuple[bool, set[str]]:
    """Whether the database has anything, and the files of the folder."""
    with app.app_context():
        is_empty = kind_of(db.engine.url).is_empty(db.engine)
        db.engine.dispose()
    return not is_empty, {str(path) for path in Path(app.instance_path).rglob("*")}


@pytest.mark.parametrize("name", [name for name, does in WHERE_NONE.items() if does is not WhereNone.MAKES])
def test_what_only_reads_makes_no_installation_of_a_folder_whose_name_was_mistyped(empty, name, tmp_path):
    app, out = empty(), tmp_path / "out"
    before, command = there(app), dict(leaves(app.cli))[tuple(name.split())]
    arguments = [str(out) for each in command.params if isinstance(each, click.Argument)]
    result = run(app, *name.split(), *arguments)
    assert there(app) == before == (False, before[1]) and not out.exists()
    if WHERE_NONE[name] is WhereNone.REFUSES:
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
        assert app.instance_path in result.stderr and "TIAOCHA_INSTANCE" in result.stderr
    if WHERE_NONE[name] is WhereNone.TELLS:
        assert result.exit_code == 1 and "尚未建立数据库" in result.stdout


def test_what_makes_an_installation_makes_one(empty, tmp_path):
    kept, first = tmp_path / "kept", empty()
    paper = str(Path(__file__).parent / "data" / "documents" / "guanxian-2016-03.txt")
    words = {"serve": ["--no-demo", "--port", "0"], "restore": [str(kept)], "documents import": ["--all", paper]}
    run(first, "accounts", "create-admin", answers=ANSWERS)
    assert run(first, "backup", str(kept)).exit_code == 0
    for name in [name for name, does in WHERE_NONE.items() if does is WhereNone.MAKES]:
        app = empty()
        result = run(app, *name.split(), *words.get(name, ()), answers=ANSWERS)
        assert result.exit_code == 0 and there(app)[0], (name, result.output)


def test_a_command_that_the_table_does_not_name_refuses(empty):
    app = empty()
    app.cli.add_command(ours(click.Command("new", callback=lambda: None)))
    assert run(app, "new").exit_code == 1 and not there(app)[0]


def test_create_admin_asks_in_the_language_of_the_terminal_and_works_first_of_all(empty, monkeypatch):
    app = empty()
    made = run(app, "accounts", "create-admin", answers=ANSWERS)
    assert made.exit_code == 0, made.output
    assert "县（市、区）名称" in made.output and "一次性密码：" in made.output
    assert "审计记录完整" in run(app, "accounts", "verify-audit").output
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "Name of the county" in run(empty(), "accounts", "create-admin", answers=ANSWERS).output


def test_create_admin_asks_for_the_county_only_where_there_is_none(empty):
    app = empty()
    run(app, "accounts", "create-admin", answers=ANSWERS)
    second = run(app, "accounts", "create-admin", answers="guanli2\n李管理\n清水镇政府\n")
    assert second.exit_code == 0 and "县（市、区）名称" not in second.output, second.output
    with app.app_context():
        assert [area.name for area in db.session.query(Area)] == ["临清县"]


def test_an_export_of_the_trail_says_how_many_lines_went_where(empty, tmp_path):
    app, file = empty(), tmp_path / "trail.jsonl"
    run(app, "accounts", "create-admin", answers=ANSWERS)
    said = run(app, "audit", "export", str(file))
    assert f"已导出 {len(file.read_text('utf-8').splitlines())} 条审计记录：{file}" in said.output
    piped = run(app, "audit", "export", "-")
    assert "已导出" not in piped.stdout and piped.stdout == file.read_text("utf-8")


def test_serve_without_demo_says_how_to_make_the_administrator_until_there_is_one(empty):
    app, words = empty(), ("serve", "--no-demo", "--port", "0")
    assert "./tiaocha accounts create-admin" in run(app, *words).output
    run(app, "accounts", "create-admin", answers=ANSWERS)
    started = run(app, *words).output
    assert "条查已启动" in started and "create-admin" not in started


def test_a_warning_about_sqlite_is_for_those_who_use_it(empty, monkeypatch):
    monkeypatch.setattr(preparing, "SAFE_SQLITE", (99, 0, 0))
    app = empty()
    with app.app_context():
        on_sqlite = db.engine.dialect.name == "sqlite"
    assert ("SQLite" in run(app, "serve", "--no-demo", "--port", "0").output) == on_sqlite


def test_what_a_command_migrates_is_copied_first_and_said_beside_its_answer(app, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    migrate, scripts = app.extensions["migrate"].migrate, tmp_path / "migrations"
    shutil.copytree(migrate.directory, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    with app.app_context():
        present = ScriptDirectory.from_config(migrate.get_config()).get_current_head()
    next_one = f"revision, down_revision = 'next', {present!r}\ndef upgrade():\n    pass\n"
    (scripts / "versions/next.py").write_text(next_one)
    monkeypatch.setattr(migrate, "directory", str(scripts))
    result = run(app, "audit", "checkpoint")
    assert "校验点：" in result.stdout
    (copy,) = (tmp_path / "backups").iterdir()
    assert result.stderr == f"升级前已备份数据库：{copy}\n"


def test_an_export_is_whole_or_not_there_and_for_its_owner_alone(app, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    folder = tmp_path_factory.mktemp("usb")
    run(app, "accounts", "create-admin", answers=ANSWERS)
    link = folder / "link.jsonl"
    link.symlink_to(folder / "trail.jsonl")
    assert run(app, "audit", "export", str(link)).exit_code == 0
    assert link.is_symlink() and (folder / "trail.jsonl").stat().st_mode & 0o777 == 0o600
    kept = (folder / "trail.jsonl").read_bytes()
    monkeypatch.setattr(os, "fsync", _no_room)
    result = run(app, "audit", "export", str(folder / "trail.jsonl"))
    assert result.exit_code == 1 and len(result.stderr.splitlines()) == 1
    assert (folder / "trail.jsonl").read_bytes() == kept and len(list(folder.iterdir())) == 2


def _no_room(handle):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("target", ["/dev/full", "."])
def test_an_export_leaves_what_is_no_file_as_it_is(app, target, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    run(app, "accounts", "create-admin", answers=ANSWERS)
    before = os.stat(target)
    result = run(app, "audit", "export", target)
    assert result.exit_code == 1 and "无法读写" in result.stderr and len(result.stderr.splitlines()) == 1
    assert os.stat(target).st_mode == before.st_mode


def test_an_installation_without_a_trail_is_not_called_whole(empty):
    app = empty()
    with app.app_context():
        upgrade(app)
    result = run(app, "accounts", "verify-audit")
    assert result.exit_code == 1 and "没有审计记录" in result.stderr


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "甲" * 61])
def test_an_administrator_has_a_name_as_on_the_pages(empty, name):
    words = ("--username", "guanli", "--name", name, "--office", "县安监局", "--county", "冠县")
    result = run(empty(), "accounts", "create-admin", *words)
    assert result.exit_code == 2 and "--name" in result.stderr


TOOLS = {"check": check, "words": catalogue, "mutants": mutants, "faults": faults}


@pytest.mark.parametrize(("given", "code"), [(["--help"], 0), (["extra"], 2), (["--unknown"], 2)])
@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_that_is_asked_for_help_or_misunderstands_does_nothing(name, given, code, monkeypatch, capsys):
    monkeypatch.setattr(check, "CHECKS", {"one": pytest.fail})
    monkeypatch.setattr(catalogue, "brought_up", pytest.fail)
    with pytest.raises(SystemExit) as ended:
        TOOLS[name].main(given)
    said = capsys.readouterr()
    assert ended.value.code == code and f"./tiaocha {name}" in said.out + said.err
