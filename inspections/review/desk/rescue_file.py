"""The rescue file of a phone: opening it piece by piece, and saying what is wrong with one. No flask, no database."""

import base64
import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from core.errors import N_, Invalid, TooLarge
from inspections.filling.sync.payloads import BadRecord, read_json

MARK = b"TIAOCHA-RESCUE-1\n"
BEGINNING = b'{"account":'  # of the first heading, which says whose file it is
TAG = 16
PIECE = 1024 * 1024
LARGEST_FILE = 200 * 1024 * 1024
LONGEST_HEAD = 1000
LONGEST_HEADING = 4096
MOST_RECORDS = 2000  # a phone holds some hundreds of visits at most
MOST_PIECES = 20_000  # photos and signatures, there or lost
SAID = ("kind", "size", "account", "made_at", "parts", "key", "draft", "sha256")  # of a heading; the rest is left
ROUNDS = range(600_000, 2_000_001)


class NotARescueFile(Invalid):
    """Some other file."""

    message = N_("这不是条查的救援文件，没有导入。请选择手机上“导出救援文件”得到的文件。")


class WrongPassphrase(Invalid):
    """The passphrase does not open the file."""

    message = N_("口令不对，文件没有打开。请核对导出时设置的口令后重试。")


class CutShort(Invalid):
    """The file ends before its contents do."""

    message = N_("文件不完整，可能没有拷贝完，没有导入任何内容。请重新拷贝，或在手机上重新导出。")


class Altered(Invalid):
    """The file is not as the phone wrote it."""

    message = N_("文件内容被改动或已损坏，没有导入任何内容。请重新拷贝，或在手机上重新导出。")


class RescueTooLarge(TooLarge):
    """More than a rescue file may have."""

    code = "too_large"
    message = N_("救援文件太大，最大 200 MB。")


class TooManyParts(RescueTooLarge):
    """More records or photos than any phone holds."""

    message = N_("救援文件里的内容太多（最多 2000 次检查的记录、20000 张照片或签名），没有导入任何内容。请联系管理员。")


@dataclass(frozen=True)
class Part:
    """One part of the opened file: its heading, and where its bytes lie."""

    heading: dict
    start: int
    size: int

    @property
    def kind(self) -> str:
        """about | record | bytes | lost"""
        return self.heading["kind"]


def unseal(sealed: BinaryIO, passphrase: str, plain: BinaryIO) -> list[Part]:
    """Write what is in the sealed file into `plain` and list its parts; every byte is proven before this returns.

    Raises NotARescueFile, WrongPassphrase, CutShort, Altered, RescueTooLarge or TooManyParts.
    """
    total = sealed.seek(0, 2)
    if total > LARGEST_FILE:
        raise RescueTooLarge()
    head, facts = _head(sealed)
    rest = total - len(head) - TAG
    if rest < 4 + len(BEGINNING):
        raise CutShort()
    opening = Cipher(algorithms.AES(_key(passphrase, facts)), modes.GCM(facts["iv"])).decryptor()
    opening.authenticate_additional_data(head)
    _decrypt(sealed, rest, opening, plain)
    try:
        opening.finalize_with_tag(sealed.read(TAG))
    except InvalidTag as other:
        _walk(plain, rest)  # says so when it ends too early
        raise Altered() from other
    parts = _walk(plain, rest)
    _check_hashes(plain, parts)
    return parts


def _head(sealed: BinaryIO) -> tuple[bytes, dict]:
    sealed.seek(0)
    head = sealed.read(LONGEST_HEAD)
    if not head.startswith(MARK):
        raise NotARescueFile()
    end = head.find(b"\n", len(MARK)) + 1
    if not end:
        raise CutShort() if len(head) < LONGEST_HEAD else Altered()
    sealed.seek(end)
    try:
        said = json.loads(head[len(MARK) : end])
        facts = {"salt": base64.b64decode(said["salt"]), "iv": base64.b64decode(said["iv"])}
        facts["iterations"] = int(said["iterations"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as unreadable:
        raise Altered() from unreadable
    if facts["iterations"] not in ROUNDS or len(facts["iv"]) != 12 or len(facts["salt"]) != 16:
        raise Altered()
    return head[:end], facts


def _key(passphrase: str, facts: dict) -> bytes:
    letters = unicodedata.normalize("NFC", passphrase).encode()
    return PBKDF2HMAC(hashes.SHA256(), 32, facts["salt"], facts["iterations"]).derive(letters)


def _decrypt(sealed: BinaryIO, rest: int, opening, plain: BinaryIO) -> None:
    first = True
    while rest:
        piece = opening.update(sealed.read(min(PIECE, rest)))
        if first and piece[4 : 4 + len(BEGINNING)] != BEGINNING:
            raise WrongPassphrase()
        rest, first = rest - len(piece), False
        plain.write(piece)


def _walk(plain: BinaryIO, total: int) -> list[Part]:
    parts = _parts(plain, total)
    about = parts[0].heading
    if about["kind"] != "about" or not isinstance(about.get("parts"), int):
        raise Altered()
    if about["parts"] != len(parts) - 1:
        raise CutShort() if about["parts"] > len(parts) - 1 else Altered()
    return parts


def _parts(plain: BinaryIO, total: int) -> list[Part]:
    parts, place, records = [], 0, 0
    while place < total:
        heading, start = _heading(plain, place, total)
        parts.append(Part(heading, start, heading["size"]))
        records += parts[-1].kind == "record"
        if records > MOST_RECORDS or len(parts) - 1 - records > MOST_PIECES:  # the first is about the file
            raise TooManyParts()
        place = start + heading["size"]
        if place > total:
            raise CutShort()
    return parts


def _heading(plain: BinaryIO, place: int, total: int) -> tuple[dict, int]:
    plain.seek(place)
    length = int.from_bytes(plain.read(4), "big")
    if length > LONGEST_HEADING:
        raise Altered()
    start = place + 4 + length
    if start > total:
        raise CutShort()
    try:
        said = read_json(plain.read(length))
    except BadRecord as unreadable:
        raise Altered() from unreadable
    if not _is_sound(said):
        raise Altered()
    return {name: said.get(name) for name in SAID}, start


def _is_sound(said: dict) -> bool:
    """Whether a heading says what kind its part is and how long; no phone writes a record of nothing."""
    kind, size = said.get("kind"), said.get("size")
    flat = all(isinstance(said.get(name), str | int | None) for name in SAID)
    return flat and isinstance(kind, str) and type(size) is int and size >= (1 if kind == "record" else 0)


def _check_hashes(plain: BinaryIO, parts: list[Part]) -> None:
    for part in parts:
        if part.kind == "bytes":
            digest = hashlib.sha256()
            for piece in pieces(plain, part):
                digest.update(piece)
            if digest.hexdigest() != part.heading.get("sha256"):
                raise Altered()


def pieces(plain: BinaryIO, part: Part) -> Iterator[bytes]:
    """The bytes of a part, piece by piece."""
    plain.seek(part.start)
    rest = part.size
    while rest:
        piece = plain.read(min(PIECE, rest))
        rest -= len(piece)
        yield piece


def whole(plain: BinaryIO, part: Part) -> bytes:
    """The bytes of a part."""
    plain.seek(part.start)
    return plain.read(part.size)
