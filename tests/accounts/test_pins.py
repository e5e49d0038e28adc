"""Every column of every row of record is pinned: whoever changes one beside the program is found, with the place.

Nothing is listed here: tables and columns are those of the metadata, so what is new is asked for by itself.
"""

from datetime import date

import pytest
from sqlalchemy import Boolean, Date, DateTime, Float, Integer, UniqueConstraint, select, text
from sqlalchemy.types import JSON

from accounts import appending, verifying
from accounts.audit import record
from accounts.models import Account, Area, AuditEntry, PasswordHistory, Setting
from accounts.pinned import ACTION, pin_standing
from accounts.rows import OTHERWISE, digest, links, of_record, points, read
from checklists.standards.models import Clause, DocumentVersion, Requirement, SourceFile, ValidityOverride
from core.db import db, unit_of_work
from core.errors import Sentence
from inspections.filling.sync.models import Packet
from inspections.findings.models import Acknowledgement
from inspections.planning.models import CalendarDay, SiteTransfer
from inspections.review.models import HeldNote, Rescue, RescueWord
from inspections.visits.models import Decision, Inspection, Revision, Settlement
from tests.attacker import past_the_guards
from tests.builders import NOW, add, first, make_account, make_area, make_checklist
from tests.world import build


def everything(app) -> None:
    """A row in every table of record."""
    world = build(app)
    visit = db.session.get(Inspection, world.ids["issued_visit"])
    chief, owner = world.people["zhuguan1"].id, world.people["qiye1"].organisation_id
    revision, version, clause = map(first, (Revision, DocumentVersion, Clause))
    packet = first(Packet, Packet.id.not_in(select(Rescue.packet_id)))
    decided = {"decided_by_id": chief, "decided_at": NOW}
    of_visit = {"inspection_id": visit.id, **decided}
    add(CalendarDay(day=date(2031, 1, 1), working=True, reason="补班"))
    add(Setting(name="x", value="1"))
    add(ValidityOverride(version_id=version.id, reason="新标准未到", decided_by="局办", until=date(2031, 1, 1)))
    other = {"to_organisation_id": world.people["qiye2"].organisation_id, "from_on": date(2026, 1, 1)}
    add(SiteTransfer(site_id=visit.site_id, from_organisation_id=owner, **other, reason="转让", **decided))
    signed = {"organisation_id": owner, "account_id": world.people["qiye1"].id, "received_at": NOW}
    add(Acknowledgement(inspection_id=visit.id, **signed))
    add(Decision(item_id=world.ids["item_id"], round=1, kind="accept", **of_visit))
    add(HeldNote(packet_id=world.ids["packet_id"], kind="noted", reason="已核", **decided))
    brought = {"imported_by_id": world.people["zhuguan2"].id, "imported_at": NOW}
    rescue = add(Rescue(packet_id=packet.id, file_sha256="0" * 64, **brought))
    add(RescueWord(rescue_id=rescue.id, kind="confirmed", said_by_id=packet.account_id, said_at=NOW))
    add(Settlement(revision_id=revision.id, kind="keep", reason="复核", **of_visit))
    db.session.add(PasswordHistory(account_id=chief, password_hash="x", replaced_at=NOW))
    db.session.add(Requirement(clause_id=clause.id, position=9, text="应当", modality="must", limits=[]))
    kept = {"name": "a.txt", "encoding": "utf-8", "characters": 3, "spans": [], "received_at": NOW}
    db.session.add(SourceFile(version_id=version.id, sha256="0" * 64, **kept))


@pytest.fixture
def attack(any_app):
    """Gives what verify-audit says after statements of somebody who connects past the guards; then all is undone."""
    with any_app.app_context(), unit_of_work():
        everything(any_app)
    with any_app.app_context():
        assert not _found()
        yield _attack


def _attack(*statements: str) -> str:
    db.session.rollback()
    connection = db.session.connection()
    driver, sqlite = connection.connection.driver_connection, connection.dialect.name == "sqlite"
    for statement in (*(_free_sqlite(driver) if sqlite else _free_postgresql(driver)), *statements):
        driver.execute(statement)
    try:
        return "\n".join(map(_words, verifying.faults()))
    finally:
        db.session.rollback()
        if sqlite:
            driver.execute("PRAGMA ignore_check_constraints = OFF")


def _words(fault: Sentence) -> str:
    return fault.message.format(**fault.params)


def _found() -> list[str]:
    """What verify-audit says of what is there now."""
    db.session.rollback()
    return [_words(fault) for fault in verifying.faults()]


def _free_sqlite(driver) -> list[str]:
    names = driver.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    freed = ["PRAGMA ignore_check_constraints = ON", "PRAGMA defer_foreign_keys = ON"]
    return freed + [f"DROP TRIGGER {name}" for (name,) in names]


CHECKED = (
    "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint WHERE contype = 'c'"
    " AND connamespace = current_schema()::regnamespace"
)


