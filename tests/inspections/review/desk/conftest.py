"""A joint visit of two inspectors whose phones disagree, on any database."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask_babel import force_locale

from accounts.roles import Role
from core.ids import new_id
from inspections.filling.sync import queries as sent
from inspections.filling.sync import services as sending
from inspections.filling.sync import uploads
from inspections.visits import queries as visits
from tests.builders import make_account, make_area, make_checklist, make_organisation, make_site, make_task
from tests.phone import Phone, sha256
from tests.world import ITEM_A, ITEM_B, jpeg

BEGAN = datetime.now(UTC) - timedelta(hours=2)
ATTRIBUTES = [
    {"name": "new", "label": "是否新建", "options": [{"value": "yes", "label": "是"}, {"value": "no", "label": "否"}]}
]


class County:
    """One task of two inspectors, a supervisor of the area and one of another, and whoever sends."""

    def __init__(self, app, chief="zhuguan"):
        self.app, self.store, self.signer = app, app.extensions["evidence"], app.extensions["receipt_key"]
        area = make_area("桑阿镇")
        office = make_organisation("监管办", "department", area)
        self.jia, self.yi, self.wai = (
            make_account(name, Role.INSPECTOR, office, [area]) for name in ("jia", "yi", "wai")
        )
        self.chief = make_account(chief, Role.SUPERVISOR, office, [area])
        self.stranger = make_account("tazhuguan", Role.SUPERVISOR, office, [make_area("别镇")])
        self.version = make_checklist(items=[dict(ITEM_A), dict(ITEM_B)], attributes=ATTRIBUTES)
        self.a01, self.a02 = (item.id for item in self.version.items)
        self.site = make_site(make_organisation("企业", area=area))
        self.task = make_task(self.version, self.site, [self.jia, self.yi], self.chief)
        self.now = datetime.now(UTC)

    def phone(self) -> Phone:
        """A phone with a draft of its own for the task."""
        return Phone(None, self.version.id, self.task.id, now=BEGAN)

    def send(self, who, phone: Phone, submit: bool = False):
        """Hand in what the phone has: bytes, then the record."""
        for data in phone.bytes.values():
            if sha256(data) not in sent.handed_in(who, [sha256(data)]):
                uploads.note(who, uploads.look_at(self.store, data), self.now)
        self.now += timedelta(seconds=1)
        with force_locale("zh_Hans_CN"):
            packet = sending.take(who, phone.draft, new_id(), phone.packet(submit), self.signer, self.now)
        phone.sent = packet.last_seq
        return packet

    def visit(self):
        """The visit as it is now."""
        return visits.load_visit(visits.find_of_task(self.task.id).id)

    def disagree(self, submit: bool = True) -> SimpleNamespace:
        """Two readings of one item, two words on the site; the first inspector's are in force."""
        first, second = self.phone(), self.phone()
        first.attribute("new", "yes")
        first.answer(self.a01, state="pass")
        first.answer(self.a02, reading="6.2", note="甲测")
        self.send(self.jia, first)
        second.attribute("new", "no")
        second.photo(self.a02, jpeg(3))
        second.answer(self.a02, reading="5.6", note="乙测")
        self.send(self.yi, second)
        if submit:
            first.done()
            self.send(self.jia, first, submit=True)
        return SimpleNamespace(first=first, second=second)

    def disagree_again(self) -> None:
        """The same, and the second inspector changes the reading once more before the first hands in."""
        phones = self.disagree(submit=False)
        phones.second.answer(self.a02, base=0, reading="5.7", note="乙再测")
        self.send(self.yi, phones.second)
        phones.first.done()
        self.send(self.jia, phones.first, submit=True)


@pytest.fixture
def county(any_app, any_session):
    return County(any_app)
