"""Settings of an installation: from the environment and the instance folder."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from core.errors import N_, DomainError

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024


class BadSettings(DomainError):
    """The installation cannot start as it is set up."""

    status = 500


def instance_path() -> Path:
    """The folder of database, evidence and settings of this installation."""
    return Path(os.environ.get("TIAOCHA_INSTANCE") or ROOT / "instance").resolve()


def settings(instance: Path) -> dict:
    """All settings of the installation in that folder; makes the folder and its secret at the first call."""
    try:
        instance.mkdir(parents=True, exist_ok=True)
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
        "SQLALCHEMY_DATABASE_URI": os.environ.get("TIAOCHA_DATABASE") or f"sqlite:///{instance / 'tiaocha.db'}",
        "PROXY": _flag("TIAOCHA_PROXY"),
        "OFFLINE_DAYS": _days("TIAOCHA_OFFLINE_DAYS", 30),
        **security(behind_tls),
    }


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
        "SIGNED_IN_DAYS": 30,
        "UPDATE_SECONDS": 600,  # before a phone asks again whether there is a newer version
        "LOCK_AFTER": 5,
        "LOCK_MINUTES": 15,
        "ONE_TIME_PASSWORD_DAYS": 7,
        "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
    }


def _flag(name: str) -> bool:
    return os.environ.get(name, "") not in ("", "0")


def _days(name: str, usual: int) -> int:
    given = os.environ.get(name) or str(usual)
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 365):
        raise BadSettings(N_("{name} 须为 1 至 365 的天数，现在是 {given}。"), name=name, given=given)
    return int(given)


def _secret(instance: Path) -> str:
    given = os.environ.get("TIAOCHA_SECRET_KEY")
    if given:
        return _strong(given)
    file = instance / "secret_key"
    if not file.exists():
        _write_once(file, secrets.token_hex(32))
    return _strong(file.read_text().strip())


def _strong(secret: str) -> str:
    if len(secret) < 32:
        raise BadSettings(N_("密钥太短，至少 32 个字符。请更换 TIAOCHA_SECRET_KEY 或数据目录里的 secret_key。"))
    return secret


def _write_once(file: Path, text: str) -> None:
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:  # another process was first
        return
    with os.fdopen(handle, "w") as out:
        out.write(text)
