"""Settings of an installation: from the environment and the instance folder."""

import os
import re
import secrets
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from core.errors import N_, DomainError
from core.private import own_folder

VERSION = "0.4.0"  # the one place; page, log and --version show it
ROOT = Path(__file__).resolve().parent.parent
POSTGRES = "postgresql+psycopg"
ADDRESS = N_("数据库地址有误。请检查 TIAOCHA_DATABASE 或 --database，应写成 postgresql://用户:密码@主机:端口/库名。")
MEGABYTE = 1024 * 1024
SECRET, SECRET_FILE, LEAST_SECRET = "TIAOCHA_SECRET_KEY", "secret_key", 32


class BadSettings(DomainError):
    """The installation cannot start as it is set up."""

    status = 500


def instance_path() -> Path:
    """The folder of database, evidence and settings of this installation."""
    return Path(os.environ.get("TIAOCHA_INSTANCE") or ROOT / "instance").resolve()


def settings(instance: Path) -> dict:
    """All settings of the installation in that folder; makes the folder and its secret at the first call."""
    try:
        own_folder(instance)
        secret = _secret(instance)
    except OSError as failure:
        raise BadSettings(
            N_("无法写入数据目录 {path}：{reason}。请检查目录权限，或用 TIAOCHA_INSTANCE 指定其他目录。"),
            path=instance,
            reason=failure.strerror,
        ) from failure
    behind_tls = _flag("TIAOCHA_PROXY") or _flag("TIAOCHA_HTTPS")
    return {
        "SECRET_KEY": secret,
        "SQLALCHEMY_DATABASE_URI": database_address(os.environ.get("TIAOCHA_DATABASE"), instance),
        "PROXY": _flag("TIAOCHA_PROXY"),
        "TRUSTED_HOSTS": _hosts("TIAOCHA_HOSTS") or None,  # None: `serve` takes those of its address
        "CHECKPOINTS": os.environ.get("TIAOCHA_CHECKPOINTS"),  # a folder for copies: another disk, a share
        "DAILY_CHECKPOINT": True,
        "OFFLINE_DAYS": _days("TIAOCHA_OFFLINE_DAYS", 30),
        **security(behind_tls),
    }


def database_address(given: str | None, instance: Path) -> str:
    """The address of the database as SQLAlchemy wants it; without one, a file in the instance folder."""
    if not given:
        return f"sqlite:///{instance / 'tiaocha.db'}"
    try:
        url = make_url(given)
    except (ArgumentError, ValueError) as failure:
        raise BadSettings(ADDRESS) from failure
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername=POSTGRES)
    if url.drivername not in (POSTGRES, "sqlite"):
        raise BadSettings(ADDRESS)
    if url.drivername == POSTGRES and find_spec("psycopg") is None:
        raise BadSettings(N_("未安装 PostgreSQL 驱动。请用 ./tiaocha 启动，或先安装 requirements-postgres.txt。"))
    return url.render_as_string(hide_password=False)


def security(https: bool) -> dict:
    """Cookies, sizes and times; cookies are bound to https wherever the site is served by it."""
    return {
        "SESSION_COOKIE_NAME": "__Host-tiaocha" if https else "tiaocha",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "SESSION_REFRESH_EACH_REQUEST": False,  # the server ends sessions; a new cookie each time would void caches
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,  # the Origin check of core.origin stands in for the Referer
        "MAX_CONTENT_LENGTH": 96 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 4 * MEGABYTE,
        "MAX_FORM_PARTS": 6000,
        "IDLE_HOURS": 12,
        "PROVED_MINUTES": 30,
        "SIGNED_IN_DAYS": 30,
        "UPDATE_SECONDS": 600,  # before a phone asks again whether there is a newer version
        "ONE_TIME_PASSWORD_DAYS": 7,
        "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
    }


def _flag(name: str) -> bool:
    return os.environ.get(name, "") not in ("", "0")


def _hosts(name: str) -> list[str]:
    return re.split(r"[,\s]+", os.environ[name].strip()) if os.environ.get(name, "").strip() else []


def _days(name: str, usual: int) -> int:
    given = os.environ.get(name) or str(usual)
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 365):
        raise BadSettings(N_("{name} 须为 1 至 365 的天数，现在是 {given}。"), name=name, given=given)
    return int(given)


def _secret(instance: Path) -> str:
    given = os.environ.get(SECRET)
    if given:
        return _strong(given)
    file = instance / SECRET_FILE
    if not file.exists():
        _write_once(file, secrets.token_hex(32))
    return kept_secret(file)


def kept_secret(file: Path) -> str:
    """The key that signs the cookies, as the file holds it. Raises BadSettings, OSError."""
    try:
        return _strong(file.read_text(encoding="ascii").strip())
    except UnicodeDecodeError as failure:
        raise BadSettings(
            N_("登录密钥 {path} 无法读取。请从备份中取回该文件；没有备份时移走该文件再重新启动，所有人须重新登录。"),
            path=file,
        ) from failure


def _strong(secret: str) -> str:
    if len(secret) < LEAST_SECRET:
        raise BadSettings(N_("密钥太短，至少 32 个字符。请更换 TIAOCHA_SECRET_KEY 或数据目录里的 secret_key。"))
    return secret


def _write_once(file: Path, text: str) -> None:
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:  # another process was first
        return
    with os.fdopen(handle, "w") as out:
        out.write(text)
