"""Whether a version is in force on a day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.errors import N_, Invalid


class NotInForce(Invalid):
    """The text does not apply on that day, and nobody has decided to go on with it."""

    message = N_(
        "{title} 在 {day} 不在有效期内，不能据此开始检查。"
        "如需沿用，请主管在“文件”中打开该文件，登记沿用决定（决定人、理由、沿用至何日）。"
    )


@dataclass(frozen=True)
class Term:
    """When a version applies: from a day on, until before another one; None is open."""

    start: date
    end: date | None


def in_force(term: Term, day: date, kept_until: Iterable[date] = ()) -> bool:
    """Whether the version applies on the day: start ≤ day < end, or a recorded decision keeps it until a later day."""
    if day < term.start:
        return False
    return term.end is None or day < term.end or any(day <= until for until in kept_until)
