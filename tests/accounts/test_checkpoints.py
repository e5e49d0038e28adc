"""Checkpoints: what a trail that agrees with itself cannot hide from one that was kept outside."""

import json
import runpy
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from accounts import checkpoints
from accounts.audit import record
from accounts.audit_chain import GENESIS, Peaks, canonical, chain_hash, merkle_root
from accounts.models import AuditEntry
from core.config import ROOT
from core.db import db, unit_of_work
from tests.attacker import past_the_guards, visit_in
from tests.builders import NOW, make_area

VERIFIER = ROOT / "accounts/audit_verifier.py"


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


@pytest.fixture
def county(any_app, tmp_path):
    """An issued visit; checkpoints of the trail before and after it, kept outside the installation."""
    outside = tmp_path / "usb"
    any_app.config["CHECKPOINTS"] = outside
    with any_app.app_context():
        with unit_of_work():
            make_area()
        early = checkpoints.take(NOW)
        with unit_of_work():
            visit_in("issued")
        made = checkpoints.take(NOW)
    about = {"outside": outside, "early": early.size, "size": made.size, "trail": tmp_path / "trail.jsonl"}
    return SimpleNamespace(app=any_app, **about)


def _verify(county, *places):
    words = [part for place in places for part in ("--checkpoints", str(place))]
    return county.app.test_cli_runner().invoke(args=["accounts", "verify-audit", *words])


def _verify_elsewhere(county, *files) -> subprocess.CompletedProcess:
    done = county.app.test_cli_runner().invoke(args=["audit", "export", str(county.trail)])
    assert done.exit_code == 0, done.output
    command = [sys.executable, "-I", "-S", VERIFIER, county.trail, *files]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_trail_that_nobody_touched_agrees_with_its_checkpoints(county):
    with county.app.app_context(), unit_of_work():
        record(None, "test.more")
    assert _verify(county, county.outside).exit_code == 0
    done = _verify_elsewhere(county, *county.outside.iterdir())
    assert (done.returncode, done.stdout) == (0, f"whole: {county.size + 1} lines, 2 checkpoints agree\n")


def _rows(county) -> list[dict]:
    with county.app.app_context():
        rows = db.session.execute(select(AuditEntry.__table__).order_by(AuditEntry.seq))
        return [dict(row) for row in rows.mappings()]


def _written_anew(rows: list[dict]) -> list[str]:
    """The statements of one who puts these rows in the trail's place, numbered and hashed as they should be."""
    statements, previous = ["DELETE FROM audit_entry"], GENESIS
    for seq, row in enumerate(rows, 1):
        body = canonical({**json.loads(row["body"]), "seq": seq})
        own = chain_hash(previous, body)
        values = {**row, "seq": seq, "body": body, "prev_hash": previous, "hash": own}
        said = ", ".join(map(_quoted, values.values()))
        statements.append(f"INSERT INTO audit_entry ({', '.join(values)}) VALUES ({said})")
        previous = own
    return statements


def _quoted(value) -> str:
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def _with_body(row: dict, **changes) -> dict:
    return {**row, "body": canonical({**json.loads(row["body"]), **changes})}


def _swapped(rows: list[dict]) -> list[dict]:
    return [*rows[:4], rows[5], rows[4], *rows[6:]]


