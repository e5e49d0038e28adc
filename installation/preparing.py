"""What `serve` prepares before it opens the door: schema, library, demo county."""

import sqlite3

from flask import Flask

from accounts.queries import has_administrator
from accounts.roles import ROLE_NAMES
from checklists.library.services import load_library, loaded_words
from core.clock import utc_now
from core.db import SAFE_SQLITE, db, unit_of_work
from core.errors import N_
from core.migrating import upgrade
from core.terminal import say, sentence
from installation.demo import load_demo


def prepare(app: Flask, demo: bool, password: str | None) -> None:
    """Bring the installation up to date; a second time does nothing."""
    on_sqlite = db.engine.dialect.name == "sqlite"
    if on_sqlite and (fault := faulty_sqlite(sqlite3.sqlite_version_info)):
        say(fault, version=sqlite3.sqlite_version)
    copied = upgrade(app)
    if copied:
        say(N_("升级前已备份数据库：{path}"), path=copied)
    app.extensions["pieces"].sweep()
    with unit_of_work():
        loaded = [loaded_words(version) for version in load_library(None, utc_now())]
    for words in loaded:
        say(words.message, **words.params)
    if demo:
        _load_demo(password)
    elif not has_administrator():
        command = "./tiaocha accounts create-admin" + ("" if on_sqlite else f" --database {db.engine.url}")
        say(N_("尚无管理员账号。请在另一终端运行 {command} 建立，再用该账号登录。"), command=command)


def faulty_sqlite(version: tuple[int, ...]) -> str | None:
    """A warning for the releases of SQLite whose write-ahead log has a rare fault."""
    if version >= SAFE_SQLITE:
        return None
    return N_(
        "提示：本机 SQLite {version} 的预写日志有罕见缺陷（3.51.3 起修复）；正式使用请升级 SQLite 或改用 PostgreSQL。"
    )


def _load_demo(password: str | None) -> None:
    with unit_of_work():
        made = load_demo(utc_now(), password)
    if not made:
        return
    say(N_("已建立示例县（单位、人员、对象均为虚构，文件为真实公报）。各账号："))
    for account in made:
        secret = sentence(N_("（使用 TIAOCHA_DEMO_PASSWORD）")) if password else account.password
        say(
            "  {username:<10} {secret:<16} {role}",
            username=account.username,
            secret=secret,
            role=sentence(ROLE_NAMES[account.role]),
        )
