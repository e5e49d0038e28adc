"""What objects of the audit trail are called, and which objects a name may mean; the rooms say so for their own."""

from collections.abc import Callable, Iterable

from sqlalchemy import Select, select

from accounts.models import Area, Organisation, Setting
from core.db import db

Named = Callable[[], Select]
_selects: dict[str, Named] = {}


def names(*kinds: str):
    """Register a select of (id, name) for the objects of these kinds."""

    def register(rows: Named) -> Named:
        _selects.update(dict.fromkeys(kinds, rows))
        return rows

    return register


def kinds() -> set[str]:
    """The kinds of objects that have names."""
    return set(_selects)


def names_of(objects: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The names of objects given as (kind, id), by id; one statement a kind."""
    wanted: dict[Named, set[str]] = {}
    for kind, row_id in objects:
        if kind in _selects:
            wanted.setdefault(_selects[kind], set()).add(row_id)
    found: dict[str, str] = {}
    for rows, ids in wanted.items():
        named = rows().subquery()
        found.update((row.id, row.name) for row in db.session.execute(select(named).where(named.c.id.in_(ids))))
    return found


def ids_named(words: str) -> list[Select]:
    """For every kind, a select of the ids whose name has the words in it."""
    selects = [rows().subquery() for rows in dict.fromkeys(_selects.values())]
    return [select(named.c.id).where(named.c.name.contains(words, autoescape=True)) for named in selects]


@names("organisation")
def _organisations() -> Select:
    return select(Organisation.id, Organisation.name)


@names("area")
def _areas() -> Select:
    return select(Area.id, Area.name)


@names("setting")
def _settings() -> Select:
    return select(Setting.id, Setting.name)
