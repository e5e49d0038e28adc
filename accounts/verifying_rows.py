"""Comparing stored rows with the trail: by the hash that pins them, and by the values that lines about them gave."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Table
from sqlalchemy.exc import DBAPIError

from accounts.audit import plain
from accounts.pinned import Pins
from accounts.rows import digest, of_record, read
from core.db import db
from core.errors import N_, Sentence


@dataclass
class Said:
    """What lines about acts say of one row: the last that names it, and the values that they gave it."""

    line: int = 0
    values: dict = field(default_factory=dict)


def note(said: dict[tuple[str, str], Said], seq: int, body: dict) -> None:
    """The next line of the trail."""
    about, after, also = body.get("object"), body.get("after"), body.get("also")
    if isinstance(about, dict):
        known = said.setdefault((str(about.get("type")), str(about.get("id"))), Said())
        known.line = seq
        known.values.update(after if isinstance(after, dict) else {})
    for other in also if isinstance(also, list) else ():
        kind, _, row = str(other).partition(":")
        said[kind, row] = Said(seq)  # it changed with the object; into what, the line does not say


def between(table: str, key: str, last: int, seq: int) -> Sentence:
    """That somebody changed a row after one line about it and before the next."""
    message = N_("{table} {id} 在审计记录第 {last} 条之后、第 {seq} 条之前被改动过，没有记录。")
    return Sentence(message, table=table, id=key, last=last, seq=seq)


def rows(said: dict[tuple[str, str], Said], pins: Pins) -> Iterator[Sentence]:
    """Every row of record that is not as the trail has it, and those that are no more."""
    for table in of_record(db.metadata):
        named = {key: known for (kind, key), known in said.items() if kind == table.name}
        try:
            yield from _rows_of(table, named, pins)
        except DBAPIError as failure:
            db.session.rollback()
            yield Sentence(N_("数据表 {table} 无法读取：{reason}。"), table=table.name, reason=str(failure.orig))


def _rows_of(table: Table, named: dict[str, Said], pins: Pins) -> Iterator[Sentence]:
    present = set()
    for row in read(db.session.connection(), table):
        present.add(row["id"])
        fault = _by_lines(table, row, named, pins) or _by_pin(table, row, pins)
        if fault:
            yield fault
    for key, seq in _lines(table, named, pins).items():
        if key not in present:
            yield Sentence(N_("{table} {id} 已不存在，但审计记录第 {seq} 条记有。"), table=table.name, id=key, seq=seq)


def _lines(table: Table, named: dict[str, Said], pins: Pins) -> dict[str, int]:
    """The rows that the trail knows, with the line that speaks of them last."""
    of_acts = {key: known.line for key, known in named.items() if "audit_seq" in table.columns}
    return {key: pin.line for key, pin in pins.of.get(table.name, {}).items() if pin.hash} | of_acts


def _by_lines(table: Table, row: dict, named: dict[str, Said], pins: Pins) -> Sentence | None:
    if "audit_seq" not in table.columns or _was_unnamed(table, row, named, pins):
        return None
    known, where = named.get(row["id"]), {"table": table.name, "id": row["id"], "seq": row.get("audit_seq")}
    if known is None or known.line != row.get("audit_seq"):
        return Sentence(N_("{table} {id} 对应的审计记录第 {seq} 条不是关于它的最后一条。"), **where)
    wrong = sorted(name for name, value in known.values.items() if name in row and differs(row[name], value))
    if wrong:
        message = N_("{table} {id} 与审计记录（至第 {seq} 条）不一致：{columns}。")
        return Sentence(message, **where, columns="、".join(wrong))
    return None


def _was_unnamed(table: Table, row: dict, named: dict[str, Said], pins: Pins) -> bool:
    """Whether it last changed with another object, before lines said what else they change; its pin of later holds."""
    known, seq = named.get(row["id"]), row.get("audit_seq")
    if known is None or pins.since is None or not isinstance(seq, int):
        return False
    return known.line < seq < pins.since and _by_pin(table, row, pins) is None


def _by_pin(table: Table, row: dict, pins: Pins) -> Sentence | None:
    if not pins.begun:
        return None
    pin, where = pins.of.get(table.name, {}).get(row["id"]), {"table": table.name, "id": row["id"]}
    if pin is None or pin.hash is None:
        return Sentence(N_("{table} {id} 不在审计记录中，不是由程序写入的。"), **where)
    if pin.hash != digest(table.name, row, pin.over):
        message = N_("{table} {id} 的内容与审计记录第 {seq} 条的校验码不一致，被改动过。")
        return Sentence(message, **where, seq=pin.line)
    return None


def differs(stored, said) -> bool:
    """Whether a column holds something else than the trail says; nothing and an empty text are the same."""
    try:
        stored = plain(stored)
    except TypeError:
        return True
    return stored != said and not (stored in (None, "") and said in (None, ""))
