"""Two phones, a server and everything that goes wrong between them, against plain dictionaries.

TIAOCHA_MACHINE_RUNS and TIAOCHA_MACHINE_STEPS say how many runs of how many steps; 200 and 200 for the long one.
"""

import json
import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from accounts.audit import record
from accounts.models import Account
from checklists.authoring.models import Checklist, ChecklistVersion
from checklists.authoring.queries import find_published
from core.clock import utc_now
from core.db import db, unit_of_work
from core.errors import DomainError
from core.ids import new_id
from inspections.filling.sync import services as sending
from inspections.filling.sync import uploads
from inspections.filling.sync.models import ChainEntry, Packet, Receipt
from inspections.planning.models import Task
from inspections.review import services as review
from inspections.review.desk import conflicts as desk
from inspections.visits.models import Answer, Inspection, Revision
from tests.builders import first, make_next_version
from tests.conftest import make_app
from tests.inspections.filling.sync.conftest import build
from tests.phone import Phone
from tests.world import jpeg

RUNS, STEPS = int(os.environ.get("TIAOCHA_MACHINE_RUNS", 4)), int(os.environ.get("TIAOCHA_MACHINE_STEPS", 20))
NAMES = ("jiancha", "tongban")
ANSWERS = [{"state": "pass"}, {"state": "fail", "note": "破损"}, {"state": "unable", "note": "锁门"}]
DEVICES = st.sampled_from(NAMES)
MOST_VERSIONS = 3


