"""The guards of the database against plain sqlite3 and psql, which know nothing of our connection settings."""

import pytest
from sqlalchemy import text

from core import guards
from core.db import db, unit_of_work
from tests.attacker import run_sql, visit_in


@pytest.fixture
def issued(any_app):
    """An application with one issued visit in its database."""
    with any_app.app_context(), unit_of_work():
        visit_in("issued")
    return any_app


NEXT = "(SELECT max(seq) + 1 FROM audit_entry)"
MINE = "audit_seq < (SELECT max(seq) FROM audit_entry)"  # of the others the last line may speak


def _contents(app, table: str) -> list:
    with app.app_context():
        key = ", ".join(column.name for column in db.metadata.tables[table].primary_key)
        return [tuple(row) for row in db.session.execute(text(f"SELECT * FROM {table} ORDER BY {key}"))]


def _refused(app, table: str, statement: str) -> str:
    before = _contents(app, table)
    done = run_sql(app, statement)
    assert done.returncode != 0, statement
    assert _contents(app, table) == before and before, table
    return done.stderr


@pytest.mark.parametrize("state", ["submitted", "approved", "issued"])
def test_an_answer_of_a_submitted_visit_is_not_raised_by_the_next_number(any_app, state):
    with any_app.app_context(), unit_of_work():
        visit_in(state)
    raised = "UPDATE answer SET state = 'pass', audit_seq = {}"
    assert "answer" in _refused(any_app, "answer", raised.format("audit_seq + 1"))
    line = "SELECT max(seq) + 1, at, 'x', 'answer.set', 'answer', (SELECT max(id) FROM answer), body, "
    line += "(SELECT hash FROM audit_entry ORDER BY seq DESC LIMIT 1), 'h' FROM audit_entry WHERE seq = 1"
    columns = "seq, at, actor_role, action, object_type, object_id, body, prev_hash, hash"
    invented = f"INSERT INTO audit_entry ({columns}) {line.replace('max(seq) + 1', NEXT)}"
    renamed = raised.format("(SELECT max(seq) FROM audit_entry)") + " WHERE id = (SELECT max(id) FROM answer)"
    assert "closed" in _refused(any_app, "answer", f"{invented}; {renamed}")


def test_an_answer_is_not_added_to_a_submitted_visit(issued):
    columns = "inspection_id, state, note, revision, saved_at, audit_seq"
    assert "submitted" in _refused(
        issued,
        "answer",
        f"INSERT INTO answer (id, item_id, {columns}) SELECT 'X', 'Y', {columns} FROM answer",
    )


CHANGES = {
    "answer": "state = 'pass'",
    "organisation": "name = name || 'x'",
    "site": "name = 'x'",
    "account": "name = 'x'",
    "task": "note = 'x'",
}


def test_a_row_is_not_changed_by_the_number_of_a_line_about_another(issued):
    for table, change in CHANGES.items():
        for number in ("audit_seq + 1", "(SELECT max(seq) FROM audit_entry)"):
            said = _refused(issued, table, f"UPDATE {table} SET {change}, audit_seq = {number} WHERE {MINE}")
            assert "unaudited" in said or "closed" in said


def test_a_row_is_not_added_under_the_line_of_another(issued):
    row = "SELECT 'X', '假单位', kind, area_id, audit_seq FROM organisation LIMIT 1"
    assert "unaudited" in _refused(
        issued, "organisation", f"INSERT INTO organisation (id, name, kind, area_id, audit_seq) {row}"
    )


def test_a_line_of_the_trail_must_follow_from_the_last_one(issued):
    columns = "seq, at, actor_role, action, body, prev_hash, hash"
    line = "SELECT max(seq) + 1, '', 'system', 'x', '{}', 'beef', 'h' FROM audit_entry"
    assert "sequence" in _refused(issued, "audit_entry", f"INSERT INTO audit_entry ({columns}) {line}")


FILLED = ["answer", "audit_entry", "clause", "score_record", "decision", "item", "quotation", "account", "finding"]


def test_no_row_is_replaced_by_its_own_key_on_sqlite(app):
    with app.app_context(), unit_of_work():
        visit_in("issued")
    for table in FILLED:
        names = ", ".join(column.name for column in db.metadata.tables[table].columns)
        for verb in ("REPLACE INTO", "INSERT OR REPLACE INTO"):
            said = _refused(app, table, f"{verb} {table} SELECT * FROM {table} LIMIT 1")
            assert "replaced" in said or table in FROZEN
            _refused(app, table, f"{verb} {table} (rowid, {names}) SELECT rowid, * FROM {table} LIMIT 1")


FROZEN = ("audit_entry", "item", "quotation", "answer")  # another guard may speak first


def test_no_line_is_put_in_anothers_place_by_its_hash_on_sqlite(app):
    with app.app_context(), unit_of_work():
        visit_in("issued")
    columns = "seq, at, actor_role, action, body, prev_hash, hash"
    stolen = (
        "SELECT (SELECT max(seq) + 1 FROM audit_entry), at, actor_role, action, body,"
        " (SELECT hash FROM audit_entry ORDER BY seq DESC LIMIT 1), hash FROM audit_entry WHERE seq = 3"
    )
    assert "replaced" in _refused(app, "audit_entry", f"REPLACE INTO audit_entry ({columns}) {stolen}")


def test_no_row_is_pushed_out_by_an_update_on_sqlite(app):
    with app.app_context(), unit_of_work():
        visit_in("issued")
    first, second = "(SELECT min(id) FROM account)", "(SELECT max(id) FROM account)"
    push = f"UPDATE OR REPLACE account SET username = (SELECT username FROM account WHERE id = {first}),"
    assert "account" in _refused(app, "account", f"{push} audit_seq = audit_seq + 1 WHERE id = {second}")


@pytest.mark.postgres
@pytest.mark.parametrize("any_app", ["postgres"], indirect=True)
def test_no_table_is_emptied_or_overwritten_on_postgresql(issued):
    for table in FILLED:
        assert "never emptied" in _refused(issued, table, f"TRUNCATE {table} CASCADE")
        key = next(iter(db.metadata.tables[table].primary_key)).name
        mine = f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key} = excluded.{key}"
        _refused(issued, table, mine)


def test_every_table_of_record_is_guarded_against_replacing():
    free = {"allowance", "unknown_logins", "login_session", "jurisdiction", "task_inspector"}
    assert {*guards.UNREPLACED, *free} == {table.name for table in db.metadata.sorted_tables}
    assert len(guards.UNREPLACED) == len(set(guards.UNREPLACED))
