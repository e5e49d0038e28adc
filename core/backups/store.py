"""The folder of a backup: files named by their SHA-256, and last of all the manifest that makes them one backup."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from core.blobs import synced
from core.errors import N_, DomainError
from core.ids import new_id

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

FORMAT = 1
CHUNK = 1024 * 1024
MANIFEST, FILES, LOCK = "manifest.json", "files", "lock"


class NoBackup(DomainError):
    """The folder holds no complete backup of this product."""

    message = N_("{folder} 中没有完整的备份。请检查目录；备份中断的，请重新运行 ./tiaocha backup。")


class DamagedBackup(DomainError):
    """A backup that is no longer what it was when it was made."""

    message = N_("备份已损坏：{name} 与登记的校验码不符，未恢复任何内容。请换用另一份备份。")


class Elsewhere(DomainError):
    """A folder that is in use for something else."""

    message = N_("{folder} 中有其他内容，请为备份另选一个空目录。")


class Busy(DomainError):
    """Another backup is under way in the folder."""

    message = N_("{folder} 正在进行另一次备份，请等它完成后重试。")


@dataclass(frozen=True)
class Kept:
    """Content that the backup holds: hash and number of bytes."""

    sha256: str
    size: int


@dataclass
class Manifest:
    """What one backup consists of. `files` are those of the instance folder, by their place in it."""

    made_at: str
    database: dict
    files: dict[str, Kept] = field(default_factory=dict)

    def contents(self) -> dict[str, Kept]:
        """All that has to be there, by name."""
        return {**self.files, **self.parts()}

    def parts(self) -> dict[str, Kept]:
        """What the database consists of."""
        return {name: Kept(**part) for name, part in self.database["parts"].items()}


class Store:
    """A folder of content that is written once; readable by its owner alone."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)

    def path(self, kept: Kept) -> Path:
        """Where that content lies."""
        return self.folder / FILES / kept.sha256[:2] / kept.sha256

    def holds(self, kept: Kept) -> bool:
        """Whether content of that name and length is here; restoring looks at every byte."""
        path = self.path(kept)
        return path.is_file() and not path.is_symlink() and path.stat().st_size == kept.size

    def take(self, source: Path) -> Kept:
        """Copy a file into the backup; it is on the disk before this returns."""
        partial = self.partial()
        try:
            kept = copied(source, partial)
            self.adopt(partial, kept)
        finally:
            partial.unlink(missing_ok=True)
        return kept

    def partial(self) -> Path:
        """A name inside the folder for what is being written."""
        private(self.folder / FILES)
        return self.folder / FILES / f"{new_id()}.part"

    def adopt(self, partial: Path, kept: Kept | None = None) -> Kept:
        """Give written content its name."""
        kept = kept or measured(partial)
        if not self.holds(kept):
            private(self.path(kept).parent)
            partial.chmod(0o600)
            partial.replace(self.path(kept))
            synced(self.path(kept).parent)
        return kept

    def give(self, kept: Kept, target: Path, name: str) -> None:
        """Write the content to a new file; raises DamagedBackup when it is not what it was."""
        private(target.parent)
        if not self.holds(kept) or copied(self.path(kept), target) != kept:
            raise DamagedBackup(name=name)

    def check(self, kept: Kept, name: str) -> None:
        """Look at every byte; raises DamagedBackup when it is not what it was."""
        if not self.holds(kept) or measured(self.path(kept)) != kept:
            raise DamagedBackup(name=name)

    def forget(self, parts: dict[str, Kept], still: set[str]) -> None:
        """Remove superseded content; `still` are the hashes that go on being used."""
        for kept in parts.values():
            if kept.sha256 not in still:
                self.path(kept).unlink(missing_ok=True)

    def clean(self) -> None:
        """Remove what an interrupted backup left half written."""
        for partial in (self.folder / FILES).glob("*.part*"):
            partial.unlink()

    def publish(self, manifest: Manifest) -> None:
        """From here on the folder is that backup; until here it was the one before."""
        partial = self.folder / f"{MANIFEST}.part"
        with writing(partial) as file:
            file.write(_written(manifest).encode())
        partial.replace(self.folder / MANIFEST)
        synced(self.folder)

    def manifest(self) -> Manifest:
        """The manifest of the complete backup; raises NoBackup or DamagedBackup."""
        try:
            text = (self.folder / MANIFEST).read_text(encoding="utf-8")
        except (OSError, UnicodeError) as missing:
            raise NoBackup(folder=self.folder) from missing
        return _read(text)


@contextmanager
def claimed(folder: Path) -> Iterator[Store]:
    """The folder as a place for backups: made when it is not there, one backup at a time, nothing else in it."""
    names = {entry.name for entry in folder.iterdir()} if folder.exists() else set()
    if names - {MANIFEST, f"{MANIFEST}.part", FILES, LOCK}:
        raise Elsewhere(folder=folder)
    private(folder)
    folder.chmod(0o700)
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield Store(folder)
    except BlockingIOError as held:
        raise Busy(folder=folder) from held
    finally:
        os.close(handle)


def copied(source: Path, target: Path) -> Kept:
    """Copy byte for byte to a new file of the owner's alone; what was read."""
    summed, size = hashlib.sha256(), 0
    with source.open("rb") as reading, writing(target) as out:
        while piece := reading.read(CHUNK):
            summed.update(piece)
            size += len(piece)
            out.write(piece)
    return Kept(summed.hexdigest(), size)


def measured(path: Path) -> Kept:
    """Hash and length of a file."""
    with path.open("rb") as file:
        return Kept(hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


@contextmanager
def writing(target: Path):
    """A file of the owner's alone, on the disk when the block ends."""
    handle = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


def private(folder: Path) -> None:
    """Make the folder, and those above it that are not there, for its owner alone."""
    if not folder.exists():
        private(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)


def _written(manifest: Manifest) -> str:
    body = {"format": FORMAT, **asdict(manifest)}
    return json.dumps({**body, "sum": _sum(body)}, ensure_ascii=False, indent=1)


def _sum(body: dict) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _read(text: str) -> Manifest:
    """The manifest; one that was cut or changed is damaged, and so is one that points out of its folder."""
    try:
        body = json.loads(text)
        if body.pop("sum") != _sum(body) or body.pop("format") != FORMAT:
            raise DamagedBackup(name=MANIFEST)
        manifest = Manifest(**{**body, "files": {name: Kept(**kept) for name, kept in body["files"].items()}})
        sound = all(_is_inside(name) for name in manifest.files) and all(map(_is_hash, manifest.contents().values()))
        sound = sound and {"kind", "revision", "parts"} <= set(manifest.database)
    except (ValueError, KeyError, TypeError, AttributeError) as garbled:
        raise DamagedBackup(name=MANIFEST) from garbled
    if not sound:
        raise DamagedBackup(name=MANIFEST)
    return manifest


def _is_inside(name: str) -> bool:
    place = PurePosixPath(name)
    return not place.is_absolute() and ".." not in place.parts and not {*"\\\0"} & {*name} and bool(place.parts)


def _is_hash(kept: Kept) -> bool:
    return bool(re.fullmatch(r"[0-9a-f]{64}", kept.sha256))
