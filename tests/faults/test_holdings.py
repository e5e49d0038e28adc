"""What the fault run reads of a server's rows is the same on either database."""

import pytest

from tests.faults.__main__ import main
from tests.faults.county import build
from tests.faults.holdings import Holdings, Reader
from tests.faults.places import schema


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def reader(request, tmp_path, monkeypatch):
    """Of a county with one task."""
    if request.param == "sqlite":
        build(tmp_path / "instance")
        yield Reader(tmp_path / "instance", "sqlite://")
        return
    with schema() as address:
        monkeypatch.setenv("TIAOCHA_DATABASE", address)
        build(tmp_path / "instance")
        yield Reader(tmp_path / "instance", address)


def test_of_a_task_without_a_visit_there_is_nothing(reader):
    (task,) = reader.rows("SELECT id FROM task")
    assert reader.of_task(task["id"]) == reader.of_task("nowhere") == Holdings()


def test_times_and_bodies_are_read_alike(reader):
    (version,) = reader.rows("SELECT published_at FROM checklist_version WHERE number = ?", 1)
    assert version == {"published_at": "2026-11-18 01:42:00.000000"}
    assert reader.rows("SELECT seq FROM audit_entry ORDER BY seq")[0] == {"seq": 1}
    assert reader.broken() == []


@pytest.mark.parametrize("address", ["sqlite:///x.db", "mysql://a@b/c", "nonsense"])
def test_a_database_that_is_not_postgresql_is_refused(address, capsys):
    with pytest.raises(SystemExit):
        main(["--runs", "1", "--database", address])
    assert "postgresql://" in capsys.readouterr().err
