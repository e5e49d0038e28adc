"""The audit trail as the auditor reads it: which lines were asked for, and each as a sentence."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select

from accounts import scope
from accounts.admin.act_names import ACTS, OUTCOMES
from accounts.admin.naming import ids_named, names_of
from accounts.audit_chain import read_body
from accounts.models import Account, AuditEntry
from accounts.pinned import ACTION
from accounts.roles import ROLE_NAMES
from core.clock import SHANGHAI, local
from core.db import db

PAGE = 50
LARGEST_SEQ = 2**63 - 1
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")  # what a spreadsheet would compute


@dataclass(frozen=True)
class Asked:
    """What the auditor looks for; empty is everything."""

    person: str = ""
    object: str = ""
    action: str = ""
    day: date | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Asked":
        """From the words of an address; a day that is none asks for nothing."""
        words = {name: given.get(name, "").replace("\0", "").strip()[:80] for name in ("person", "object", "action")}
        try:
            return cls(**words, day=date.fromisoformat(given.get("day", "")))
        except ValueError:
            return cls(**words)

    @property
    def words(self) -> dict[str, str]:
        """The same as words of an address."""
        said = {**vars(self), "day": self.day.isoformat() if self.day else ""}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Line:
    """One line of the trail in the words of the office."""

    seq: int
    when: datetime
    who: str
    role: str
    where: str
    device: str
    act: str
    what: str
    outcome: str
    before: dict | None
    after: dict | None
    code: str
    kind: str
    row_id: str
    request_id: str
    hash: str

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What was said of each point: its name, before, after."""
        before, after = self.before or {}, self.after or {}
        return [(name, _said(before.get(name)), _said(after.get(name))) for name in sorted({*before, *after})]


def list_lines(actor: Account, asked: Asked, before: int | None = None, size: int = PAGE) -> list[Line]:
    """A page of the lines that the actor may see, newest first, from below the line `before`."""
    rows = _wanted(scope.visible(actor, AuditEntry), asked)
    if before is not None and 0 < before <= LARGEST_SEQ:
        rows = rows.where(AuditEntry.seq < before)
    return _in_words(db.session.scalars(rows.order_by(AuditEntry.seq.desc()).limit(size)).all())


def all_lines(actor: Account, asked: Asked) -> Iterator[Line]:
    """Every line asked for, newest first, in parts."""
    before = None
    while part := list_lines(actor, asked, before, 500):
        yield from part
        before = part[-1].seq
        if before == 1:
            return


def _wanted(rows: Select, asked: Asked) -> Select:
    if asked.person:
        named = Account.name.contains(asked.person, autoescape=True)
        people = select(Account.id).where(or_(Account.username == asked.person.lower(), named))
        rows = rows.where(AuditEntry.actor_id.in_(people))
    if asked.object:
        meant = [AuditEntry.object_id.in_(ids) for ids in ids_named(asked.object)]
        rows = rows.where(or_(AuditEntry.object_id == asked.object, *meant))
    # Lines of hashes speak of no act; whoever wants them asks for them.
    rows = rows.where(AuditEntry.action == asked.action if asked.action else AuditEntry.action != ACTION)
    if asked.day:
        rows = rows.where(AuditEntry.at >= _start(asked.day), AuditEntry.at < _start(asked.day + timedelta(days=1)))
    return rows


def _start(day: date) -> str:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _in_words(rows: Iterable[AuditEntry]) -> list[Line]:
    people = names_of(("account", row.actor_id) for row in rows if row.actor_id)
    objects = names_of((_kind(row), row.object_id) for row in rows if row.object_id)
    return [_line(row, read_body(row.body), people, objects) for row in rows]


PAGES = {"sites": "site", "tasks": "task", "filling": "inspection", "review": "inspection", "findings": "inspection"}
PAGES |= {
    "findings.show": "finding",
    "admin.account": "account",
    "admin.organisation": "organisation",
    "admin.area": "area",
}


def _kind(row: AuditEntry) -> str:
    """What the object of a line is; a page stands for what is shown on it."""
    kind = row.object_type or ""
    return PAGES.get(kind) or PAGES.get(kind.partition(".")[0]) or kind


def _line(row: AuditEntry, body: dict, people: dict[str, str], objects: dict[str, str]) -> Line:
    role, outcome = ROLE_NAMES.get(row.actor_role), OUTCOMES.get(body.get("outcome"))
    return Line(
        seq=row.seq,
        when=local(datetime.fromisoformat(row.at)),
        who=people.get(row.actor_id) or _unnamed(body),
        role=_(role) if role else _("系统"),
        where=body.get("ip") or "-",
        device=body.get("device") or "-",
        act=_(ACTS[row.action]) if row.action in ACTS else row.action,
        what=objects.get(row.object_id) or _point(body),
        outcome=_(outcome) if outcome else str(body.get("outcome")),
        before=body.get("before"),
        after=body.get("after"),
        code=row.action,
        kind=row.object_type or "",
        row_id=row.object_id or "",
        request_id=body.get("request_id") or "-",
        hash=row.hash,
    )


def _unnamed(body: dict) -> str:
    """Nobody was signed in: the name that was tried, or the system itself."""
    return (body.get("after") or {}).get("username") or _("系统")


def _point(body: dict) -> str:
    """Of what has no name of its own, the checklist item that it is about."""
    return str((body.get("after") or {}).get("item") or "")


def _said(value) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def _inert(cell: str) -> str:
    return f"'{cell}" if len(cell) > 1 and cell.startswith(FORMULA) else cell


def _heads() -> list[str]:
    first = [_("序号"), _("时间"), _("人员"), _("角色"), _("来自"), _("设备"), _("操作"), _("操作对象"), _("结果")]
    more = [_("变更前"), _("变更后"), _("操作代码"), _("对象类别"), _("对象编号"), _("请求编号"), _("校验码")]
    return first + more


def as_csv(lines: Iterable[Line]) -> str:
    """The lines for a spreadsheet; nothing in it is computed there."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_heads())
    for line in lines:
        when = f"{line.when:%Y-%m-%d %H:%M:%S}"
        cells = [when, line.who, line.role, line.where, line.device, line.act, line.what, line.outcome]
        cells += [_said(line.before), _said(line.after), line.code, line.kind, line.row_id, line.request_id, line.hash]
        writer.writerow([line.seq, *map(_inert, cells)])
    return out.getvalue()
