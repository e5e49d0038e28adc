"""The turns that are left, in the database: several servers share them, and each is given away once."""

from datetime import datetime

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from accounts.limits import Purse, TooManyTries, milliseconds, moment_of
from accounts.models import Allowance, UnknownLogins
from core.db import db

DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
HOUR = 60 * 60 * 1000


def check(purses: list[Purse], now: datetime) -> None:
    """Raise TooManyTries when a purse is empty. Reads only: most of a flood ends here, without the write lock."""
    rows = select(Allowance.key, Allowance.spent_until).where(Allowance.key.in_([purse.key for purse in purses]))
    spent = {key: moment_of(stamp) for key, stamp in db.session.execute(rows)}
    wait = max(purse.limit.wait(spent.get(purse.key), now) for purse in purses)
    if wait.total_seconds() > 0:
        raise TooManyTries(wait)


def spend(purses: list[Purse], now: datetime) -> bool:
    """Take one turn from each purse; True when it was the last one of the first purse.

    Raises TooManyTries when one is empty, and the caller takes the others back by not committing.
    """
    spent = {purse.key: _take(purse, now) for purse in _in_order(purses)}
    _forget_full(now)  # last: whoever holds rows out of order must not wait for one any more
    return moment_of(spent[purses[0].key]) > purses[0].limit.latest(now)


def _take(purse: Purse, now: datetime) -> int:
    start, step = milliseconds(now), milliseconds(purse.limit.every)
    added = _insert(Allowance).values(key=purse.key, spent_until=start + step)
    later = case((Allowance.spent_until > start, Allowance.spent_until), else_=start) + step
    taken = added.on_conflict_do_update(
        index_elements=[Allowance.key],
        set_={"spent_until": later},
        where=Allowance.spent_until <= milliseconds(purse.limit.latest(now)),
    )
    spent = db.session.scalar(taken.returning(Allowance.spent_until))
    if spent is None:
        check([purse], now)
        raise TooManyTries(purse.limit.every)
    return spent


def give_back(purses: list[Purse]) -> None:
    """One turn back into each purse."""
    for purse in _in_order(purses):
        less = Allowance.spent_until - milliseconds(purse.limit.every)
        db.session.execute(update(Allowance).where(Allowance.key == purse.key).values(spent_until=less))


def _in_order(purses: list[Purse]) -> list[Purse]:
    """Everybody locks them in this order, so that nobody waits for one another."""
    return sorted(purses, key=lambda purse: purse.key)


def refill(purse: Purse) -> None:
    """All turns back into the purse."""
    db.session.execute(delete(Allowance).where(Allowance.key == purse.key))


def _forget_full(now: datetime) -> None:
    full = select(Allowance.key).where(Allowance.spent_until < milliseconds(now)).with_for_update(skip_locked=True)
    db.session.execute(delete(Allowance).where(Allowance.key.in_(full.scalar_subquery())))


def count_unknown(network: str, now: datetime, more: int = 1) -> int:
    """How many names that nobody bears were tried from that network in this hour, with so many more."""
    hour = milliseconds(now) // HOUR * HOUR
    db.session.execute(delete(UnknownLogins).where(UnknownLogins.hour < hour - 24 * HOUR))
    counted = _insert(UnknownLogins).values(network=network, hour=hour, count=more)
    added = counted.on_conflict_do_update(
        index_elements=[UnknownLogins.network, UnknownLogins.hour], set_={"count": UnknownLogins.count + more}
    )
    return db.session.scalar(added.returning(UnknownLogins.count))


def _insert(model):
    return DIALECTS[db.engine.dialect.name].insert(model)