ATTACKS = {
    "truncate": lambda rows: ["DELETE FROM audit_entry WHERE seq > 20"],
    "truncate all": lambda rows: ["DELETE FROM audit_entry"],
    "re-hash": lambda rows: _written_anew([*rows[:4], _with_body(rows[4], outcome="x"), *rows[5:]]),
    "renumber": lambda rows: _written_anew([*rows[:4], *rows[5:]]),
    "swap and re-hash": lambda rows: _written_anew(_swapped(rows)),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_that_the_trail_itself_does_not_show_is_located_by_a_checkpoint(county, attack):
    past_the_guards(county.app, *ATTACKS[attack](_rows(county)))
    shutil.rmtree(checkpoints_of(county))
    first = 1 if attack == "truncate all" else county.early + 1
    where, fewer = f"{first} {{}} {county.size} ", attack in ("truncate", "truncate all", "renumber")
    said = _verify(county, county.outside)
    assert said.exit_code == 1
    assert f"第 {where.format('至')}条" + ("被删除或重新编号" if fewer else "与 ") in said.stderr, said.output
    done = _verify_elsewhere(county, *county.outside.iterdir())
    what = "were removed or renumbered" if fewer else "were written anew"
    assert done.returncode == 1
    assert f"lines {where.format('to')}{what}" in done.stdout


def checkpoints_of(county):
    """The installation's own checkpoints, which its attacker has too."""
    return county.app.instance_path + "/checkpoints"


def test_what_was_written_anew_is_located_between_two_checkpoints(county):
    with county.app.app_context():
        for _ in range(3):
            with unit_of_work():
                record(None, "test.more")
        checkpoints.take(NOW)
    rows = _rows(county)
    past_the_guards(county.app, *_written_anew([*rows[:-1], _with_body(rows[-1], action="test.less")]))
    assert f"第 {county.size + 1} 至 {county.size + 3} 条与 " in _verify(county).stderr


def test_a_checkpoint_that_was_not_signed_here_is_named(county):
    file = max(county.outside.iterdir())
    file.write_text(file.read_text("utf-8").replace('"size": ', '"size": 1'), "utf-8")
    assert f"校验点文件 {file.name} 的数字签名不是本系统的" in _verify(county, county.outside).stderr


def test_a_place_without_a_checkpoint_is_not_taken_for_agreement(county, tmp_path):
    (tmp_path / "empty").mkdir()
    result = _verify(county, tmp_path / "empty")
    assert result.exit_code == 1 and f"{tmp_path / 'empty'} 中没有校验点" in result.stderr


def test_checkpoints_are_for_the_owner_of_the_installation_alone(county):
    with county.app.app_context():
        folder = checkpoints.folder()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_a_share_that_is_away_does_not_stop_a_checkpoint(county, tmp_path):
    (tmp_path / "file").touch()
    county.app.config["CHECKPOINTS"] = tmp_path / "file/below"
    with county.app.app_context():
        with unit_of_work():
            record(None, "test.more")
        assert checkpoints.take(NOW).size == checkpoints.latest().size == county.size + 1


def test_going_on_from_a_checkpoint_gives_the_root_of_the_whole():
    bodies = [str(number) for number in range(70)]
    for size in range(70):
        first = Peaks()
        for body in bodies[: size // 2]:
            first.add(body)
        second = Peaks(first.size, list(first.hashes))
        for body in bodies[size // 2 : size]:
            second.add(body)
        assert second.root() == merkle_root(bodies[:size])


def test_the_first_act_of_a_day_makes_a_checkpoint_and_reading_makes_none(app, client):
    app.config["DAILY_CHECKPOINT"] = True
    with app.app_context(), unit_of_work():
        visit_in("submitted")
    client.get("/login")
    with app.app_context():
        assert checkpoints.latest() is None
    client.post("/login", data={"username": "nobody", "password": "x"})
    with app.app_context():
        first = checkpoints.latest()
        assert first.is_genuine()
    client.post("/login", data={"username": "nobody", "password": "y"})
    with app.app_context():
        assert checkpoints.latest() == first


def test_a_visit_is_issued_with_a_checkpoint_whose_code_stands_on_its_report(app, sign_in):
    with app.app_context(), unit_of_work():
        visit = visit_in("approved")
        inspection, supervisor = visit.id, visit.task.created_by.username
    client = sign_in(supervisor)
    assert client.post(f"/review/{inspection}/issue", data={"days-A01": "10", "days-A02": "10"}).status_code == 302
    with app.app_context():
        made = checkpoints.latest()
        assert made.size == db.session.scalar(select(func.max(AuditEntry.seq)))
        with unit_of_work():
            record(None, "test.more")
        checkpoints.take(NOW)
    assert made.code in client.get(f"/reports/{inspection}").text


def test_the_separate_verifier_is_short_and_needs_nothing_but_python():
    assert len(VERIFIER.read_text("utf-8").splitlines()) <= 80


@pytest.mark.parametrize("trail", [None, "", "# Readme\n", "[]\n", '{"body": 1}\n'], ids=repr)
def test_the_separate_verifier_never_calls_whole_what_is_no_trail(tmp_path, trail):
    words = [] if trail is None else [tmp_path / "trail.jsonl"]
    for file in words:
        file.write_text(trail)
    done = subprocess.run([sys.executable, "-I", "-S", VERIFIER, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "whole" not in done.stdout and "Traceback" not in done.stderr


def _checked(*files) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-I", "-S", VERIFIER, *files], capture_output=True, text=True, check=False)


def _as_the_trail_has_it(trail, size) -> dict:
    """Head and root that agree with the trail where a list takes that size for a place in it."""
    verifier = runpy.run_path(str(VERIFIER))
    leaves, hashes, _ = verifier["read"](trail.read_bytes().splitlines())
    return {"size": size, "head": hashes[size - 1], "root": verifier["root"](leaves[:size]).hex()}


@pytest.mark.parametrize("size", [0, -1, True, 1.0, "1", None])
@pytest.mark.parametrize("time", ["2026-11-21T09:00:00+08:00", "\x1b[2Jnow", None])
def test_the_separate_verifier_takes_no_checkpoint_that_cannot_be_one(county, tmp_path, size, time):
    assert _verify_elsewhere(county).returncode == 0
    agreeing = _as_the_trail_has_it(county.trail, size if type(size) in (int, bool) else 1)
    false = tmp_path / "false.json"
    false.write_text(json.dumps({**agreeing, "size": size, "time": time}))
    done = _checked(county.trail, false)
    assert done.returncode == 1 and "agree" not in done.stdout and "Traceback" not in done.stderr
    assert (done.stdout + done.stderr).count("\n") == 1 and "\x1b" not in done.stdout + done.stderr


def test_the_separate_verifier_prints_no_time_that_is_none(county, tmp_path):
    point = json.loads(next(county.outside.iterdir()).read_text("utf-8"))
    false = tmp_path / "false.json"
    false.write_text(json.dumps({**point, "head": "0" * 64, "time": "\x1b[2Jnow"}))
    done = _verify_elsewhere(county, false)
    assert done.returncode == 1 and "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("seq", ["\x1b[2J", "\u202e1", True, 1.0, [1], "9" * 5000])
def test_the_separate_verifier_prints_no_number_that_is_none_as_it_came(tmp_path, seq):
    trail = tmp_path / "trail.jsonl"
    trail.write_text(json.dumps({"body": json.dumps({"seq": seq}), "prev_hash": "00" * 32, "hash": "00" * 32}))
    done = _checked(trail)
    assert done.returncode == 1 and "line 1: is numbered" in done.stdout
    assert done.stdout.replace("\n", "").isprintable() and len(done.stdout) < 300


@pytest.mark.parametrize("deep", ["[" * 100_000, json.dumps({"body": "[" * 100_000, "prev_hash": "", "hash": ""})])
def test_the_separate_verifier_says_in_a_sentence_that_a_file_is_too_deep(tmp_path, deep):
    file = tmp_path / "deep.json"
    file.write_text(deep)
    for done in (_checked(file), _checked(tmp_path / "none", file)):
        assert (
            done.returncode == 1
            and done.stderr.startswith("this is no exported trail")
            and "Traceback" not in done.stderr
        )


def test_a_line_of_the_trail_ends_where_it_was_written_to_end(county):
    with county.app.app_context(), unit_of_work():
        record(None, "test.more", after={"reason": "甲\u2028乙\x85丙"})
    assert _verify_elsewhere(county).stdout.startswith("whole")
