"""A backup is one moment of everything, restored whole or not at all, and only where nothing is."""

import json
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from core.backups import restoring, sqlite, taking
from core.backups.store import Busy, DamagedBackup, Elsewhere, NoBackup, Store, claimed
from core.db import db
from core.revisions import head, settings
from tests.conftest import make_app
from tests.faults.county import build
from tests.world import jpeg


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """An installation with people, a photo, a document's original and its keys."""
    folder = tmp_path_factory.mktemp("county") / "instance"
    build(folder)
    app = make_app(folder)
    app.extensions["evidence"].put(jpeg(30))
    app.extensions["sources"].put("冠政发〔2016〕109号".encode())
    app.extensions["receipt_key"].sign("x")
    return folder


@pytest.fixture
def instance(county, tmp_path):
    """A copy of the county, to be changed."""
    return Path(shutil.copytree(county, tmp_path / "instance"))


def take(instance: Path, folder: Path) -> taking.Taken:
    """A backup by a process of its own."""
    app = make_app(instance)
    with app.app_context():
        taken = taking.take(app, folder)
        db.engine.dispose()
    return taken


def restore(instance: Path, folder: Path):
    """What the command does, in that folder."""
    app = make_app(instance)
    with app.app_context():
        try:
            return restoring.restore(app, folder)
        finally:
            db.engine.dispose()


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, but for the database and what belongs to no backup."""
    left_out = ("tiaocha.db", taking.LAST)
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(left_out))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def rows(instance: Path) -> str:
    """The whole database as text."""
    with closing(sqlite3.connect(instance / "tiaocha.db")) as connection:
        return "\n".join(connection.iterdump())


def test_a_restored_installation_holds_what_the_one_before_held(instance, tmp_path):
    taken = take(instance, tmp_path / "backup")
    restore(tmp_path / "new", tmp_path / "backup")
    assert files(tmp_path / "new") == files(instance)
    assert rows(tmp_path / "new") == rows(instance)
    assert (taken.files, taken.copied, taken.damaged, taken.missing) == (4, 4, (), ())
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(
        ["evidence", "receipt_key.pem", "secret_key", "sources", "tiaocha.db"]
    )


def test_a_backup_and_what_is_restored_are_readable_by_their_owner_alone(instance, tmp_path):
    take(instance, tmp_path / "backup")
    restore(tmp_path / "new", tmp_path / "backup")
    for root in (tmp_path / "backup", tmp_path / "new"):
        for path in root.rglob("*"):
            mode = 0o700 if path.is_dir() else 0o600
            assert stat.S_IMODE(path.stat().st_mode) == mode, path
    assert stat.S_IMODE((tmp_path / "backup").stat().st_mode) == 0o700


def test_evidence_is_copied_once_and_stays_when_the_installation_has_lost_it(instance, tmp_path):
    take(instance, tmp_path / "backup")
    again = take(instance, tmp_path / "backup")
    assert again.copied == 2, "the two keys"
    lost = next((instance / "evidence").rglob("*/*"))
    lost.unlink()
    assert take(instance, tmp_path / "backup").missing == (lost.relative_to(instance).as_posix(),)
    restore(tmp_path / "new", tmp_path / "backup")
    assert (tmp_path / "new" / lost.relative_to(instance)).read_bytes() == jpeg(30)


def test_a_photo_that_is_not_what_its_name_says_is_named(instance, tmp_path):
    photo = next((instance / "evidence").rglob("*/*"))
    photo.write_bytes(b"rotten")
    assert take(instance, tmp_path / "backup").damaged == (photo.relative_to(instance).as_posix(),)


def test_only_the_newest_database_is_kept(instance, tmp_path):
    take(instance, tmp_path / "backup")
    first = Store(tmp_path / "backup").manifest().database["parts"][sqlite.PART]["sha256"]
    with closing(sqlite3.connect(instance / "tiaocha.db")) as connection:
        connection.execute("CREATE TABLE later (word)")
    take(instance, tmp_path / "backup")
    second = Store(tmp_path / "backup").manifest().database["parts"][sqlite.PART]["sha256"]
    names = {path.name for path in (tmp_path / "backup").rglob("*")}
    assert second in names and first not in names


def test_a_backup_without_its_manifest_does_not_count(instance, tmp_path):
    take(instance, tmp_path / "backup")
    (tmp_path / "backup/manifest.json").unlink()
    with pytest.raises(NoBackup):
        restore(tmp_path / "new", tmp_path / "backup")
    assert not (tmp_path / "new/tiaocha.db").exists()


def test_a_backup_that_dies_leaves_the_one_before(instance, tmp_path, monkeypatch):
    take(instance, tmp_path / "backup")
    before = rows(instance)
    with closing(sqlite3.connect(instance / "tiaocha.db")) as connection:
        connection.execute("CREATE TABLE later (word)")

    def die(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "publish", die)
    with pytest.raises(KeyboardInterrupt):
        take(instance, tmp_path / "backup")
    restore(tmp_path / "new", tmp_path / "backup")
    assert rows(tmp_path / "new") == before


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _content(backup: Path, name: str) -> Path:
    store = Store(backup)
    return store.path(store.manifest().contents()[name])


def _photo(backup: Path) -> Path:
    return next(_content(backup, name) for name in Store(backup).manifest().files if name.startswith("evidence"))


DAMAGE = {
    "a byte of the database": lambda backup: _flip(_content(backup, sqlite.PART)),
    "a byte of a photo": lambda backup: _flip(_photo(backup)),
    "a photo is gone": lambda backup: _photo(backup).unlink(),
    "a photo leads elsewhere": lambda backup: _lead(_photo(backup), Path("/dev/zero")),
    "a key is cut": lambda backup: _content(backup, "receipt_key.pem").write_bytes(b"-----BEGIN"),
    "the manifest is cut": lambda backup: (backup / "manifest.json").write_text('{"format": 1, "made'),
    "the manifest is changed": lambda backup: _reword(backup, lambda body: body["files"].popitem()),
}


def _lead(path: Path, elsewhere: Path) -> None:
    path.unlink()
    path.symlink_to(elsewhere)


def _reword(backup: Path, change) -> None:
    body = json.loads((backup / "manifest.json").read_text())
    change(body)
    (backup / "manifest.json").write_text(json.dumps(body))


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_backup_is_refused_and_nothing_is_restored(instance, tmp_path, damage):
    take(instance, tmp_path / "backup")
    damage(tmp_path / "backup")
    with pytest.raises(DamagedBackup):
        restore(tmp_path / "new", tmp_path / "backup")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret_key"]


def test_a_backup_whose_audit_trail_does_not_hold_is_refused(instance, tmp_path):
    with closing(sqlite3.connect(instance / "tiaocha.db")) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE audit_entry SET body = replace(body, 'test.build', 'test.burnt') WHERE seq = 2")
        connection.commit()
    take(instance, tmp_path / "backup")
    with pytest.raises(restoring.Unsound):
        restore(tmp_path / "new", tmp_path / "backup")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret_key"]


# What is made and verified would be one thing, what stands in its place another.
OWN = ["tiaocha.db", "tiaocha.db-wal", "tiaocha.db.restoring", "tiaocha.db.restoring-wal", ".restoring/secret_key"]


@pytest.mark.parametrize("name", ["../outside", "/outside", "out\0side", *OWN])
def test_a_manifest_that_names_what_is_not_the_backups_is_refused(instance, tmp_path, name):
    take(instance, tmp_path / "backup")
    store = Store(tmp_path / "backup")
    manifest = store.manifest()
    manifest.files[name] = manifest.files["secret_key"]
    store.publish(manifest)
    with pytest.raises(DamagedBackup):
        restore(tmp_path / "new", tmp_path / "backup")


def test_an_installation_is_never_restored_over(instance, tmp_path):
    take(instance, tmp_path / "backup")
    before = rows(instance)
    with pytest.raises(restoring.NotEmpty):
        restore(instance, tmp_path / "backup")
    assert rows(instance) == before


def test_photos_of_another_installation_are_not_mixed_in(instance, tmp_path):
    take(instance, tmp_path / "backup")
    make_app(tmp_path / "new").extensions["evidence"].put(jpeg(99))
    with pytest.raises(restoring.NotEmpty):
        restore(tmp_path / "new", tmp_path / "backup")


def test_a_restore_that_died_while_files_took_their_place_can_be_given_again(instance, tmp_path, monkeypatch):
    take(instance, tmp_path / "backup")

    def die(*given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sqlite, "settle", die)
        with pytest.raises(KeyboardInterrupt):
            restore(tmp_path / "new", tmp_path / "backup")
    assert not (tmp_path / "new/tiaocha.db").exists()
    restore(tmp_path / "new", tmp_path / "backup")
    assert rows(tmp_path / "new") == rows(instance)


def test_a_backup_of_a_later_program_is_refused(instance, tmp_path):
    take(instance, tmp_path / "backup")
    store = Store(tmp_path / "backup")
    manifest = store.manifest()
    manifest.database["revision"] = "9999"
    store.publish(manifest)
    with pytest.raises(restoring.DatabaseNewer):
        restore(tmp_path / "new", tmp_path / "backup")


def test_a_folder_with_something_else_takes_no_backup(instance, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/letter.txt").touch()
    for folder in (tmp_path / "home", instance, instance / "evidence"):
        with pytest.raises(Elsewhere):
            take(instance, folder)


def test_two_backups_into_one_folder_do_not_meet(instance, tmp_path):
    with claimed(tmp_path / "backup"), pytest.raises(Busy):
        take(instance, tmp_path / "backup")


def test_a_full_disk_is_said_in_one_sentence_and_nothing_half_written_stays(app, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setattr(sqlite, "_sync", _no_room)
    usb = tmp_path_factory.mktemp("usb")
    result = app.test_cli_runner().invoke(args=["backup", str(usb)])
    assert result.exit_code == 1 and "database or disk is full" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not list(usb.rglob("*.part*"))


def _no_room(path):
    path.with_name(f"{path.name}-journal").touch()
    raise sqlite3.OperationalError("database or disk is full")


def test_nothing_to_back_up_is_said(tmp_path):
    with pytest.raises(taking.NothingToBackUp):
        take(tmp_path / "new", tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_all_that_the_database_can_name_is_there_and_nothing_that_speaks_of_later(instance, tmp_path, monkeypatch):
    """A photo comes just before the moment of the database, a checkpoint just after it."""
    dump, late = sqlite.dump, instance / "checkpoints/2.json"
    late.parent.mkdir()
    (instance / "checkpoints/1.json").touch()
    evidence = make_app(instance).extensions["evidence"]
    photo: list[str] = []

    def _in_between(engine, store, watched):
        photo.append(evidence.put(jpeg(77)))
        parts = dump(engine, store, watched)
        late.touch()
        return parts

    monkeypatch.setattr(sqlite, "dump", _in_between)
    take(instance, tmp_path / "backup")
    names = Store(tmp_path / "backup").manifest().files
    assert f"evidence/{photo[0][:2]}/{photo[0]}" in names
    assert "checkpoints/1.json" in names and "checkpoints/2.json" not in names


def test_a_backup_of_an_earlier_schema_is_brought_to_the_present_one(tmp_path):
    app = make_app(tmp_path / "old")
    with app.app_context():
        command.upgrade(settings(app), "0003")
        taking.take(app, tmp_path / "backup")
        db.engine.dispose()
        present = head(app)
    restore(tmp_path / "new", tmp_path / "backup")
    with closing(sqlite3.connect(tmp_path / "new/tiaocha.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (present,)
