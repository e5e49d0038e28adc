"""Bytes that never change, kept in files named by their SHA-256."""

import hashlib
import os
import re
from pathlib import Path

from core.errors import N_, Invalid, NotFound
from core.failpoints import reached
from core.ids import new_id


def sha256(data: bytes) -> str:
    """The SHA-256 of the bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class BlobStore:
    """A folder of immutable files; a name is the hash of what it holds."""

    def __init__(self, root: Path):
        self.root = Path(root)

    def path(self, digest: str) -> Path:
        """Where the bytes of that hash lie, whether they are there or not."""
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise Invalid(N_("文件摘要的格式不对。"))
        return self.root / digest[:2] / digest

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their hash; they are on the disk before this returns."""
        digest = sha256(data)
        target = self.path(digest)
        if not target.exists():
            self._write(target, data)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of that hash; raises NotFound when they are not here or no longer what they were."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError as missing:
            raise NotFound() from missing
        if sha256(data) != digest:
            raise NotFound(N_("文件已损坏，与登记的摘要不符，请联系管理员。"))
        return data

    def _write(self, target: Path, data: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f"{target.name}.{new_id()}.part")
        try:
            with partial.open("xb") as file:
                file.write(data)
                reached("file.written")
                file.flush()
                os.fsync(file.fileno())
            reached("file.synced")
            partial.replace(target)
            reached("file.renamed")
        finally:
            partial.unlink(missing_ok=True)
        synced(target.parent)


def synced(folder: Path) -> None:
    """The names in the folder are on the disk when this returns."""
    if os.name == "nt":  # a folder cannot be synced there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
