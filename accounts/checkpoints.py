"""Signed notes of how far the audit trail had come and what it then was; kept where the database is not.

A trail that was cut, renumbered or written anew agrees with itself, but not with a checkpoint from before.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask, current_app, request
from sqlalchemy import select

from accounts.audit_chain import Peaks, canonical
from accounts.models import AuditEntry
from core.clock import local_day, utc_now
from core.db import db, reading
from core.errors import N_, Sentence
from core.private import whole_file

FOLDER = "checkpoints"
GONE = N_("审计记录第 {first} 至 {last} 条被删除或重新编号：{time} 的校验点记有 {last} 条，现只有 {count} 条。")
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Checkpoint:
    """So many lines, the hash of the last of them, the root of the tree over them all, and when that was seen."""

    size: int
    head: str
    root: str
    time: str
    key: dict
    signature: str
    peaks: tuple[str, ...] = ()  # to go on from; nobody relies on them

    @property
    def code(self) -> str:
        """What a printed report carries: the number of lines and the beginning of the last one's hash."""
        return f"{self.size}-{self.head[:12].upper()}"

    @property
    def day(self):
        """The day in Shanghai on which it was made."""
        return local_day(datetime.fromisoformat(self.time))

    def is_genuine(self) -> bool:
        """Whether it was signed with this installation's key."""
        text = signed(self.size, self.head, self.root, self.time)
        return current_app.extensions["receipt_key"].signed(text, self.signature)


def signed(size: int, head: str, root: str, time: str) -> str:
    """The text that is signed."""
    return canonical({"kind": "audit.checkpoint", "size": size, "head": head, "root": root, "time": time})


def init_app(app: Flask) -> None:
    """Make a checkpoint with the first act of each day."""
    app.extensions["checkpoint_day"] = None
    app.after_request(_daily)


def _daily(response):
    app, day = current_app, local_day(utc_now())
    due = app.config["DAILY_CHECKPOINT"] and app.extensions["checkpoint_day"] != day
    if due and request.method not in SAFE and response.status_code < 400:
        last = latest()
        if last is None or last.day != day:
            take(utc_now())
        app.extensions["checkpoint_day"] = day
    return response


def folder() -> Path:
    """Where this installation keeps its own."""
    return Path(current_app.instance_path) / FOLDER


def outside() -> Path | None:
    """Where the administrator has them copied, if anywhere."""
    said = current_app.config.get("CHECKPOINTS")
    return Path(said) if said else None


def read(file: Path) -> Checkpoint:
    """A checkpoint from its file; raises ValueError for anything else."""
    try:
        row = json.loads(file.read_text("utf-8"))
        said = {name: row[name] for name in ("size", "head", "root", "time", "key", "signature")}
        return Checkpoint(**said, peaks=tuple(row.get("peaks", ())))
    except (KeyError, TypeError, OSError) as wrong:
        raise ValueError(str(file)) from wrong


def files(place: Path) -> list[Path]:
    """The checkpoints in a folder, by size; a single file is itself."""
    return sorted(place.glob("*.json")) if place.is_dir() else [place]


def latest() -> Checkpoint | None:
    """The one that covers most."""
    present = files(folder()) if folder().is_dir() else []
    return read(present[-1]) if present else None


def covering(seq: int) -> Checkpoint | None:
    """The first one after that line was written."""
    for file in files(folder()) if folder().is_dir() else []:
        if int(file.name.partition("-")[0]) >= seq:
            return read(file)
    return None


def take(now: datetime) -> Checkpoint | None:
    """Note down the trail as it is committed, sign it, keep it, and copy it where the administrator says."""
    last = latest()
    with reading():
        size, head, peaks = _go_on(last)
    if not size or (last and last.size == size):
        return last
    time, root, key = now.isoformat(timespec="seconds"), peaks.root(), current_app.extensions["receipt_key"]
    made = Checkpoint(size, head, root, time, key.jwk, key.sign(signed(size, head, root, time)), tuple(peaks.hashes))
    name = f"{size:012d}-{now:%Y%m%dT%H%M%SZ}.json"
    for place in filter(None, (folder(), outside())):
        _keep(place / name, json.dumps(vars(made), ensure_ascii=False, indent=1) + "\n")
    return made


def _go_on(last: Checkpoint | None) -> tuple[int, str, Peaks]:
    size, head = (last.size, last.head) if last else (0, "")
    peaks = Peaks(size, list(last.peaks) if last else [])
    rows = select(AuditEntry.seq, AuditEntry.body, AuditEntry.hash).where(AuditEntry.seq > size)
    for row in db.session.execute(rows.order_by(AuditEntry.seq).execution_options(yield_per=1000)):
        peaks.add(row.body)
        size, head = row.seq, row.hash
    return size, head, peaks


def _keep(file: Path, text: str) -> None:
    try:
        _write(file, text)
    except OSError as failure:  # what was issued is issued; the next checkpoint covers it too
        logging.getLogger("tiaocha").error("checkpoint %s was not kept: %s", file, failure)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with whole_file(file) as out:
        out.write(text)


class Comparison:
    """Checkpoints against a trail that is read line by line; each difference names the lines in which it lies."""

    def __init__(self, points: list[Checkpoint]):
        self.waiting = sorted(points, key=lambda each: each.size, reverse=True)
        self.peaks, self.good, self.last = Peaks(), 0, 0

    def see(self, seq: int, body: str, own: str) -> Iterator[Sentence]:
        """The next line; what the checkpoints that end with it saw otherwise."""
        self.peaks.add(body)
        self.last = seq
        while self.waiting and self.waiting[-1].size <= seq:
            point = self.waiting.pop()
            if (point.size, point.head, point.root) == (seq, own, self.peaks.root()):
                self.good = seq
            else:
                about = {"first": self.good + 1, "last": point.size, "time": point.time}
                yield Sentence(N_("审计记录第 {first} 至 {last} 条与 {time} 的校验点不一致，其后被改写过。"), **about)

    def rest(self) -> Iterator[Sentence]:
        """After the last line: what the remaining checkpoints saw and is no longer there."""
        for point in reversed(self.waiting):
            about = {"first": self.good + 1, "last": point.size, "time": point.time, "count": self.last}
            yield Sentence(GONE, **about)


def load(places: Iterable[Path]) -> tuple[list[Checkpoint], list[Sentence]]:
    """The checkpoints in folders or files, and which of them are none of this installation's, or hold none."""
    places = list(places)
    points, faults = [], [Sentence(N_("{place} 中没有校验点。"), place=each) for each in places if not files(each)]
    for file in (file for place in places for file in files(place)):
        try:
            point = read(file)
        except ValueError:
            faults.append(Sentence(N_("校验点文件 {name} 无法读取。"), name=file.name))
            continue
        if not point.is_genuine():
            faults.append(Sentence(N_("校验点文件 {name} 的数字签名不是本系统的。"), name=file.name))
        points.append(point)
    return points, faults
