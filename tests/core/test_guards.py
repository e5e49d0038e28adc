"""What the database itself refuses, on SQLite and on PostgreSQL."""

import shutil
import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from accounts.audit import record
from accounts.audit_chain import canonical, chain_hash, merkle_root
from accounts.models import Organisation
from core.db import db, unit_of_work
from tests.builders import make_account, make_area, make_checklist, make_inspection, make_organisation, make_task
from tests.conftest import make_app

ROW1 = {
    "action": "answer.set",
    "actor": {"id": 7, "role": "inspector"},
    "after": {"points": "0.00", "state": "fail"},
    "at": "2026-01-05T08:00:00.000Z",
    "before": None,
    "object": {"id": "01J0A", "type": "answer"},
    "request_id": "r-1",
    "seq": 1,
}
ROW2 = {
    "action": "review.approve",
    "actor": {"id": 3, "role": "supervisor"},
    "after": {"status": "已审核"},
    "at": "2026-01-05T08:00:01.000Z",
    "before": {"status": "已提交"},
    "object": {"id": "01J0B", "type": "inspection"},
    "request_id": "r-2",
    "seq": 2,
}


def test_the_golden_vectors_of_the_chain():
    one = chain_hash("00" * 32, canonical(ROW1))
    assert one == "27ef51b761625388c54cd816a793d43de4bad5870330b4d38aaa3841ae3b5489"
    assert chain_hash(one, canonical(ROW2)) == "74c8ff37da13222a693c9d703d39a0b0d3fa008369cc5970c63f068ed4a1d90d"
    root = "0de28c5042d939b04cab126837c970b81b1ec47449b2a150e3be8f91b7bdcf7e"
    assert merkle_root([canonical(ROW1), canonical(ROW2)]) == root


def _refused(statement: str, **values) -> bool:
    point = db.session.begin_nested()
    try:
        db.session.execute(text(statement), values)
    except DatabaseError:
        point.rollback()
        return True
    point.rollback()
    return False


COLUMNS = "seq, at, actor_role, action, body, prev_hash, hash"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'x' WHERE seq = 1",
        "DELETE FROM audit_entry WHERE seq = 1",
        f"INSERT INTO audit_entry ({COLUMNS}) VALUES (1, '', '', 'x', '', '', 'h1')",
        f"INSERT INTO audit_entry ({COLUMNS}) VALUES (99, '', '', 'x', '', '', 'h2')",
        "UPDATE organisation SET name = 'x'",
        "DELETE FROM account",
    ],
)
def test_the_trail_and_what_it_guards_cannot_be_rewritten(any_session, statement):
    make_account()
    assert _refused(statement)


def test_replace_does_not_slip_past_on_sqlite(session):
    make_area()
    for verb in ("REPLACE INTO", "INSERT OR REPLACE INTO"):
        assert _refused(f"{verb} audit_entry ({COLUMNS}) VALUES (1, '', '', 'x', '', '', 'h')")


def test_a_change_without_a_line_of_the_trail_is_refused(any_session):
    organisation = make_organisation()
    organisation.name = "换个名字"
    with pytest.raises(DatabaseError):
        db.session.flush()
    db.session.rollback()


def test_a_change_with_its_line_is_taken(any_session):
    organisation = make_organisation()
    record(None, "test.rename", organisation)
    organisation.name = "新名字"
    db.session.flush()
    assert db.session.scalars(select(Organisation.name).where(Organisation.id == organisation.id)).one() == "新名字"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE item SET question = 'x'",
        "DELETE FROM quotation",
        "DELETE FROM item",
        "UPDATE quotation SET span_end = span_end + 1",
        "UPDATE checklist_version SET result_model = 'gates', audit_seq = audit_seq + 1",
        "INSERT INTO item (id, version_id, position, code, question, kind, params, points_source, method, veto,"
        " na_allowed, photo_rule) SELECT 'x', version_id, 99, 'Z', 'q', 'verdict', params, 'ours', 'binary', 'none',"
        " na_allowed, photo_rule FROM item",
        "UPDATE clause SET text = 'x'",
        "DELETE FROM clause",
    ],
)
def test_a_published_checklist_and_its_clauses_are_frozen(any_session, statement):
    make_checklist()
    assert _refused(statement)


def test_a_draft_may_still_change(any_session):
    make_checklist(publish=False)
    assert not _refused("UPDATE item SET question = 'x'")


def test_the_inspector_cannot_be_the_reviewer(any_session):
    visit = make_inspection(make_task(inspectors=[make_account("eins"), make_account("zwei")]))
    for reviewer in visit.task.inspectors:
        statement = (
            "UPDATE inspection SET state = 'approved', submitted_at = started_at, approved_at = started_at,"
            " reviewer_id = :reviewer, audit_seq = (SELECT max(seq) FROM audit_entry) WHERE id = :id"
        )
        record(None, "test", visit)
        assert _refused(statement, reviewer=reviewer.id, id=visit.id)


def test_a_write_outside_a_unit_of_work_is_refused(app):
    with app.app_context():
        db.session.add(Organisation(name="x", kind="county", area_id="x", audit_seq=1))
        with pytest.raises(RuntimeError, match="unit of work"):
            db.session.flush()
        db.session.rollback()


def test_every_connection_of_sqlite_is_set_up(app):
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10000,
        "recursive_triggers": 1,
    }
    with app.app_context(), db.engine.connect() as one, db.engine.connect() as two:
        for connection in (one, two):
            assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted


def test_two_writers_that_read_first_both_count(tmp_path, empty_sqlite):
    shutil.copy(empty_sqlite, tmp_path / "tiaocha.db")
    app = make_app(tmp_path)
    with app.app_context(), unit_of_work():
        name = make_organisation("0").id
    barrier, failures = threading.Barrier(2), []

    def add_one() -> None:
        try:
            with app.app_context():
                barrier.wait(10)
                with unit_of_work():
                    row = db.session.get(Organisation, name)
                    record(None, "test.count", row)
                    row.name = str(int(row.name) + 1)
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=add_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with app.app_context():
        assert not failures and db.session.get(Organisation, name).name == "2"
        db.engine.dispose()
