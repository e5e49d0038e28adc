"""Looking up people, organisations and the areas that a person governs."""

from sqlalchemy import Select, select

from accounts.models import Account, Area, jurisdiction


def governed_areas(actor: Account) -> Select:
    """The ids of the areas in the actor's jurisdiction, with everything below them."""
    own = select(jurisdiction.c.area_id.label("id")).where(jurisdiction.c.account_id == actor.id)
    tree = own.cte("governed", recursive=True)
    below = select(Area.id).join(tree, Area.parent_id == tree.c.id)
    return select(tree.union(below).c.id)
