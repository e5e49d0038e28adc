"""What is wrong with this installation and what to do: a registry of checks, each with one sentence or none."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from core.backups.kinds import kind_of
from core.backups.taking import LAST
from core.clock import local_day, utc_now
from core.config import SECRET, SECRET_FILE, kept_secret
from core.db import db
from core.errors import N_, DomainError, Sentence
from core.private import OTHERS
from core.revisions import head, known_revisions, present_revision

UNUSABLE = N_("数据库无法使用：{reason}。请检查数据库服务与 TIAOCHA_DATABASE 所用账号的权限。")
LEAST_FREE = 2 * 1024**3
GIGABYTE = 1024**3
LONGEST_WITHOUT_BACKUP = timedelta(days=7)


@dataclass(frozen=True)
class Check:
    """What is looked at; one that reads tables waits until they are known to be there."""

    name: str
    look: Callable[[Flask], Sentence | None]
    in_tables: bool


CHECKS: list[Check] = []


def check(name: str, in_tables: bool = False) -> Callable:
    """Add a look at something; it returns what is wrong and what to do, or None."""

    def _add(look: Callable[[Flask], Sentence | None]) -> Callable[[Flask], Sentence | None]:
        CHECKS.append(Check(name, look, in_tables))
        return look

    return _add


def examine(app: Flask) -> Iterator[tuple[str, Sentence | None]]:
    """Every check with what it found."""
    ready = schema(app) is None
    for each in CHECKS:
        if ready or not each.in_tables:
            yield each.name, each.look(app)


@check(N_("文件权限"))
def permissions(app: Flask) -> Sentence | None:
    """Others must not read what is kept; we must be able to write."""
    instance = Path(app.instance_path)
    if not os.access(instance, os.W_OK):
        return Sentence(N_("数据目录 {path} 不能写入，请改由其所有者运行条查，或更正目录权限。"), path=instance)
    open_ones = [path for path in (instance, *instance.rglob("*")) if _is_open(path)]
    if os.name == "nt" or not open_ones:
        return None
    return Sentence(
        N_("有 {count} 个文件或目录可被其他用户读取（如 {example}），请运行 chmod -R go-rwx {path}。"),
        count=len(open_ones),
        example=open_ones[0],
        path=instance,
    )


def _is_open(path: Path) -> bool:
    if path.is_symlink() or path.name == ".gitignore":
        return False
    try:
        return bool(path.stat().st_mode & OTHERS)
    except FileNotFoundError:  # it was thrown away in the meantime
        return False


@check(N_("磁盘空间"))
def disk(app: Flask) -> Sentence | None:
    """Photos and the database's log need room."""
    free = shutil.disk_usage(app.instance_path).free
    if free >= LEAST_FREE:
        return None
    left = f"{free / GIGABYTE:.1f}"
    return Sentence(N_("数据目录所在磁盘仅剩 {free} GB，照片将无法接收，请清理磁盘或扩容。"), free=left)


@check(N_("密钥"))
def keys(app: Flask) -> Sentence | None:
    """The keys of the receipts and of the sign-ins can be read."""
    return _key_of_receipts(Path(app.instance_path)) or _key_of_sign_ins(Path(app.instance_path))


def _key_of_receipts(instance: Path) -> Sentence | None:
    """Phones believe no other one."""
    file = instance / "receipt_key.pem"
    try:
        if file.exists():
            serialization.load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError):
        return Sentence(N_("回执密钥 {path} 无法读取，手机无法核验回执。请从备份中取回该文件。"), path=file)
    return None


def _key_of_sign_ins(instance: Path) -> Sentence | None:
    """Whether it is the one with which people are signed in cannot be seen: cookies are not kept here."""
    file = instance / SECRET_FILE
    if os.environ.get(SECRET):
        return None
    try:
        kept_secret(file)
    except OSError:
        return Sentence(
            N_("登录密钥 {path} 不在了或无法读取，重新启动后所有人须重新登录。请从备份中取回该文件。"), path=file
        )
    except DomainError as failure:
        return Sentence(failure.message, **failure.params)
    return None


@check(N_("数据库"))
def schema(app: Flask) -> Sentence | None:
    """There is a database, it answers, and its schema is this program's."""
    try:
        present = None if kind_of(db.engine.url).is_empty(db.engine) else present_revision()
    except DomainError as failure:
        return Sentence(failure.at_terminal or failure.message, **failure.params)
    except SQLAlchemyError as failure:
        reason = str(getattr(failure, "orig", failure)).splitlines()[0]
        return Sentence(UNUSABLE, reason=reason)
    if present is None:
        return Sentence(N_("尚未建立数据库，请运行 ./tiaocha serve。"))
    if present == head(app):
        return None
    if present in known_revisions(app):
        return Sentence(
            N_("数据库为旧版本（{revision}），请运行 ./tiaocha serve 升级，升级前会自动备份。"), revision=present
        )
    return Sentence(N_("数据库由更新版本的程序建立（{revision}），当前程序不能使用。请升级程序。"), revision=present)


@check(N_("备份"))
def last_backup(app: Flask) -> Sentence | None:
    """A backup is as old as what it would lose."""
    try:
        noted = json.loads((Path(app.instance_path) / LAST).read_text(encoding="utf-8"))
        made_at, folder = datetime.fromisoformat(noted["at"]), noted["folder"]
    except (OSError, ValueError, KeyError, TypeError):
        return Sentence(N_("尚未备份，请运行 ./tiaocha backup 目录，并设为每天自动运行。"))
    if utc_now() - made_at <= LONGEST_WITHOUT_BACKUP:
        return None
    return Sentence(
        N_("上次备份是 {day}（{folder}），已超过 {days} 天，请运行 ./tiaocha backup {folder}。"),
        day=local_day(made_at),
        folder=folder,
        days=LONGEST_WITHOUT_BACKUP.days,
    )
