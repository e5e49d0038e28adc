"""Making an installation again: everything beside its place, verified, and only then put there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from types import ModuleType

from flask import Flask
from sqlalchemy import URL

from core.backups.kinds import kind_of
from core.backups.store import DamagedBackup, Kept, Manifest, Store, measured, private
from core.backups.taking import IMMUTABLE
from core.blobs import synced
from core.config import ROOT
from core.db import db
from core.errors import N_, DomainError
from core.migrating import DatabaseNewer
from core.revisions import known_revisions, renew
from core.watching import Watched, unwatched

BESIDE = ".restoring"
SECRET = "secret_key"  # made by every command; the one of the backup takes its place
VERIFY = ("accounts", "verify-audit", "--may-be-empty")


class NotEmpty(DomainError):
    """There is an installation already; a backup never goes over one."""

    message = N_("{path} 已有数据，只能恢复到空的数据目录。请用 TIAOCHA_INSTANCE 指定新目录，或先移走原有数据。")


class OtherKind(DomainError):
    """The backup is of another database."""

    message = N_("该备份的数据库是 {kind}，当前设置的是 {present}。请按备份的数据库设置 TIAOCHA_DATABASE。")


class Unsound(DomainError):
    """The audit trail of the backup does not hold."""

    message = N_("备份中的审计记录未通过核验，未恢复任何内容：{reason}")


def restore(app: Flask, folder: Path, watched: Watched = unwatched) -> Manifest:
    """Make the installation again from the backup in the folder; all of it or nothing."""
    instance, store = Path(app.instance_path), Store(folder)
    manifest = store.manifest()
    kind = _kind(app, manifest)
    made, place = kind.beside(db.engine), instance / BESIDE
    _refuse_own(instance, manifest, kind.own_files(db.engine.url) | kind.own_files(made) | {place})
    _refuse_occupied(instance, manifest, kind)
    _clear(place, made, kind)
    steps = (
        partial(kind.load, app, made, manifest.database, store),
        partial(renew, app, made),
        partial(_verify, place, made),
        partial(_put, instance, place, manifest.files),
        partial(kind.settle, made, db.engine.url),
    )
    try:
        _make(store, manifest, place, watched)
        for step in watched(steps, len(steps)):
            step()
    finally:
        _clear(place, made, kind)
    return manifest


def _kind(app: Flask, manifest: Manifest) -> ModuleType:
    present, kept = db.engine.url.get_backend_name(), manifest.database["kind"]
    if present != kept:
        raise OtherKind(kind=kept, present=present)
    if manifest.database["revision"] not in known_revisions(app):
        raise DatabaseNewer(revision=manifest.database["revision"])
    return kind_of(db.engine.url)


def _refuse_own(instance: Path, manifest: Manifest, own: set[Path]) -> None:
    """A file of the backup that would take the place of what is made and verified here is none of ours."""
    for name in manifest.files:
        if own & {instance / name, *(instance / name).parents}:
            raise DamagedBackup(name=name)


def _refuse_occupied(instance: Path, manifest: Manifest, kind: ModuleType) -> None:
    """Whoever was interrupted while the files took their place may begin again: these are the backup's own."""
    if not kind.is_empty(db.engine):
        raise NotEmpty(path=db.engine.url.render_as_string(hide_password=True))
    if not manifest.files:  # the database alone, copied before a migration; the files stand as they are
        return
    for name in _standing(instance, {*IMMUTABLE, *(each.split("/")[0] for each in manifest.files)} - {SECRET}):
        if manifest.files.get(name) != measured(instance / name):
            raise NotEmpty(path=instance / name)


def _standing(instance: Path, entries: set[str]) -> Iterable[str]:
    for entry in sorted(entries):
        found = [instance / entry, *(instance / entry).rglob("*")]
        yield from (path.relative_to(instance).as_posix() for path in found if path.is_file())


def _make(store: Store, manifest: Manifest, place: Path, watched: Watched) -> None:
    """Every file, and a look at every byte of the database's parts."""
    private(place)
    for name, kept in watched(manifest.files.items(), len(manifest.files)):
        store.give(kept, place / name, name)
    for name, kept in manifest.parts().items():
        store.check(kept, name)


def _verify(place: Path, made: URL) -> None:
    """The command that anybody would give, on what was made."""
    result = subprocess.run(
        [sys.executable, "-P", "-m", "core.terminal", *VERIFY],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TIAOCHA_INSTANCE": str(place),
            "TIAOCHA_DATABASE": made.render_as_string(hide_password=False),
        },
        capture_output=True,
        encoding="utf-8",
    )
    if result.returncode:
        raise Unsound(reason=(result.stderr.strip().splitlines() or ["-"])[-1])


def _put(instance: Path, place: Path, files: dict[str, Kept]) -> None:
    """Every file takes its place; the database comes last, and makes an installation of them."""
    for name in files:
        private((instance / name).parent)
        (place / name).replace(instance / name)
    for folder in {(instance / name).parent for name in files}:
        synced(folder)


def _clear(place: Path, made: URL, kind: ModuleType) -> None:
    shutil.rmtree(place, ignore_errors=True)
    kind.clear(made)
