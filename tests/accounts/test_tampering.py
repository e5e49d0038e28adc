"""The tampering table: somebody at the database with plain sqlite3 or psql, who takes the guards away first.

Each attack is located: the number of the line, or the row, is in what verify-audit says.
"""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from core import guards
from core.db import db, unit_of_work
from inspections.visits import queries
from inspections.visits.models import Finding
from tests.attacker import past_the_guards, run_sql, visit_in
from tests.builders import first
from tests.world import build


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


@pytest.fixture
def county(any_app):
    """An issued visit, and what an attacker would know of its rows."""
    with any_app.app_context(), unit_of_work():
        visit = visit_in("issued")
        answers, scored = queries.answers_of(visit), queries.score_of(visit, "reviewed")
        quoted = visit.checklist_version.items[0].scoring_quotation
        about = {
            "visit": visit.id,
            "answer": next(row.id for row in answers.values() if row.state == "fail"),
            "decision": next(iter(queries.decisions_of(visit).values())).id,
            "score": scored.id,
            "clause": quoted.clause_id,
            "finding": first(Finding).id,
            "inspector": visit.inspector_id,
            "task": visit.task_id,
        }
    return SimpleNamespace(app=any_app, **about)


def said(app) -> str:
    """What verify-audit says of a trail that does not hold."""
    result = app.test_cli_runner().invoke(args=["accounts", "verify-audit"])
    assert result.exit_code == 1, result.output
    return result.stderr


