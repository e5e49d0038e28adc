"""Long lists, a page at a time by key: how many rows there are, and where the pages before and after begin."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, UnaryExpression, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.operators import desc_op

from core.db import db

PAGE = 50


Order = ColumnElement[Any] | InstrumentedAttribute[Any]
Mark = str | int  # the last key of a row, which no other row of the list has


class Asked(NamedTuple):
    """The page of a list that an address asks for: after a row, or before one; neither is the first."""

    name: str = ""  # of the list, where a page shows several
    after: Mark | None = None
    before: Mark | None = None


FIRST = Asked()


@dataclass(frozen=True)
class Page:
    """Some rows of a list, how many there are in all, and the marks of the pages beside."""

    rows: list
    total: int
    name: str = ""
    next: Mark | None = None
    previous: Mark | None = None

    def __iter__(self) -> Iterator:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page(statement: Select, *order: Order, at: Asked = FIRST) -> Page:
    """The rows of a select of one model in that order, whose last key is the row's own; no key may be null.

    A mark that is not in the list leads to its first page. The number of statements does not depend on the rows.
    """
    backwards = bool(at.before and not at.after)
    keys = [_key(each) for each in order]
    passed = _keys_of(statement, keys, at.after or at.before)
    narrowed = statement if passed is None else statement.where(_beyond(keys, passed, backwards))
    directed = [column.desc() if descending != backwards else column.asc() for column, descending in keys]
    rows = list(db.session.scalars(narrowed.order_by(*directed).limit(PAGE + 1)).unique())
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards and passed is not None:
        rows.reverse()
    ahead, behind = (passed is not None, more) if backwards else (more, passed is not None)
    own = str(keys[-1][0].key)
    marks = {"next": getattr(rows[-1], own) if rows and ahead else None}
    marks["previous"] = getattr(rows[0], own) if rows and behind else None
    return Page(rows, _count(statement, keys), at.name, **marks)


def _key(element: Order) -> tuple[Any, bool]:
    if isinstance(element, UnaryExpression) and element.modifier is desc_op:
        return element.element, True
    return element, False


def _keys_of(statement: Select, keys, mark: Mark | None):
    """The keys of the row that the mark names, as the list has them now."""
    if mark is None:
        return None
    columns = [column for column, _ in keys]
    return db.session.execute(_only(statement, *columns).where(columns[-1] == mark)).first()


def _beyond(keys, passed, backwards: bool) -> ColumnElement:
    """What comes after those keys in the order, or before them."""
    steps = []
    for place, (column, descending) in enumerate(keys):
        same = [earlier == value for (earlier, _), value in zip(keys[:place], passed, strict=False)]
        further = column < passed[place] if descending != backwards else column > passed[place]
        steps.append(and_(*same, further))
    return or_(*steps)


def _count(statement: Select, keys) -> int:
    return db.session.scalar(select(func.count()).select_from(_only(statement, keys[-1][0]).subquery()))


def _only(statement: Select, *columns) -> Select:
    return statement.with_only_columns(*columns, maintain_column_froms=True).order_by(None)
