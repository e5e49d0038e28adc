"""The steps of a new county, in their order; each room adds its own, and says which pages wait for which."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from accounts.access import rule_for
from accounts.models import Account
from accounts.roles import Role
from core.db import db

PREPARING = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})


@dataclass(frozen=True)
class Step:
    """One thing a county needs before its first visit; what is done is asked for the reader's part of it."""

    name: str
    title: str
    hint: str
    missing: str
    endpoint: str  # the page on which it is done
    done: Callable[[Account], ColumnElement[bool]]

    @property
    def role(self) -> Role:
        """Who does it."""
        return min(rule_for(self.endpoint, "GET") & PREPARING)


STEPS: dict[str, Step] = {}
WAITING: dict[str, tuple[str, ...]] = {}  # the page → the steps without which it is empty


def add(*steps: Step) -> None:
    """Put steps after those that are there."""
    STEPS.update({step.name: step for step in steps})


def wait(endpoint: str, *names: str) -> None:
    """Say that the page is empty until these steps are done."""
    WAITING[endpoint] = names


def list_steps(actor: Account, names: tuple[str, ...] = ()) -> list[tuple[Step, bool]]:
    """The steps, or those of the names in that order, with whether they are done; one statement for all of them."""
    steps = [STEPS[name] for name in names or STEPS]
    done = db.session.execute(select(*(step.done(actor).label(step.name) for step in steps))).one()
    return [(step, bool(each)) for step, each in zip(steps, done, strict=True)]


def find_missing(actor: Account, endpoint: str) -> Step | None:
    """The first step for want of which the page is empty, for those who prepare the work of others."""
    names = WAITING.get(endpoint)
    if not names or actor.role not in PREPARING:
        return None
    return next((step for step, done in list_steps(actor, names) if not done), None)
