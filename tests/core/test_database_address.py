"""Which database is meant, and what is said where it cannot be had."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from core import config
from core import db as database
from core.config import ROOT, BadSettings, database_address
from tests.conftest import POSTGRES, make_app

FOLDER = Path("/data")


@pytest.mark.parametrize(
    ("given", "address"),
    [
        (None, "sqlite:////data/tiaocha.db"),
        ("", "sqlite:////data/tiaocha.db"),
        ("sqlite:////other/a.db", "sqlite:////other/a.db"),
        ("postgresql://a:b@db/tiaocha", "postgresql+psycopg://a:b@db/tiaocha"),
        ("postgres://a:b@db:5433/tiaocha", "postgresql+psycopg://a:b@db:5433/tiaocha"),
        ("postgresql+psycopg://db/tiaocha", "postgresql+psycopg://db/tiaocha"),
    ],
)
def test_the_address_names_the_database(given, address):
    assert database_address(given, FOLDER) == address


@pytest.mark.parametrize("given", ["--database", "tiaocha", "mysql://a:secret@db/x", "postgresql://a:secret@db:x/y"])
def test_an_address_that_is_none_is_refused_and_its_password_not_repeated(given):
    with pytest.raises(BadSettings) as refused:
        database_address(given, FOLDER)
    assert "postgresql://" in refused.value.text and "secret" not in refused.value.text


def test_a_missing_driver_is_named_with_the_file_that_brings_it(monkeypatch):
    monkeypatch.setattr(config, "find_spec", lambda name: None)
    with pytest.raises(BadSettings, match="requirements-postgres"):
        database_address("postgresql://db/tiaocha", FOLDER)


def refusal(tmp_path, address) -> str:
    """What a command says at that database; it is one sentence."""
    app = make_app(tmp_path, SQLALCHEMY_DATABASE_URI=address)
    result = app.test_cli_runner().invoke(args=["accounts", "verify-audit"])
    assert (result.exit_code, result.stdout, type(result.exception)) == (1, "", SystemExit), result.exception
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.mark.postgres
def test_a_missing_server_database_or_user_is_said_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    here = make_url(POSTGRES)
    closed = refusal(tmp_path, here.set(port=port, password="secret"))
    assert f"127.0.0.1:{port}/postgres" in closed and "无法连接数据库" in closed and "secret" not in closed
    assert "no_such_county" in refusal(tmp_path, here.set(database="no_such_county"))
    assert "nobody_at_all" in refusal(tmp_path, here.set(username="nobody_at_all"))


@pytest.mark.postgres
def test_a_silent_server_is_given_up_and_said_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "CONNECT_SECONDS", 2)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        port = silent.getsockname()[1]
        assert f"127.0.0.1:{port}" in refusal(tmp_path, make_url(POSTGRES).set(port=port))


def test_a_database_file_that_cannot_be_opened_is_named(tmp_path):
    (tmp_path / "tiaocha.db").mkdir()
    assert str(tmp_path / "tiaocha.db") in refusal(tmp_path, f"sqlite:///{tmp_path / 'tiaocha.db'}")


@pytest.mark.postgres
def test_a_page_says_that_it_cannot_be_stored_and_not_where(tmp_path):
    address = make_url(POSTGRES).set(database="no_such_county")
    client = make_app(tmp_path, SQLALCHEMY_DATABASE_URI=address).test_client()
    response = client.post("/login", data={"username": "guanli", "password": "anything at all"})
    assert response.status_code == 503 and "no_such_county" not in response.text


def test_days_are_known_where_the_system_has_no_time_zones():
    words = [sys.executable, "-c", "from core.clock import today; print(today().year)"]
    result = subprocess.run(words, cwd=ROOT, env={**os.environ, "PYTHONTZPATH": ""}, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) >= 2026
