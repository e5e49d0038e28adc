"""Reading what a phone sends: everything checked for its kind before anything is asked of the database. Pure."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from core.errors import N_, Invalid, TooLarge
from core.ids import is_id
from inspections.filling.sync.clocks import Reading

HASH = re.compile(r"[0-9a-f]{64}")
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # PostgreSQL keeps no such text
LARGEST_RECORD = 8 * 1024 * 1024
MOST_ENTRIES = 5000
MOST_PIECES = 500
LARGEST_FILE = 40 * 1024 * 1024
KINDS = ("answer", "attribute", "photo", "withdraw", "signature", "submit")
ENTRY = {"seq", "kind", "item", "content", "at", "previous", "hash"}
ITEM_KINDS = ("answer", "photo", "withdraw")


class BadRecord(Invalid):
    """What came is not a record as the two sides agreed to write it; `fields` names the part."""

    message = N_("发送的内容格式不对（{part}），没有接收。手机上的内容仍在，请更新应用后重试。")


class RecordTooLarge(TooLarge):
    """More than one record may hold."""

    code = "too_large"
    message = N_("发送的内容太大，没有接收。")


@dataclass(frozen=True)
class Record:
    """One packet of a draft."""

    draft: str
    inspection: str | None
    task: str | None
    site: str | None
    version: str
    started_at: datetime
    clock: Reading
    clock_said: dict[str, Any]
    first: int
    entries: list[dict[str, Any]]
    head: str
    manifest: list[str]
    submit: bool

    @property
    def named(self) -> list[str]:
        """The bytes that the packet speaks of."""
        said = {entry["content"].get(name) for entry in self.entries for name in ("sha256", "marks")}
        return sorted({*self.manifest, *said} - {None})


def _bad(part: str) -> BadRecord:
    return BadRecord(part=part, fields={part: N_("格式不对")})


def read_json(raw: bytes) -> dict[str, Any]:
    """The JSON object in the bytes; no floats, no NUL, no lone surrogates. Raises BadRecord."""

    def no_float(text: str) -> NoReturn:
        raise ValueError(text)

    try:
        body = json.loads(raw.decode(), parse_float=no_float, parse_constant=no_float)
        if NUL.search(json.dumps(body, ensure_ascii=False).encode().decode()):
            raise ValueError("NUL")
    except (ValueError, RecursionError) as unreadable:
        raise _bad("json") from unreadable
    if not isinstance(body, dict):
        raise _bad("json")
    return body


def read_pieces(raw: bytes) -> list[tuple[str, int]]:
    """Hashes and sizes that a phone asks about."""
    given = read_json(raw).get("pieces")
    if not isinstance(given, list) or len(given) > MOST_PIECES:
        raise _bad("pieces")
    for each in given:
        _require(isinstance(each, dict) and _hash(each.get("sha256")) and _count(each.get("size")), "pieces")
    return [(each["sha256"], each["size"]) for each in given]


def read_record(raw: bytes, draft: str) -> Record:
    """The record in the bytes, which must be of that draft. Raises BadRecord or RecordTooLarge."""
    if len(raw) > LARGEST_RECORD:
        raise RecordTooLarge()
    body = read_json(raw)
    _require(body.get("draft") == draft and _id(draft), "draft")
    for name in ("inspection", "task", "site"):
        _require(body.get(name) is None or _id(body[name]), name)
    _require(_id(body.get("checklist_version")), "checklist_version")
    _require(bool(body.get("task")) or bool(body.get("site")), "task")
    _require(isinstance(body.get("submit"), bool), "submit")
    _require(_count(body.get("first")) and body["first"] >= 1, "first")
    _require(_hash(body.get("head")), "head")
    manifest: Any = body.get("manifest")
    _require(isinstance(manifest, list) and all(_hash(each) for each in manifest), "manifest")
    clock: Any = body.get("clock")
    return Record(
        draft=draft,
        inspection=body.get("inspection"),
        task=body.get("task"),
        site=body.get("site"),
        version=body["checklist_version"],
        started_at=_moment(body.get("started_at"), "started_at"),
        clock=_reading(clock),
        clock_said=clock,
        first=body["first"],
        entries=_entries(body.get("entries")),
        head=body["head"],
        manifest=manifest,
        submit=body["submit"],
    )


def _entries(given: Any) -> list[dict[str, Any]]:
    _require(isinstance(given, list) and len(given) <= MOST_ENTRIES, "entries")
    entries: list[dict[str, Any]] = given
    for entry in entries:
        _require(isinstance(entry, dict) and set(entry) == ENTRY, "entries")
        _require(_count(entry["seq"]) and entry["kind"] in KINDS and isinstance(entry["content"], dict), "entries")
        _require(_hash(entry["previous"]) and _hash(entry["hash"]), "entries")
        _moment(entry["at"], "entries")
        _require(_id(entry["item"]) if entry["kind"] in ITEM_KINDS else entry["item"] == "", "entries")
        _require(CONTENT[entry["kind"]](entry["content"]), "entries")
    return entries


def _answer(content: dict[str, Any]) -> bool:
    inputs = content.get("inputs")
    sound = isinstance(inputs, dict) and all(isinstance(value, str) for value in inputs.values())
    return sound and _count(content.get("base_revision"))


def _photo(content: dict[str, Any]) -> bool:
    texts = ("name", "taken_at", "latitude", "longitude", "accuracy")
    marks = content.get("marks")
    sound = _hash(content.get("sha256")) and _count(content.get("size")) and (marks is None or _hash(marks))
    return sound and all(content.get(name) is None or isinstance(content[name], str) for name in texts)


CONTENT: dict[str, Callable[[dict[str, Any]], bool]] = {
    "answer": _answer,
    "attribute": lambda content: _text(content.get("name"), 80) and _text(content.get("value"), 80),
    "photo": _photo,
    "withdraw": lambda content: _hash(content.get("sha256")),
    "signature": lambda content: _hash(content.get("sha256")) and _text(content.get("signer"), 80),
    "submit": lambda content: True,
}


def _reading(given: Any) -> Reading:
    _require(isinstance(given, dict), "clock")
    elapsed = given.get("elapsed_ms")
    _require(elapsed is None or (_count(elapsed) and elapsed < 10**13), "clock")
    names = ("server_seen_at", "device_seen_at")
    _require(all(name in given for name in names), "clock")
    server_seen, device_seen = (given[name] and _moment(given[name], "clock") for name in names)
    return Reading(_moment(given.get("device_now"), "clock"), server_seen, device_seen, elapsed)


def _moment(text: Any, part: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        _require(moment.tzinfo is not None and 2 <= moment.year <= 9998 and len(text) <= 40, part)
    except (TypeError, ValueError) as unreadable:
        raise _bad(part) from unreadable
    return moment


def _require(sound: bool, part: str) -> None:
    if not sound:
        raise _bad(part)


def _id(value: Any) -> bool:
    return isinstance(value, str) and is_id(value)


def _hash(value: Any) -> bool:
    return isinstance(value, str) and bool(HASH.fullmatch(value))


def _text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
