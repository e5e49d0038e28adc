"""The doctor names what is wrong with an installation, in one sentence each, and finds nothing in a sound one."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import create_engine, text

import core.doctor
from accounts import checks
from core import working_days
from core.backups.taking import LAST
from core.clock import utc_now
from core.config import ROOT
from core.db import db, unit_of_work
from core.doctor import examine
from core.private import mend
from inspections.planning import checks as planning_checks
from tests.builders import make_area

Usage = namedtuple("Usage", "total used free")


def note_backup(app, at: datetime) -> None:
    """As if a backup had been taken then."""
    (Path(app.instance_path) / LAST).write_text(json.dumps({"at": at.isoformat(), "folder": "/mnt/backup"}))


def sound(app):
    """An installation in which all is well."""
    with app.app_context(), unit_of_work():
        make_area("冠县")
    app.extensions["receipt_key"].sign("x")
    note_backup(app, utc_now())
    mend(Path(app.instance_path))
    return app


def faults(app) -> dict[str, str]:
    """Name of the check → what it found."""
    with app.app_context():
        found = {name: str(fault) for name, fault in examine(app) if fault}
        db.session.remove()
        db.engine.dispose()
    return found


def test_a_sound_installation_has_no_fault(any_app, monkeypatch):
    monkeypatch.setattr(working_days.chinese_calendar, "is_workday", lambda day: True)
    assert faults(sound(any_app)) == {}


def _open_file(app, patch):
    (Path(app.instance_path) / "receipt_key.pem").chmod(0o644)


def _full_disk(app, patch):
    patch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 10**12, 3 * 10**8))


def _unknown_year(app, patch):
    patch.setattr(planning_checks, "today", lambda: datetime(2099, 3, 1, tzinfo=UTC).date())


def _unknown_next_year(app, patch):
    patch.setattr(planning_checks, "today", lambda: datetime(2098, 12, 1, tzinfo=UTC).date())


def _broken_key(app, patch):
    (Path(app.instance_path) / "receipt_key.pem").write_text("-----BEGIN")


def _sign_in_key(data: bytes | None, mode: int = 0o600):
    def _put(app, patch):
        file = Path(app.instance_path) / "secret_key"
        if data is None:
            return file.unlink()
        file.write_bytes(data or file.read_bytes())
        return file.chmod(mode)

    return _put


def _other_schema(revision):
    def _pretend(app, patch):
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})

    return _pretend


def _no_server(app, patch):
    patch.setattr(core.doctor, "kind_of", lambda url: SilentServer)


class SilentServer:
    """A kind of database whose server does not answer."""

    @staticmethod
    def is_empty(engine) -> bool:
        """Asks where nobody listens."""
        with create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none").connect():
            return False


def _clock_back(app, patch):
    patch.setattr(checks, "utc_now", lambda: utc_now() - timedelta(days=400))


def _clock_was_back(app, patch):
    with app.app_context(), unit_of_work(), time_machine.travel(utc_now() - timedelta(days=400), tick=False):
        make_area("另一县")


def _no_share(app, patch):
    app.config["CHECKPOINTS"] = Path(app.instance_path) / "no/such/share"


def _no_backup(app, patch):
    (Path(app.instance_path) / LAST).unlink()


def _old_backup(app, patch):
    note_backup(app, utc_now() - timedelta(days=8))
    mend(Path(app.instance_path))


CASES = {
    "a key that others can read": (_open_file, "文件权限", "chmod"),
    "a disk that is nearly full": (_full_disk, "磁盘空间", "0.3 GB"),
    "a year without its holidays": (_unknown_year, "放假安排", "2099"),
    "a next year without its holidays": (_unknown_next_year, "放假安排", "2099 年"),
    "a key that is no key": (_broken_key, "密钥", "备份中取回"),
    "no key of the sign-ins": (_sign_in_key(None), "密钥", "不在了"),
    "an empty key of the sign-ins": (_sign_in_key(b"\n"), "密钥", "至少 32 个字符"),
    "a short key of the sign-ins": (_sign_in_key(b"0123456789abcdef\n"), "密钥", "至少 32 个字符"),
    "a key of the sign-ins that is no text": (_sign_in_key(b"\xff\xfe" * 40), "密钥", "无法读取"),
    "a key of the sign-ins that others can read": (_sign_in_key(b"", 0o640), "文件权限", "secret_key"),
    "a schema of before": (_other_schema("0003"), "数据库", "0003"),
    "a schema of a later program": (_other_schema("9999"), "数据库", "升级程序"),
    "a server that is silent": (_no_server, "数据库", "无法连接"),
    "a clock that went back": (_clock_back, "系统时间", "对时"),
    "a clock that was put back for a while": (_clock_was_back, "审计时间", "调回"),
    "a share that is away": (_no_share, "校验点", "TIAOCHA_CHECKPOINTS"),
    "no backup": (_no_backup, "备份", "尚未备份"),
    "an old backup": (_old_backup, "备份", "/mnt/backup"),
}


@pytest.mark.parametrize(("break_it", "name", "words"), CASES.values(), ids=CASES)
def test_each_fault_is_named_alone_with_what_to_do(app, monkeypatch, break_it, name, words):
    monkeypatch.setattr(working_days.chinese_calendar, "is_workday", _known_until_2098)
    sound(app)
    break_it(app, monkeypatch)
    found = faults(app)
    assert list(found) == [name] and words in found[name]


def _known_until_2098(day) -> bool:
    if day.year > 2098:
        raise NotImplementedError
    return True


def test_receipts_without_their_key_are_named(app, monkeypatch):
    monkeypatch.setattr(working_days.chinese_calendar, "is_workday", _known_until_2098)
    sound(app)
    Path(app.instance_path, "receipt_key.pem").unlink()
    assert faults(app) == {}
    with closing(sqlite3.connect(Path(app.instance_path) / "tiaocha.db")) as connection:  # keeps no references
        columns = [row[1] for row in connection.execute("PRAGMA table_info(receipt)")]
        connection.execute(f"INSERT INTO receipt ({', '.join(columns)}) VALUES ({', '.join('1' for _ in columns)})")
        connection.commit()
    assert list(faults(app)) == ["回执"]


def test_a_key_of_the_sign_ins_from_the_environment_needs_no_file(app, monkeypatch):
    monkeypatch.setattr(working_days.chinese_calendar, "is_workday", _known_until_2098)
    monkeypatch.setenv("TIAOCHA_SECRET_KEY", "k" * 32)
    (Path(sound(app).instance_path) / "secret_key").unlink()
    assert faults(app) == {}


@pytest.mark.parametrize("data", [b"", b"short", b"\xff\xfe" * 40], ids=["empty", "short", "no text"])
def test_a_key_with_which_nothing_starts_is_named_in_one_sentence(tmp_path, data):
    (tmp_path / "secret_key").write_bytes(data)
    result = _doctor(tmp_path, "zh_CN.UTF-8")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "secret_key" in result.stderr and "Traceback" not in result.stderr


def _doctor(instance: Path, language: str) -> subprocess.CompletedProcess:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TIAOCHA_")}
    environ |= {"TIAOCHA_INSTANCE": str(instance), "PYTHONPATH": str(ROOT), "LC_ALL": language}
    return subprocess.run(
        [sys.executable, "-P", "-m", "core.terminal", "doctor"], env=environ, capture_output=True, encoding="utf-8"
    )


@pytest.mark.parametrize(("language", "words"), [("zh_CN.UTF-8", "尚未建立数据库"), ("en_US.UTF-8", "serve")])
def test_on_an_empty_folder_it_says_what_comes_first_and_makes_no_database(tmp_path, language, words):
    result = _doctor(tmp_path / "new", language)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert words in result.stdout
    assert not (tmp_path / "new/tiaocha.db").exists()
