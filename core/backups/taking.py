"""Taking a backup: the database in one moment, then every file that it can name, then the manifest."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask

from core.backups.kinds import kind_of
from core.backups.store import Elsewhere, Kept, Manifest, NoBackup, Store, claimed, writing
from core.clock import utc_now
from core.db import db
from core.errors import N_, DomainError
from core.revisions import present_revision
from core.watching import Watched, unwatched

LAST = "last_backup.json"
# Of this moment only, or on its way: not the installation's own.
LEFT_OUT = {"backups", "pieces", ".restoring", ".gitignore", LAST}
# Named by the hash of what they hold: written once, never changed, never removed.
IMMUTABLE = ("evidence", "sources")
# What may speak of the database: it must not speak of a later moment than the one that is kept.
BEFORE = ("checkpoints",)


class NothingToBackUp(DomainError):
    """There is no installation yet."""

    message = N_("数据目录中还没有数据库，无可备份。请先运行 ./tiaocha serve。")


@dataclass
class Taken:
    """What a backup did: how many files it has, how many were new, which are not what their name says or are gone."""

    files: int = 0
    copied: int = 0
    damaged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def take(app: Flask, folder: Path, watched: Watched = unwatched) -> Taken:
    """Take a backup of the installation into the folder, while it serves."""
    instance = Path(app.instance_path)
    if folder.is_relative_to(instance) and folder.relative_to(instance).parts[:1] != ("backups",):
        raise Elsewhere(folder=folder)
    revision = present_revision()
    if revision is None:
        raise NothingToBackUp()
    with claimed(folder) as store:
        store.clean()
        return _take(instance, store, revision, watched)


def take_database(folder: Path, revision: str) -> None:
    """A backup of the database alone."""
    with claimed(folder) as store:
        made_at = utc_now().isoformat()
        store.publish(Manifest(made_at, _database(revision, kind_of(db.engine.url).dump(db.engine, store))))


def _database(revision: str, parts: dict[str, Kept]) -> dict:
    kept = {name: asdict(part) for name, part in parts.items()}
    return {"kind": db.engine.url.get_backend_name(), "revision": revision, "parts": kept}


def _take(instance: Path, store: Store, revision: str, watched: Watched) -> Taken:
    earlier, taken = _earlier(store), Taken()
    files = _copies(instance, store, earlier, taken, _names(instance, before=True))
    made_at = utc_now().isoformat()
    parts = kind_of(db.engine.url).dump(db.engine, store, watched)
    after = _names(instance, before=False)
    files |= _copies(instance, store, earlier, taken, watched(after, len(after)))
    gone = {name: kept for name, kept in earlier.files.items() if is_immutable(name) and name not in files}
    manifest = Manifest(made_at, _database(revision, parts), {**files, **gone})
    store.publish(manifest)
    store.forget(earlier.contents(), {kept.sha256 for kept in manifest.contents().values()})
    _note(instance, made_at, store.folder)
    taken.files, taken.missing = len(files), tuple(sorted(gone))
    return taken


def _earlier(store: Store) -> Manifest:
    try:
        return store.manifest()
    except NoBackup:
        return Manifest("", {"parts": {}})


def _copies(instance: Path, store: Store, earlier: Manifest, taken: Taken, names: Iterable[str]) -> dict[str, Kept]:
    """These files of the instance."""
    kept = {}
    for name in names:
        known = earlier.files.get(name)
        if known and is_immutable(name) and store.holds(known):
            kept[name] = known
            continue
        kept[name] = store.take(instance / name)
        taken.copied += 1
        if is_immutable(name) and kept[name].sha256 != Path(name).name:
            taken.damaged += (name,)
    return kept


def _names(instance: Path, before: bool) -> list[str]:
    """The files that are taken before the database, or those that are taken after it."""
    return sorted(name for name in _all_names(instance) if name.startswith(BEFORE) == before)


def _all_names(instance: Path) -> Iterator[str]:
    """Every file that belongs to the installation, by its place in the folder, but for the database's own."""
    database = kind_of(db.engine.url).own_files(db.engine.url)
    for folder, folders, names in os.walk(instance, followlinks=True):
        here = Path(folder)
        if here == instance:
            folders[:] = [each for each in folders if each not in LEFT_OUT]
            names = [each for each in names if each not in LEFT_OUT and not each.startswith(".probe-")]
        found = (here / name for name in names if not name.endswith(".part"))
        yield from (path.relative_to(instance).as_posix() for path in found if path not in database)


def is_immutable(name: str) -> bool:
    """Whether the file can never rightly change or disappear."""
    return name.split("/")[0] in IMMUTABLE


def _note(instance: Path, made_at: str, folder: Path) -> None:
    """Remember where the last backup went, for the doctor."""
    partial = instance / f"{LAST}.part"
    with writing(partial) as file:
        file.write(json.dumps({"at": made_at, "folder": str(folder)}, ensure_ascii=False).encode())
    partial.replace(instance / LAST)
