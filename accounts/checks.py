"""What the doctor looks at in the accounts: the clock, by what the audit trail says, and where checkpoints go."""

import os
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import aliased

from accounts import checkpoints
from accounts.models import AuditEntry
from core.clock import local, utc_now
from core.db import db
from core.doctor import check
from core.errors import N_, Sentence

SLACK = timedelta(minutes=1)
STEP_BACK = timedelta(minutes=10)  # more than any correction by the network's time


@check(N_("系统时间"), in_tables=True)
def clock(app: Flask) -> Sentence | None:
    """The present cannot be earlier than what was recorded last."""
    last = db.session.scalar(select(AuditEntry.at).order_by(AuditEntry.seq.desc()).limit(1))
    now = utc_now()
    if last is None or now + SLACK >= datetime.fromisoformat(last):
        return None
    return Sentence(
        N_("系统时间 {now} 早于最后一条审计记录 {last}，请校准服务器时钟并启用自动对时。"),
        now=f"{local(now):%Y-%m-%d %H:%M}",
        last=f"{local(datetime.fromisoformat(last)):%Y-%m-%d %H:%M}",
    )


@check(N_("审计时间"), in_tables=True)
def order(app: Flask) -> Sentence | None:
    """Lines are written one after the other; where their times go back, the clock was put back meanwhile."""
    before = aliased(AuditEntry)
    earlier = select(AuditEntry.seq, AuditEntry.at, before.at.label("last")).join(
        before, (before.seq == AuditEntry.seq - 1) & (before.at > AuditEntry.at)
    )
    back = [row for row in db.session.execute(earlier.order_by(AuditEntry.seq)) if _step(row) > STEP_BACK]
    if not back:
        return None
    return Sentence(
        N_("审计记录第 {seq} 条的时间 {at} 早于上一条的 {last}：其间系统时间被调回，此后的检查日期和期限请核对。"),
        seq=back[-1].seq,
        at=f"{local(datetime.fromisoformat(back[-1].at)):%Y-%m-%d %H:%M}",
        last=f"{local(datetime.fromisoformat(back[-1].last)):%Y-%m-%d %H:%M}",
    )


def _step(row) -> timedelta:
    return datetime.fromisoformat(row.last) - datetime.fromisoformat(row.at)


@check(N_("校验点"))
def copies(app: Flask) -> Sentence | None:
    """Checkpoints beside the database alone prove nothing to whoever can write there."""
    place = checkpoints.outside()
    if place is None or (place.is_dir() and os.access(place, os.W_OK)):
        return None
    return Sentence(N_("校验点应另存到 {path}，但该目录不存在或不能写入。请检查 TIAOCHA_CHECKPOINTS。"), path=place)
