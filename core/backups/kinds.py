"""The kinds of database that can be taken and made again, each with the same few words."""

from types import ModuleType

from sqlalchemy import URL

from core.backups import postgresql, sqlite
from core.errors import N_, DomainError

# Each has dump, is_empty, beside, load, settle, clear, own_files.
KINDS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


class UnknownKind(DomainError):
    """A database for which nobody wrote how it is taken."""

    message = N_("不支持备份这种数据库（{kind}）。")


def kind_of(url: URL) -> ModuleType:
    """How the database at that address is taken and made again."""
    name = url.get_backend_name()
    if name not in KINDS:
        raise UnknownKind(kind=name)
    return KINDS[name]
