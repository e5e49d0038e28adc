"""Files that arrive in pieces: how far each one is, its bytes on the disk before anybody is told so."""

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from core.errors import N_, Conflict, DomainError, Invalid, NotFound
from core.failpoints import reached
from core.ids import is_id

try:
    import fcntl
except ImportError:  # Windows, where the product runs as one process
    fcntl = None

FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)
KEPT = timedelta(days=30)  # the term of work without a network
MOST, LARGEST = 200, 400 * 1024 * 1024  # unfinished files of one owner, and their bytes


class WrongOffset(Conflict):
    """A piece that does not continue what is here; `fields` says where it goes on."""

    message = N_("续传位置不对，请从第 {offset} 字节继续。")


class BeyondEnd(Invalid):
    """A piece that reaches past the announced length."""

    message = N_("上传的内容超出文件长度。")


class NoSpace(DomainError):
    """The disk is full; what was here before still is."""

    status = 507
    message = N_("服务器存储空间不足，照片没有保存。请保留手机上的内容，并通知管理员。")


class TooMuchUnfinished(DomainError):
    """The owner has begun more files than are kept; those that are continued to their end make room."""

    status = 429
    retry_after = 60 * 60
    message = N_("未传完的文件过多（最多 {count} 个、{size} MB），服务器未接收。请先传完已开始的文件，或联系管理员。")


class Partial:
    """One unfinished file, held by one process at a time."""

    def __init__(self, path: Path, handle: int):
        self.path, self._handle = path, handle

    @property
    def offset(self) -> int:
        """How many bytes are here."""
        return os.fstat(self._handle).st_size

    def append(self, offset: int, data: bytes, size: int) -> int:
        """Put a piece behind the others; it is on the disk before this returns. The new offset.

        Raises WrongOffset, BeyondEnd or NoSpace, and nothing has changed then.
        """
        here = self.offset
        if offset != here:
            raise WrongOffset(fields={"offset": here}, offset=here)
        if here + len(data) > size:
            raise BeyondEnd()
        try:
            self._write(data)
        except OSError as failure:
            os.ftruncate(self._handle, here)
            if failure.errno in FULL:
                raise NoSpace() from failure
            raise
        return here + len(data)

    def _write(self, data: bytes) -> None:
        os.lseek(self._handle, 0, os.SEEK_END)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._handle, rest) :]
        reached("piece.written")
        os.fsync(self._handle)
        reached("piece.synced")

    def read(self) -> bytes:
        """All that is here."""
        return self.path.read_bytes()

    def throw_away(self) -> None:
        """Forget the file: it has arrived, or was never what it was said to be."""
        self.path.unlink(missing_ok=True)


class Pieces:
    """A folder of unfinished files; each belongs to the account that sends it, and nobody else learns of it."""

    def __init__(self, root: Path):
        self.root = Path(root)

    def offset(self, owner: str, digest: str) -> int:
        """How many bytes of the file are here from that owner."""
        try:
            return self._path(owner, digest).stat().st_size
        except FileNotFoundError:
            return 0

    def require_room(self, owner: str, digest: str, coming: int) -> None:
        """Raises TooMuchUnfinished when so many bytes more of that file would be too much from that owner."""
        own = self._path(owner, digest)
        others = [path for path in own.parent.glob("*.part") if path != own]
        if len(others) >= MOST or self.offset(owner, digest) + coming + sum(map(_size, others)) > LARGEST:
            raise TooMuchUnfinished(count=MOST, size=LARGEST // 1024**2)

    @contextmanager
    def hold(self, owner: str, digest: str) -> Iterator[Partial]:
        """The unfinished file, made when it is not there; whoever comes second waits."""
        path = self._path(owner, digest)
        handle = _locked(path)
        try:
            yield Partial(path, handle)
        finally:
            if os.fstat(handle).st_size == 0:
                path.unlink(missing_ok=True)
            os.close(handle)

    def sweep(self, now: float | None = None) -> int:
        """Throw away what nobody has continued within the term; how many files that were."""
        oldest = (time.time() if now is None else now) - KEPT.total_seconds()
        old = [path for path in self.root.glob("*/*.part") if path.stat().st_mtime < oldest]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, owner: str, digest: str) -> Path:
        if not is_id(owner) or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            raise NotFound()
        return self.root / owner / f"{digest}.part"


def _size(path: Path) -> int:
    with contextlib.suppress(FileNotFoundError):  # it arrived meanwhile
        return path.stat().st_size
    return 0


def _locked(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        if fcntl is None:
            return handle
        fcntl.flock(handle, fcntl.LOCK_EX)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        os.close(handle)  # it was thrown away while we waited
