"""What a rescue file holds is taken as from the phone, in its owner's name, once. On both databases."""

import io
import json

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from accounts.audit import record as audited
from accounts.models import AuditEntry
from core.db import db
from core.ids import new_id
from inspections.filling.sync.models import ChainEntry, HandedIn, Packet, Receipt
from inspections.review.desk import rescue
from inspections.review.models import Rescue
from inspections.visits import queries as visits
from inspections.visits.models import Answer, Evidence
from tests.inspections.review.desk.rescuing import PASSPHRASE, contents, part, photo, record, seal
from tests.world import jpeg

COUNTED = (Packet, ChainEntry, Answer, Evidence, HandedIn, Receipt, Rescue, AuditEntry)


def _phone(county):
    phone = county.phone()
    phone.attribute("new", "yes")
    phone.answer(county.a01, state="pass")
    phone.photo(county.a02, jpeg(9))
    phone.answer(county.a02, reading="5.6", note="檐口")
    phone.done()
    return phone


def _file(county, phone, who=None, parts=None) -> bytes:
    parts = parts or [record(new_id(), phone.packet(submit=True)), *(photo(each) for each in phone.bytes.values())]
    return seal(contents((who or county.jia).id, parts))


def _bring(county, data: bytes, actor=None):
    opened = rescue.open_file(io.BytesIO(data), PASSPHRASE, io.BytesIO())
    with force_locale("zh_Hans_CN"):
        steps = rescue.bring_in(actor or county.chief, opened, county.store, county.signer, county.now)
        return [each for each in steps if each]


def _counts() -> dict[str, int]:
    return {each.__tablename__: db.session.scalar(select(func.count()).select_from(each)) for each in COUNTED}


def test_a_whole_visit_arrives_in_its_owners_name_and_says_who_brought_it(county):
    (brought,) = _bring(county, _file(county, _phone(county)))
    assert (brought.outcome, brought.error, brought.site, brought.entries) == ("taken", None, county.site.name, 5)
    visit = county.visit()
    assert (visit.state, visit.inspector_id) == ("submitted", county.jia.id)
    assert visits.answers_of(visit)[county.a02].note == "檐口"
    (evidence,) = visit.evidence
    assert county.store.get(evidence.sha256) == jpeg(9) and evidence.received_from_id == county.jia.id
    note = db.session.scalars(select(Rescue)).one()
    assert (note.packet_id, note.imported_by_id) == (brought.packet.id, county.chief.id)
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "rescue.import")).one()
    assert line.actor_id == county.chief.id and note.file_sha256 in line.body and county.jia.id in line.body


def test_the_same_file_again_changes_nothing(county):
    data = _file(county, _phone(county))
    _bring(county, data)
    before = _counts()
    assert [each.outcome for each in _bring(county, data)] == ["present"]
    assert _counts() == before


def test_what_the_phone_sent_itself_meanwhile_is_here_already(county):
    phone = _phone(county)
    data = _file(county, phone)
    county.send(county.jia, phone, submit=True)
    before = _counts()
    assert [each.outcome for each in _bring(county, data)] == ["present"]
    assert _counts() == before


def test_a_disabled_accounts_visit_is_not_lost(county):
    phone = _phone(county)
    audited(county.chief, "test.disable", county.jia)
    county.jia.enabled = False
    db.session.flush()
    assert [each.outcome for each in _bring(county, _file(county, phone))] == ["taken"]


def test_a_disabled_accounts_unplanned_visit_is_not_lost(county):
    phone = county.phone()
    phone.task, phone.site = None, county.site.id
    phone.answer(county.a01, state="pass")
    audited(county.chief, "test.disable", county.jia)
    county.jia.enabled = False
    db.session.flush()
    (brought,) = _bring(county, _file(county, phone))
    assert (brought.outcome, brought.error) == ("taken", None)


def test_a_record_for_a_closed_visit_is_held_as_from_the_phone(county):
    county.send(county.jia, _phone(county), submit=True)
    late = county.phone()
    late.answer(county.a01, state="fail", note="晚到")
    (brought,) = _bring(county, _file(county, late, county.yi))
    assert brought.outcome == "held" and visits.answers_of(county.visit())[county.a01].state == "pass"