class Sending(RuleBasedStateMachine):
    """The model: what each phone wrote and what it was told; the server must never know less than it confirmed."""

    template: Path

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "tiaocha.db")
        self.app = make_app(self.folder)
        self.context = self.app.test_request_context()
        self.context.push()
        with unit_of_work():
            self.made = build()
        self.phones = {name: Phone(None, self.made.version, self.made.task) for name in NAMES}
        self.on_its_way: dict[str, tuple[str, bytes]] = {}  # frozen packets: phone → key, body
        self.answered: dict[str, str] = {}  # key → the answer that was given first
        self.bodies: dict[str, tuple[str, bytes]] = {}  # key → phone, body
        self.approved: dict | None = None
        self.superseded_before = False  # whether the checklist was published anew before the visit reached the server

    def teardown(self):
        db.session.remove()
        db.engine.dispose()
        self.context.pop()
        shutil.rmtree(self.folder)

    def _account(self, name: str) -> Account:
        return db.session.get(Account, self.made.ids[name])

    def _visit(self) -> Inspection | None:
        return first(Inspection)

    @rule(
        name=DEVICES,
        what=st.sampled_from(ANSWERS),
        reading=st.sampled_from(["5.6", "7", "七", ""]),
        first=st.booleans(),
    )
    def answer_offline(self, name, what, reading, first):
        phone = self.phones[name]
        phone.answer(self.made.a01 if first else self.made.a02, **(what if first else {"reading": reading}))

    @rule(name=DEVICES, shade=st.integers(0, 3))
    def photograph(self, name, shade):
        self.phones[name].photo(self.made.a02, jpeg(shade))

    @rule(name=DEVICES, days=st.sampled_from([-9000, -1, 0, 1, 9000]))
    def move_the_clock(self, name, days):
        self.phones[name].now = utc_now() + timedelta(days=days)

    @rule(name=DEVICES, submit=st.booleans(), response_arrives=st.booleans())
    def send(self, name, submit, response_arrives):
        phone = self.phones[name]
        key, body = self.on_its_way.setdefault(name, (new_id(), phone.packet(submit)))
        answer = self._deliver(name, key, body)
        if response_arrives:
            del self.on_its_way[name]
            phone.learn(answer)

    @rule(one=st.sampled_from(ANSWERS), two=st.sampled_from(ANSWERS))
    def both_answer_the_same_item_and_send(self, one, two):
        for name, what in zip(NAMES, (one, two), strict=True):
            self.answer_offline(name, what, "", True)
        for name in NAMES:
            self.send(name, False, True)

    def _deliver(self, name: str, key: str, body: bytes) -> dict:
        phone, store = self.phones[name], self.app.extensions["evidence"]
        with unit_of_work():
            here = uploads.queries.handed_in(self._account(name), phone.bytes)
            for digest in set(phone.bytes) - set(here):
                uploads.note(self._account(name), uploads.look_at(store, phone.bytes[digest]), utc_now())
        with unit_of_work():
            signer = self.app.extensions["receipt_key"]
            packet = sending.take(self._account(name), phone.draft, key, body, signer, utc_now())
            text = packet.answer
        assert self.answered.setdefault(key, text) == text
        self.bodies[key] = (name, body)
        return json.loads(text)

    @precondition(lambda self: self.bodies)
    @rule(data=st.data())
    def deliver_an_old_packet_again(self, data):
        key = data.draw(st.sampled_from(sorted(self.bodies)))
        self._deliver(self.bodies[key][0], key, self.bodies[key][1])

    @rule(keeps=st.booleans())
    def decide_at_the_desk(self, keeps):
        visit = self._visit()
        for dispute in desk.disputes(visit) if visit and visit.state == "submitted" else []:
            with unit_of_work():
                choice = desk.KEEP if keeps else dispute.others[-1].id
                desk.settle(self._account("zhuguan"), self._visit(), dispute.key, choice, "以现场照片为准", utc_now())

    @rule()
    def return_by_the_supervisor(self):
        visit = self._visit()
        if visit and visit.state == "submitted":
            try:
                with unit_of_work():
                    chief, visit = self._account("zhuguan"), self._visit()
                    review.decide(chief, visit, self.made.a02, review.Given("return", "请复测"), utc_now())
                    review.return_visit(chief, visit, utc_now())
            except review.ConflictsOpen:
                assert desk.disputes(self._visit())

    @rule()
    def approve(self):
        visit = self._visit()
        if visit and visit.state == "submitted":
            try:
                with unit_of_work():
                    review.approve(self._account("zhuguan"), self._visit(), utc_now())
                self.approved = self._answers()
            except DomainError:
                return

    @rule(name=DEVICES, on=st.sampled_from([True, True, False]))
    def change_the_inspectors(self, name, on):
        with unit_of_work():
            task = db.session.get(Task, self.made.task)
            others = [each for each in task.inspectors if each.username != name]
            record(None, "task.reassign", task)
            task.inspectors = [*others, self._account(name)] if on else others

    @rule()
    def publish_the_checklist_anew(self):
        newest = find_published(self._checklist().code)
        if newest.number < MOST_VERSIONS:
            self.superseded_before = self.superseded_before or self._visit() is None
            with unit_of_work():
                make_next_version(newest)

    def _checklist(self) -> Checklist:
        db.session.rollback()
        return db.session.get(ChecklistVersion, self.made.version).checklist

    def _answers(self) -> dict:
        db.session.rollback()
        return {row.item_id: (row.state, row.value, row.note) for row in db.session.scalars(select(Answer))}

    @invariant()
    def nothing_confirmed_is_ever_lost(self):
        db.session.rollback()
        for phone in self.phones.values():
            rows = select(ChainEntry).where(ChainEntry.draft_id == phone.draft).order_by(ChainEntry.seq)
            kept = [row.hash for row in db.session.scalars(rows)]
            assert kept == [entry["hash"] for entry in phone.entries[: len(kept)]] and len(kept) >= phone.sent

    @invariant()
    def there_is_one_visit_and_one_answer_an_item(self):
        assert len(db.session.scalars(select(Inspection)).all()) <= 1
        assert len(db.session.scalars(select(Packet)).all()) == len(self.answered)
        assert len(db.session.scalars(select(Receipt)).all()) == len(self.answered)

    @invariant()
    def approved_data_is_never_changed_by_a_late_phone(self):
        assert self.approved is None or self._answers() == self.approved

    @invariant()
    def what_is_in_force_is_the_last_revision_and_conflicts_are_flagged(self):
        visit, force = self._visit(), {}
        rows = list(db.session.scalars(select(Revision).order_by(Revision.number)))
        force = {row.item_id: row.content for row in rows if not row.beside}
        now = {key: {"state": s, "value": v, "note": n} for key, (s, v, n) in self._answers().items()}
        assert now == force
        assert not any(row.beside for row in rows) or "conflict" in visit.flags

    @invariant()
    def a_visit_keeps_the_version_that_it_was_begun_with_and_says_when_there_was_a_newer_one(self):
        visit = self._visit()
        if visit:
            assert visit.checklist_version_id == self.made.version
            assert ("superseded" in visit.flags) == self.superseded_before


@pytest.mark.filterwarnings("ignore")
def test_two_phones_and_a_server_agree_whatever_happens(empty_sqlite):
    Sending.template = empty_sqlite
    chosen = settings(
        max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Sending, settings=chosen)
