"""When what an administrator asks takes another one, and who counts as another. Pure.

Whoever makes an administrator alone could sign in as both, and whoever disables the other one would be alone; neither
helps for as long as people notice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

RESET, CREATE, ENABLE = "reset", "create", "enable"  # what may be asked
NOTICED = timedelta(days=30)


@dataclass(frozen=True)
class Administrator:
    """An account of that role, and what became of it."""

    id: str
    enabled: bool = True
    disabled_at: datetime | None = None  # None: it stands, or never stood
    made_by: str | None = None  # whoever made or enabled it last, with nobody to confirm
    made_at: datetime | None = None


def has_second(asker: str, administrators: Iterable[Administrator], now: datetime) -> bool:
    """Whether another one stands, or stood until lately, whom the asker did not make."""
    known = {each.id: each for each in administrators}
    return any(_stands(each, now) and asker not in _hands(each.id, known, now) for each in known.values())


def may_confirm(actor: str, asker: str, administrators: Iterable[Administrator], now: datetime) -> bool:
    """Whether the actor is another than the asker: not the same, and not of the same hands where there are others."""
    known = {each.id: each for each in administrators}
    if actor == asker or asker in _hands(actor, known, now):
        return False
    apart = _hands(actor, known, now)[-1] != _hands(asker, known, now)[-1]
    return apart or not has_second(actor, known.values(), now)


def _stands(each: Administrator, now: datetime) -> bool:
    return each.enabled or (each.disabled_at is not None and now - each.disabled_at < NOTICED)


def _hands(who: str, known: dict[str, Administrator], now: datetime) -> list[str]:
    """The account, whoever made it lately, whoever made that one, up to the first."""
    hands = [who]
    while (each := known.get(hands[-1])) and each.made_by and each.made_at and now - each.made_at < NOTICED:
        if each.made_by in hands:
            break
        hands.append(each.made_by)
    return hands
