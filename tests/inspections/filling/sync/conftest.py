"""A county with one task of two inspectors and a phone for each."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from accounts.roles import Role
from core.clock import utc_now
from core.db import db, unit_of_work
from inspections.filling.sync.models import Packet, Receipt
from inspections.planning import services as planning
from inspections.visits.models import Answer, Evidence, Inspection, Signature
from tests.builders import make_account, make_area, make_checklist, make_organisation, make_site
from tests.phone import Phone
from tests.world import ITEM_A, ITEM_B, jpeg

COUNTED = (Inspection, Answer, Evidence, Signature, Packet, Receipt)
ATTRIBUTES = [
    {"name": "new", "label": "是否新建", "options": [{"value": "yes", "label": "是"}, {"value": "no", "label": "否"}]}
]
PEOPLE = ("jiancha", "tongban", "waren")


def build() -> SimpleNamespace:
    """Two inspectors on one task, a third on none, a supervisor; a site that nobody planned to visit."""
    area = make_area("桑阿镇")
    office = make_organisation("监管办", "department", area)
    made = SimpleNamespace()
    people = [make_account(name, Role.INSPECTOR, office, [area] if name == "jiancha" else []) for name in PEOPLE]
    chief = make_account("zhuguan", Role.SUPERVISOR, office, [area])
    version = make_checklist(items=[ITEM_A, ITEM_B])
    asking = make_checklist(items=[ITEM_A, ITEM_B], attributes=ATTRIBUTES)
    site, other = (
        make_site(make_organisation("企业", area=area)),
        make_site(make_organisation("外企", area=make_area())),
    )
    for name, sheet in (("task", version), ("asking_task", asking)):
        given = planning.create_task(chief, site.id, sheet, people[:2], date(2098, 12, 31), "", utc_now())
        setattr(made, name, given.id)
    made.version, made.asking, made.site, made.foreign_site = version.id, asking.id, site.id, other.id
    made.a01, made.a02 = (item.id for item in version.items)
    made.b01, made.b02 = (item.id for item in asking.items)
    made.ids = {each.username: each.id for each in [*people, chief]}
    return made


class SignedIn(dict):
    """Clients by name, each signed in when it is first asked for."""

    def __init__(self, sign_in):
        self.sign_in = sign_in

    def __missing__(self, name):
        return self.setdefault(name, self.sign_in(name))


@pytest.fixture
def world(app, sign_in):
    return county(app, sign_in)


def county(app, sign_in) -> SimpleNamespace:
    """That county on the application's database, and what its tests do with it."""
    with app.app_context():
        with unit_of_work():
            made = build()
        db.engine.dispose()
    made.app, made.jpeg = app, jpeg
    made.clients = SignedIn(sign_in)

    def phone(name="jiancha", **settings):
        return Phone(made.clients[name], **{"version": made.version, "task": made.task, **settings})

    def counts():
        with app.app_context():
            return {each.__tablename__: db.session.scalar(select(func.count()).select_from(each)) for each in COUNTED}

    made.phone, made.counts = phone, counts
    return made
