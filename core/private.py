"""What an installation keeps belongs to its own user alone: folders 0700, files 0600."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from core.ids import new_id

FOLDER, FILE, OTHERS = 0o700, 0o600, 0o077


def own_folder(folder: Path) -> None:
    """Make the folder; from here on this process makes nothing that others can read."""
    os.umask(OTHERS)
    folder.mkdir(parents=True, exist_ok=True)


def mend(folder: Path) -> list[Path]:
    """Close what lies there to others; what belongs to another user stays as it is and is returned."""
    return [path for path in [folder, *_below(folder)] if not _closed(path)]


def _below(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        yield from (Path(where, name) for name in (*folders, *files))


def _closed(path: Path) -> bool:
    if path.is_symlink():  # what it points to is not ours
        return True
    wanted = FOLDER if path.is_dir() else FILE
    try:
        if path.stat().st_mode & OTHERS:
            path.chmod(wanted)
    except FileNotFoundError:  # it was thrown away in the meantime
        return True
    except PermissionError:
        return False
    return True


@contextmanager
def whole_file(file: Path) -> Iterator[TextIO]:
    """Write a text file for its owner alone; what was there stays until all is on the disk.

    What is no file (a device, a pipe) is written into as it is. Raises OSError, and leaves nothing half written.
    """
    if file.exists() and not file.is_file():
        with file.open("w", encoding="utf-8") as out:
            yield out
        return
    target = file.resolve()  # what a link points to, not the link
    partial = target.with_name(f"{target.name}.{new_id()}.part")
    try:
        handle = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
