"""Comparing what is stored with what the audit trail says of it; every difference is named with its place.

The rooms add what they know of their own rows with `check`.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from accounts.audit_chain import GENESIS, chain_hash, read_body
from accounts.checkpoints import Comparison, load
from accounts.models import AuditEntry
from accounts.pinned import Pins
from accounts.verifying_rows import Said, between, note, rows
from core import standing
from core.db import db
from core.errors import N_, Sentence
from core.watching import Watched, unwatched

Check = Callable[[], Iterable[Sentence]]
CHECKS: list[Check] = []


def check(rule: Check) -> Check:
    """Have the rule asked whenever the trail is verified."""
    CHECKS.append(rule)
    return rule


def faults(places: Iterable[Path] = (), watched: Watched = unwatched) -> Iterator[Sentence]:
    """Everything that does not agree: the guards with the program, the trail with itself and with the checkpoints in
    those places, rows of record with it, and what rooms know.
    """
    points, wrong = load(places)
    yield from wrong
    yield from standing.faults(db.session.connection(), db.metadata)
    said, pins = {}, Pins()
    yield from _trail(lines(watched), said, pins, Comparison(points))
    looks = [partial(rows, said, pins), *(partial(_asked, rule) for rule in CHECKS)]
    for look in watched(looks, len(looks)):
        yield from look()


def _asked(rule: Check) -> Iterator[Sentence]:
    """What the rule finds; values that make no sense end the rule, whatever it trips over, and not the verifying."""
    try:
        yield from rule()
    except Exception as failure:
        logging.getLogger("tiaocha").exception("%s could not be applied", rule.__name__)
        yield Sentence(N_("核对 {rule} 未能完成：{reason}。"), rule=rule.__name__, reason=repr(failure)[:200])


def lines(watched: Watched = unwatched) -> Iterable[AuditEntry]:
    """The rows of the trail in order, a part at a time."""
    count = db.session.scalar(select(func.count()).select_from(AuditEntry))
    rows = select(AuditEntry.__table__).order_by(AuditEntry.seq)
    return watched(db.session.execute(rows.execution_options(yield_per=1000)), count)


def _trail(
    lines: Iterable[AuditEntry], said: dict[tuple[str, str], Said], pins: Pins, comparison: Comparison
) -> Iterator[Sentence]:
    previous, expected = GENESIS, 1
    for row in lines:
        body = read_body(row.body)
        if row.seq != expected:
            yield Sentence(N_("审计记录缺第 {first} 至 {last} 条。"), first=expected, last=row.seq - 1)
        elif row.prev_hash != previous or row.hash != chain_hash(row.prev_hash, row.body) or body.get("seq") != row.seq:
            yield Sentence(N_("审计记录第 {seq} 条校验未通过：该条或上一条被修改过。"), seq=row.seq)
        wrong = sorted(name for name, value in _columns(body).items() if getattr(row, name) != value)
        if wrong:
            yield Sentence(
                N_("审计记录第 {seq} 条的字段与其原文不一致：{columns}。"), seq=row.seq, columns="、".join(wrong)
            )
        previous, expected = row.hash, row.seq + 1
        yield from comparison.see(row.seq, row.body, row.hash)
        note(said, row.seq, body)
        yield from (between(*found, row.seq) for found in pins.see(row.seq, body))
    yield from comparison.rest()


def _columns(body: dict) -> dict:
    """The columns that repeat what the hashed body says."""
    actor, about = (each if isinstance(each, dict) else {} for each in (body.get("actor"), body.get("object")))
    return {
        "at": body.get("at"),
        "actor_id": actor.get("id"),
        "actor_role": actor.get("role"),
        "action": body.get("action"),
        "object_type": about.get("type"),
        "object_id": about.get("id"),
    }