def test_what_nobody_touched_is_whole(county):
    result = county.app.test_cli_runner().invoke(args=["accounts", "verify-audit"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.search(r"审计记录完整，共 \d+ 条", result.stdout)


def test_a_county_with_something_of_everything_is_whole(any_app):
    with any_app.app_context(), unit_of_work():
        build(any_app)
    assert any_app.test_cli_runner().invoke(args=["accounts", "verify-audit"]).stderr == ""


KEPT = "CREATE TABLE stolen AS SELECT seq, body FROM audit_entry WHERE seq IN (4, 5)"
TRAIL = {
    "byte": (["UPDATE audit_entry SET body = replace(body, 'outcome', 'outcame') WHERE seq = 5"], "第 5 条校验未通过"),
    "delete": (["DELETE FROM audit_entry WHERE seq = 5"], "缺第 5 至 5 条"),
    "swap bodies": (
        [
            KEPT,
            "UPDATE audit_entry SET body = (SELECT body FROM stolen WHERE stolen.seq = 5) WHERE seq = 4",
            "UPDATE audit_entry SET body = (SELECT body FROM stolen WHERE stolen.seq = 4) WHERE seq = 5",
            "DROP TABLE stolen",
        ],
        "第 4 条校验未通过",
    ),
    "columns only": (
        ["UPDATE audit_entry SET action = 'x', actor_role = 'auditor' WHERE seq = 5"],
        "第 5 条的字段与其原文不一致：action、actor_role",
    ),
}


@pytest.mark.parametrize("attack", TRAIL)
def test_an_attack_on_the_trail_is_located(county, attack):
    statements, place = TRAIL[attack]
    past_the_guards(county.app, "PRAGMA foreign_keys = OFF" if _sqlite(county.app) else "SELECT 1", *statements)
    assert place in said(county.app)


def _sqlite(app) -> bool:
    with app.app_context():
        return db.engine.dialect.name == "sqlite"


ROWS = {
    "answer of an issued visit": (
        "UPDATE answer SET state = 'pass', audit_seq = audit_seq WHERE id = '{answer}'",
        ["answer {answer} 与审计记录（至第 ", "检查 {visit} 的得分记录"],
    ),
    "answer raised": (
        "UPDATE answer SET state = 'pass', audit_seq = audit_seq + 1 WHERE id = '{answer}'",
        ["answer {answer} 对应的审计记录", "检查 {visit} 的得分记录"],
    ),
    "clause replaced": (
        "UPDATE clause SET text = '不低于3米' || text WHERE id = '{clause}'",
        ["{clause}）的文字与其校验码不一致"],
    ),
    "score replaced": (
        "UPDATE score_record SET earned = '10', effective = '100.0' WHERE id = '{score}'",
        ["检查 {visit} 的得分记录（reviewed）与作答、审核不一致：earned、effective"],
    ),
    "deadline put off": (
        "UPDATE finding SET deadline_on = '2099-01-01' WHERE id = '{finding}'",
        ["finding {finding} 的内容与审计记录第 "],
    ),
    "words of a finding": ("UPDATE finding SET seen = '' WHERE id = '{finding}'", ["finding {finding} 的内容与审计"]),
    "day of the law": (
        "UPDATE inspection SET effective_on = '2001-01-01' WHERE id = '{visit}'",
        ["inspection {visit} 的内容与审计记录第 "],
    ),
    "another decided": (
        "UPDATE decision SET decided_by_id = '{inspector}' WHERE id = '{decision}'",
        ["decision {decision} 的内容与审计记录第 "],
    ),
    "password": (
        "UPDATE account SET password_hash = 'x' WHERE id = '{inspector}'",
        ["account {inspector} 的内容与审计记录第 "],
    ),
    "inspector taken from the task": (
        "DELETE FROM task_inspector WHERE task_id = '{task}'",
        ["task {task} 的内容与审计记录第 "],
    ),
    "score deleted": ("DELETE FROM score_record WHERE id = '{score}'", ["检查 {visit} 没有得分记录（reviewed）"]),
    "decision deleted": (
        "DELETE FROM decision WHERE id = '{decision}'",
        ["decision {decision} 已不存在", "检查 {visit} 的得分记录"],
    ),
}


@pytest.mark.parametrize("attack", ROWS)
def test_an_attack_on_rows_of_record_is_located(county, attack):
    statement, places = ROWS[attack]
    past_the_guards(county.app, statement.format(**vars(county)))
    found = said(county.app)
    for place in places:
        assert place.format(**vars(county)) in found, found


REPLACED = {
    "clause": ("text", "'换了'", "文字与其校验码不一致"),
    "score_record": ("earned", "'1'", "得分记录（reviewed）与作答、审核不一致：earned"),
}


@pytest.mark.parametrize("table", REPLACED)
def test_a_row_replaced_as_a_whole_is_located_on_sqlite(app, table):
    with app.app_context(), unit_of_work():
        visit_in("issued")
        names = [column.name for column in db.metadata.tables[table].columns]
    column, value, place = REPLACED[table]
    values = ", ".join(value if name == column else name for name in names)
    past_the_guards(app, f"REPLACE INTO {table} ({', '.join(names)}) SELECT {values} FROM {table}")
    assert place in said(app)


def test_a_clause_whose_hash_was_made_to_fit_is_located_by_its_version(county):
    shown = "'982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1'"  # of "text"
    past_the_guards(county.app, f"UPDATE clause SET text = 'text', text_hash = {shown} WHERE id = '{county.clause}'")
    found = said(county.app)
    assert "文件版本" in found and "文字与其校验码" not in found


GUARD = {
    "removed": ("DROP TRIGGER finding_kept", "DROP TRIGGER finding_kept ON finding", "缺失：finding_kept"),
    "altered": (
        "DROP TRIGGER finding_kept; CREATE TRIGGER finding_kept BEFORE DELETE ON finding WHEN FALSE "
        "BEGIN SELECT RAISE(ABORT, 'finding rows are never deleted'); END",
        "CREATE OR REPLACE FUNCTION finding_kept() RETURNS trigger AS $$ BEGIN RETURN OLD; END $$ LANGUAGE plpgsql",
        "被改动：finding_kept",
    ),
    "moved to another event": (
        "DROP TRIGGER finding_kept; CREATE TRIGGER finding_kept AFTER DELETE ON finding BEGIN SELECT 1; END",
        "DROP TRIGGER finding_kept ON finding; CREATE TRIGGER finding_kept BEFORE INSERT ON finding "
        "FOR EACH ROW EXECUTE FUNCTION finding_kept()",
        "被改动：finding_kept",
    ),
    "under a condition": (
        None,
        "DROP TRIGGER finding_kept ON finding; CREATE TRIGGER finding_kept BEFORE DELETE ON finding "
        "FOR EACH ROW WHEN (FALSE) EXECUTE FUNCTION finding_kept()",
        "被改动：finding_kept",
    ),
    "disabled": (None, "ALTER TABLE finding DISABLE TRIGGER finding_kept", "被停用：finding_kept"),
    "disabled for us": (None, "ALTER TABLE finding ENABLE REPLICA TRIGGER finding_kept", "被停用：finding_kept"),
    "added": (
        "CREATE TRIGGER quiet AFTER INSERT ON finding BEGIN SELECT 1; END",
        "CREATE TRIGGER quiet AFTER INSERT ON finding FOR EACH ROW EXECUTE FUNCTION finding_kept()",
        "不属于本程序的触发器：quiet",
    ),
}


def test_guards_that_are_not_those_of_the_program_are_named(county):
    here = [(way, each[not _sqlite(county.app)], each[2]) for way, each in GUARD.items()]
    for way, statement, place in here:
        if statement:
            done = run_sql(county.app, statement)
            assert done.returncode == 0, done.stderr
            assert said(county.app).strip().endswith(f"{place}。"), way
            with county.app.app_context(), db.engine.begin() as connection:
                if way == "added":
                    connection.execute(text("DROP TRIGGER quiet" + ("" if _sqlite(county.app) else " ON finding")))
                guards.install(connection, db.metadata)
    result = county.app.test_cli_runner().invoke(args=["accounts", "verify-audit"])
    assert result.stderr == ""