def _free_postgresql(driver) -> list[str]:
    checks = driver.execute(CHECKED).fetchall()
    freed = [f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name in checks]
    return ["SET LOCAL session_replication_role = replica", *freed]


def other(column) -> str:
    """SQL for another value than a row has in that column."""
    kind, name = getattr(column.type, "impl", column.type), column.name
    for python, expression in (
        (Boolean, f"NOT coalesce({name}, FALSE)"),
        (Float, f"coalesce({name}, 0) + 1.5"),
        (Integer, f"coalesce({name}, 0) + 1000"),
        (DateTime, "'2001-02-03 04:05:06'"),
        (Date, "'2001-02-03'"),
        (JSON, """'{"x": 1}'"""),
    ):
        if isinstance(kind, python):
            return expression
    return f"CASE WHEN {name} = 'X' THEN 'Y' ELSE 'X' END"


def _first(table) -> str:
    found = db.session.execute(select(table.c.id).order_by(table.c.id).limit(1)).scalar()
    assert found, f"{table.name} is empty: give it a row in everything()"
    return found


def test_a_change_of_any_column_is_located(attack):
    tables = {table: _first(table) for table in of_record(db.metadata)}
    missed = []
    for number in range(max(len(table.columns) for table in tables)):
        here = {table: list(table.columns)[number] for table in tables if number < len(table.columns)}
        found = attack(
            *(
                f"UPDATE {table.name} SET {column.name} = {other(column)} WHERE id = '{tables[table]}'"
                for table, column in here.items()
            )
        )
        missed += [str(column) for table, column in here.items() if f"{table.name} {tables[table]} " not in found]
    assert not missed


def test_a_row_that_is_taken_away_is_located(attack):
    tables = {table: _first(table) for table in of_record(db.metadata)}
    found = attack(*(f"DELETE FROM {table.name} WHERE id = '{key}'" for table, key in tables.items()))
    assert not [table.name for table, key in tables.items() if f"{table.name} {key} 已不存在" not in found]


def test_a_row_that_is_put_in_is_located(attack):
    tables = {table: _first(table) for table in of_record(db.metadata)}
    found = attack(*(_copy(table, key) for table, key in tables.items()))
    assert not [table.name for table in tables if f"{table.name} X " not in found]


def _copy(table, key: str) -> str:
    uniques = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    fresh = {column.name for each in uniques for column in each.columns}
    fresh |= {column.name for index in table.indexes if index.unique for column in index.columns}
    names = [column.name for column in table.columns]
    values = {column.name: other(column) if column.name in fresh else column.name for column in table.columns}
    said = ", ".join((values | {"id": "'X'"})[name] for name in names)
    return f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {said} FROM {table.name} WHERE id = '{key}'"


LINKS = {
    "put in": "INSERT INTO {link} ({own}, {far}) SELECT '{key}', 'X'",
    "taken away": "DELETE FROM {link} WHERE {own} = '{key}'",
    "changed": "UPDATE {link} SET {far} = 'X' WHERE {own} = '{key}'",
    "given to another": "UPDATE {link} SET {own} = 'X' WHERE {own} = '{key}'",
}


def test_a_changed_link_is_located_at_the_row_that_it_belongs_to(attack):
    belonging = [(table, link) for table in of_record(db.metadata) for link in links(table)]
    assert len(belonging) == 2
    for table, link in belonging:
        own = next(column.name for column in link.columns if column.references(table.c.id))
        (far,) = (column.name for column in link.columns if column.name != own)
        key = db.session.execute(select(link.c[own]).order_by(*link.c).limit(1)).scalar_one()
        for way, statement in LINKS.items():
            found = attack(statement.format(link=link.name, own=own, far=far, key=key))
            assert f"{table.name} {key} 的内容与审计记录" in found, way


def test_every_table_is_of_record_or_says_why_not():
    for table in db.metadata.sorted_tables:
        said = [name for name in OTHERWISE if table.info.get(name)]
        assert len(said) == len(table.info) <= 1, table.name
        if not said:
            assert [column.name for column in table.primary_key] == ["id"]
            assert set(points(table).split()) >= {column.name for column in table.columns}
    assert [table.name for table in db.metadata.sorted_tables if "chained" in table.info] == ["audit_entry"]


def test_a_change_between_two_acts_stays_located_after_the_second(any_app):
    with any_app.app_context():
        with unit_of_work():
            key = make_account("wang").id
        past_the_guards(any_app, f"UPDATE account SET name = '换人' WHERE id = '{key}'")
        with unit_of_work():
            account = db.session.get(Account, key)
            record(None, "test.lock", account)
            account.enabled = False
        found = _found()
    assert any(f"account {key} 在审计记录第" in each and "之前被改动过" in each for each in found)


