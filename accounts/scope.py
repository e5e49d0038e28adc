"""The one way to ask which rows a person may see. No rule, no rows."""

from collections.abc import Callable

from sqlalchemy import Select, false, select

from accounts.models import Account
from core.db import db
from core.errors import NotFound

Rule = Callable[[Account, Select], Select]
_rules: dict[type, Rule] = {}


def rule(model: type):
    """Register how a select of the model is narrowed to what the actor may see."""

    def register(narrow: Rule) -> Rule:
        _rules[model] = narrow
        return narrow

    return register


def visible(actor: Account, model: type) -> Select:
    """A select of the rows of the model that the actor may see; empty without a rule or an enabled account."""
    everything = select(model)
    narrow = _rules.get(model)
    if narrow is None or actor is None or not actor.enabled:
        return everything.where(false())
    return narrow(actor, everything)


def nothing(statement: Select) -> Select:
    """The same select without any row, for roles that a rule leaves out."""
    return statement.where(false())


def get(actor: Account, model: type, row_id: str):
    """The row, if the actor may see it; NotFound otherwise, as if it did not exist."""
    row = db.session.scalars(visible(actor, model).where(model.id == row_id)).first()
    if row is None:
        raise NotFound()
    return row