def test_packets_of_one_draft_are_taken_in_their_order_however_they_lie_in_the_file(county):
    phone = county.phone()
    phone.attribute("new", "yes")
    phone.answer(county.a01, state="pass")
    first = phone.packet()
    phone.sent = 2
    phone.answer(county.a01, base=0, state="fail", note="改")
    parts = [record(new_id(), phone.packet()), record(new_id(), first)]
    assert [each.outcome for each in _bring(county, _file(county, phone, parts=parts))] == ["taken", "taken"]
    assert visits.answers_of(county.visit())[county.a01].state == "fail"


def test_a_record_whose_photo_is_lost_is_refused_and_the_others_go_on(county):
    broken, sound = _phone(county), county.phone()
    sound.task, sound.site = None, county.site.id
    sound.answer(county.a01, state="pass")
    lost = part({"kind": "lost", "sha256": next(iter(broken.bytes))})
    parts = [record(new_id(), broken.packet(submit=True)), record(new_id(), sound.packet()), lost]
    by_draft = {each.draft: each for each in _bring(county, _file(county, broken, parts=parts))}
    assert by_draft[broken.draft].outcome == "refused" and by_draft[broken.draft].error.code == "lacking_evidence"
    assert by_draft[sound.draft].outcome == "taken"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda body: body["entries"][1]["content"]["inputs"].update(state="fail"), "chain_broken"),
        (lambda body: body.update(head="0" * 64), "chain_broken"),
        (lambda body: body.update(checklist_version=new_id()), "other_version"),
        (lambda body: body.update(task=new_id()), "not_yours"),
        (lambda body: body.update(first="1"), "bad_record"),
    ],
)
def test_a_record_that_does_not_hold_together_is_refused_and_nothing_of_it_kept(county, change, code):
    body = json.loads(_phone(county).packet(submit=True))
    change(body)
    data = json.dumps(body).encode()
    parts = [record(new_id(), data), photo(jpeg(9))]
    (brought,) = _bring(county, _file(county, None, parts=parts))
    assert (brought.outcome, brought.error.code) == ("refused", code)
    assert _counts() | {"audit_entry": 0, "handed_in": 0} == dict.fromkeys(_counts(), 0)


def test_another_areas_supervisor_brings_nothing_in(county):
    before = _counts()
    (brought,) = _bring(county, _file(county, _phone(county)), county.stranger)
    assert (brought.outcome, brought.error.code) == ("refused", "not_yours") and _counts() == before


def test_a_draft_of_somebody_else_is_refused(county):
    phone = _phone(county)
    data = _file(county, phone, county.yi)
    phone_of_jia = phone.packet()
    county.send(county.jia, phone)
    (brought,) = _bring(county, data)
    assert phone_of_jia and brought.outcome == "refused" and brought.error.code == "not_found"


@pytest.mark.parametrize("owner", ["nobody", "supervisor"])
def test_a_file_of_no_inspector_of_ours_is_refused(county, owner):
    account = new_id() if owner == "nobody" else county.chief.id
    with pytest.raises(rescue.UnknownOwner):
        rescue.open_file(io.BytesIO(seal(contents(account, []))), PASSPHRASE, io.BytesIO())


def test_a_file_of_many_records_that_are_none_is_given_up_before_anything_is_kept(county):
    spoilt = [record(new_id(), json.dumps({"draft": new_id()}).encode()) for _ in range(21)]
    sound = [record(new_id(), _phone(county).packet(submit=True)), photo(jpeg(9))]
    before = _counts()
    assert {each.error.code for each in _bring(county, _file(county, None, parts=spoilt[:20]))} == {"bad_record"}
    with pytest.raises(rescue.TooManyUnreadable):
        _bring(county, _file(county, None, parts=[*sound, *spoilt]))
    assert _counts() == before


def test_a_draft_that_is_no_id_is_no_record(county):
    body = json.loads(_phone(county).packet(submit=True)) | {"draft": "x" * 3000}
    parts = [record(new_id(), json.dumps(body).encode()), photo(jpeg(9))]
    (brought,) = _bring(county, _file(county, None, parts=parts))
    assert (brought.outcome, brought.error.code) == ("refused", "bad_record")


def test_the_same_bytes_again_and_again_are_looked_at_once(county, monkeypatch):
    phone, seen = _phone(county), []
    really = rescue.sent.handed_in
    monkeypatch.setattr(rescue.sent, "handed_in", lambda *asked: seen.append(asked[1]) or really(*asked))
    parts = [record(new_id(), phone.packet(submit=True)), *[photo(jpeg(9))] * 50]
    assert [each.outcome for each in _bring(county, _file(county, phone, parts=parts))] == ["taken"]
    assert len(seen) < 10