def test_a_transaction_leaves_one_line_of_hashes_at_its_end_and_none_where_nothing_was_written(any_app):
    with any_app.app_context():
        with unit_of_work():
            area = make_area("甲")
            record(None, "test.rename", area)
            area.name = "乙"
        with unit_of_work():
            record(None, "test.nothing")
        lines = db.session.execute(select(AuditEntry.action).order_by(AuditEntry.seq)).scalars().all()
        assert lines == ["test.build", "test.rename", ACTION, "test.nothing"]
        body = verifying.read_body(db.session.scalars(select(AuditEntry.body).where(AuditEntry.action == ACTION)).one())
        stored = next(read(db.session.connection(), Area.__table__))
        assert body["rows"] == {"area": {stored["id"]: digest("area", stored, body["columns"]["area"])}}
        assert "were" not in body


def test_what_was_rolled_back_is_not_pinned(any_app):
    with any_app.app_context():
        with unit_of_work():
            area = make_area("甲")
            with db.session.begin_nested() as point:
                gone = make_area("乙").id
                record(None, "test.rename", area)
                area.name = "丙"
                db.session.flush()
                point.rollback()
        assert not _found()
        assert not db.session.scalar(select(AuditEntry.seq).where(AuditEntry.body.contains(gone)))


def test_an_item_deleted_from_a_draft_is_pinned_as_gone(any_app):
    with any_app.app_context():
        with unit_of_work():
            version = make_checklist(publish=False)
        with unit_of_work():
            item = db.session.merge(version).items[0]
            for row in (*item.quotations, item):
                db.session.delete(row)
        assert not _found()


def _by_an_earlier_program(*names: str) -> None:
    """Rows with lines of the trail, and nothing that pins them."""
    with db.engine.begin() as connection:
        for name in names:
            about = {"actor": appending.SYSTEM, "action": "area.create", "object": {"type": "area", "id": name}}
            seq = appending.append(connection, {**about, "before": None, "after": {"name": name}, "outcome": "ok"})
            connection.execute(Area.__table__.insert().values(id=name, name=name, audit_seq=seq))


def test_a_trail_of_an_earlier_program_is_compared_by_the_values_of_its_lines(any_app):
    with any_app.app_context():
        _by_an_earlier_program("A", "B")
        assert not _found()
        past_the_guards(any_app, "UPDATE area SET name = 'C' WHERE id = 'B'")
        assert "area B 与审计记录（至第 2 条）不一致：name" in "\n".join(_found())


def test_migrating_pins_what_stands_and_does_not_excuse_what_the_trail_does_not_know(any_app):
    with any_app.app_context():
        _by_an_earlier_program("A", "B")
        for _ in range(2):
            with db.engine.begin() as connection:
                pin_standing(connection)
        assert not _found()
        past_the_guards(
            any_app,
            "UPDATE area SET parent_id = 'A' WHERE id = 'B'",
            "INSERT INTO password_history (id, account_id, password_hash, replaced_at)"
            " VALUES ('P', 'X', 'x', '2026-01-01 00:00:00')",
        )
        with db.engine.begin() as connection:
            pin_standing(connection)
        assert db.session.scalar(text("SELECT count(*) FROM audit_entry")) == 3
        found = "\n".join(_found())
        assert "area B 的内容与审计记录第 3 条" in found and "password_history P 不在审计记录中" in found


def test_a_new_column_is_pinned_by_the_migration_that_brings_it_and_the_old_ones_stay_compared(any_app):
    area = Area.__table__
    with any_app.app_context():
        _by_an_earlier_program("A", "B")
        with db.engine.begin() as connection:
            earlier = points(area).replace(" parent_id", "")
            pins = {row["id"]: digest("area", row, earlier) for row in read(connection, area)}
            line = {"actor": appending.SYSTEM, "action": ACTION, "object": None, "outcome": "ok"}
            appending.append(connection, {**line, "columns": {"area": earlier}, "rows": {"area": pins}})
        past_the_guards(
            any_app, "UPDATE area SET name = 'C' WHERE id = 'B'", "UPDATE area SET parent_id = 'B' WHERE id = 'A'"
        )
        with db.engine.begin() as connection:
            pin_standing(connection)
        assert [each for each in _found() if "之前被改动过" in each] == [
            "area B 在审计记录第 3 条之后、第 4 条之前被改动过，没有记录。"
        ]


UNREADABLE = {
    "a day that is none": ("finding", "deadline_on", "'soon'"),
    "a text that is none": ("finding", "seen", "CAST(x'ff' AS TEXT)"),
    "bytes": ("answer", "note", "x'ff00'"),
    "a fraction that is none": ("score_record", "earned", "'1/0'"),
    "no JSON": ("inspection", "flags", "'['"),
    "a role that is none": ("account", "role", "'king'"),
}


@pytest.mark.parametrize("any_app", ["sqlite"], indirect=True)
def test_a_value_that_cannot_be_read_is_located_and_the_rest_compared_on_sqlite(attack):
    chief = _first(Account.__table__)
    for way, (table, column, value) in UNREADABLE.items():
        key = _first(db.metadata.tables[table])
        found = attack(
            f"UPDATE {table} SET {column} = {value} WHERE id = '{key}'",
            f"UPDATE account SET certificate = 'X' WHERE id = '{chief}'",
        )
        assert f"{table} {key} " in found and f"account {chief} " in found, way
