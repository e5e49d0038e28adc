"""Days left until a day, in working days; an unpublished year is said, never guessed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.working_days import CalendarUnpublished, working_days_between


@dataclass(frozen=True)
class Left:
    """How much time is left: state is ahead, near, over, unknown (the days up to it are) or undated (so is the day)."""

    state: str
    working_days: int | None = None


def days_left(due_on: date, overrides: Mapping[date, bool], on: date) -> Left:
    """The working days after `on` up to and including the due day."""
    try:
        if due_on < on:
            return Left("over", working_days_between(due_on, on, overrides))
        left = working_days_between(on, due_on, overrides)
    except CalendarUnpublished:
        return Left("unknown")
    return Left("near" if left <= 2 else "ahead", left)
