"""The audit trail as the auditor reads it: which lines were asked for, and each as a sentence."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, false, or_, select

from accounts import scope
from accounts.admin import pages, points, renaming
from accounts.admin.act_names import ACTS, OUTCOMES
from accounts.admin.naming import ids_named, names_of
from accounts.audit_chain import read_body
from accounts.models import Account, AuditEntry
from accounts.pinned import ACTION
from accounts.roles import ROLE_NAMES
from core import paging
from core.clock import SHANGHAI, local
from core.db import db

AT_ONCE = 500
DIGITS = 19  # of the first number that no database counts to
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
    username: str
    role: str
    where: str
    device: str
    act: str
    what: str
    outcome: str
    before: dict[str, str]
    after: dict[str, str]
    code: str
    kind: str
    row_id: str
    request_id: str
    hash: str

    @property
    def person(self) -> str:
        """Who it was, so that nobody else can be meant."""
        return renaming.with_username(self.who, self.username) if self.username else self.who

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What has become of each point: its name, before, after, in words; what stayed as it was is left out."""
        both = {name: (self.before.get(name, ""), self.after.get(name, "")) for name in {**self.before, **self.after}}
        return [(name, points.short(was), points.short(now)) for name, (was, now) in both.items() if was != now]


def page_lines(actor: Account, asked: Asked, at: paging.Asked) -> paging.Page:
    """A page of the lines that the actor may see, newest first."""
    found = paging.page(_wanted(scope.visible(actor, AuditEntry), asked), AuditEntry.seq.desc(), at=at)
    return replace(found, rows=_in_words(found.rows))


def a_seq(word: str) -> int | None:
    """The number of a line, as a mark of the list; what cannot be one is none."""
    return int(word) if word.isascii() and word.isdecimal() and len(word) < DIGITS else None


def all_lines(actor: Account, asked: Asked) -> Iterator[Line]:
    """Every line asked for, newest first, in parts."""
    rows = _wanted(scope.visible(actor, AuditEntry), asked).order_by(AuditEntry.seq.desc()).limit(AT_ONCE)
    part = db.session.scalars(rows).all()
    while part:
        yield from _in_words(part)
        part = db.session.scalars(rows.where(AuditEntry.seq < part[-1].seq)).all()


def _wanted(rows: Select, asked: Asked) -> Select:
    if asked.person:
        rows = rows.where(AuditEntry.actor_id.in_(_people(asked.person)))
    if asked.object:
        named = [*ids_named(renaming.known_by(asked.object)), renaming.ids_once_named(asked.object)]
        meant = [AuditEntry.object_id.in_(ids) for ids in named]
        rows = rows.where(or_(AuditEntry.object_id == asked.object, *meant))
    # Lines of hashes speak of no act; whoever wants them asks for them.
    rows = rows.where(AuditEntry.action == asked.action if asked.action else AuditEntry.action != ACTION)
    return _on(rows, asked.day) if asked.day else rows


def _people(words: str) -> Select:
    """The accounts with that name of login, or with the words in the name that they have or once had."""
    named = (Account.name.contains(words, autoescape=True), Account.id.in_(renaming.ids_once_named(words)))
    return select(Account.id).where(or_(Account.username == renaming.username_in(words), *named))


def _on(rows: Select, day: date) -> Select:
    """The lines of that day in Shanghai; at either end of the calendar there are days that UTC cannot write."""
    try:
        start, end = _start(day), _start(day + timedelta(days=1))
    except OverflowError:
        return rows.where(false())
    return rows.where(AuditEntry.at >= start, AuditEntry.at < end)


def _start(day: date) -> str:
    """As the trail writes it; the year always has four digits, which `strftime` does not give an early one."""
    start = datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
    return start.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _in_words(rows: Iterable[AuditEntry]) -> list[Line]:
    bodies = [(row, read_body(row.body)) for row in rows]
    told = [facts for _row, body in bodies for facts in _facts(body)]
    objects = [(_kind(row), row.object_id) for row, _body in bodies if row.object_id]
    objects += [each for facts in told for each in points.mentioned(facts)]
    questions = points.all_questions() if any(points.are_asked(facts) for facts in told) else {}
    speaker = points.Speaker(names_of(objects), questions, points.all_shown(objects))
    people = _people_of(bodies, objects)
    return [_line(row, body, speaker.knowing(renaming.names_at(people, row.seq)), people) for row, body in bodies]


def _people_of(bodies: list[tuple[AuditEntry, dict]], objects: Iterable[tuple[str, str]]) -> dict[str, renaming.Person]:
    """Who acted in the lines, and which accounts they are about."""
    ids = {row.actor_id for row, _body in bodies if row.actor_id}
    ids |= {key for kind, key in objects if kind == "account"}
    return renaming.people_since(ids, min((row.seq for row, _body in bodies), default=0))


def _facts(body: dict) -> list[dict]:
    """What a line says of before and after; somebody may have spoilt it."""
    return [facts if isinstance(facts, dict) else {} for facts in (body.get("before"), body.get("after"))]


def _kind(row: AuditEntry) -> str:
    """What the object of a line is; a page stands for what is shown on it."""
    kind = row.object_type or ""
    return pages.kind_shown(kind) if "." in kind else kind


def _line(row: AuditEntry, body: dict, speaker: points.Speaker, people: Mapping[str, renaming.Person]) -> Line:
    role, outcome = ROLE_NAMES.get(row.actor_role), OUTCOMES.get(body.get("outcome"))
    before, after = (_in_points(speaker.about(row.object_id), _kind(row), facts) for facts in _facts(body))
    actor = people.get(row.actor_id or "")
    return Line(
        seq=row.seq,
        when=local(datetime.fromisoformat(row.at)),
        who=actor.name_at(row.seq) if actor else _unnamed(row, body),
        username=actor.username if actor else "",
        role=_(role) if role else _("系统"),
        where=body.get("ip") or "-",
        device=body.get("device") or "-",
        act=_(ACTS[row.action]) if row.action in ACTS else row.action,
        what=_what(row, body, speaker),
        outcome=_(outcome) if outcome else str(body.get("outcome")),
        before=before,
        after=after,
        code=row.action,
        kind=row.object_type or "",
        row_id=row.object_id or "",
        request_id=body.get("request_id") or "-",
        hash=row.hash,
    )


def _unnamed(row: AuditEntry, body: dict) -> str:
    """Nobody was signed in: the name with which somebody tried to, or otherwise the system itself."""
    tried = _facts(body)[1].get("username") if row.action.startswith("login.") else None
    return str(tried or row.actor_id or _("系统"))


def _what(row: AuditEntry, body: dict, speaker: points.Speaker) -> str:
    """What the object is called; of what has no name, the page or the checklist item that the line is about."""
    kind, name = row.object_type or "", speaker.names.get(row.object_id or "")
    if kind == "setting" and name:
        return speaker.point(name)
    return name or pages.address(kind, row.object_id or "") or str(_facts(body)[1].get("item") or "")


def _in_points(speaker: points.Speaker, kind: str, facts: dict) -> dict[str, str]:
    return {speaker.point(name): speaker.value(kind, name, value) for name, value in facts.items()}


def _in_row(said: dict[str, str]) -> str:
    return _("；").join(_("%(name)s：%(value)s", name=name, value=value or "—") for name, value in said.items())


def _inert(cell: str) -> str:
    return f"'{cell}" if len(cell) > 1 and cell.startswith(FORMULA) else cell


def _heads() -> list[str]:
    first = [_("序号"), _("时间"), _("人员"), _("账号"), _("角色"), _("来自"), _("设备"), _("操作"), _("操作对象")]
    more = [
        _("结果"),
        _("变更前"),
        _("变更后"),
        _("操作代码"),
        _("对象类别"),
        _("对象编号"),
        _("请求编号"),
        _("校验码"),
    ]
    return first + more


def as_csv(lines: Iterable[Line]) -> str:
    """The lines for a spreadsheet; nothing in it is computed there."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_heads())
    for line in lines:
        when = f"{line.when:%Y-%m-%d %H:%M:%S}"
        cells = [when, line.who, line.username, line.role, line.where, line.device, line.act, line.what, line.outcome]
        cells += [
            _in_row(line.before),
            _in_row(line.after),
            line.code,
            line.kind,
            line.row_id,
            line.request_id,
            line.hash,
        ]
        writer.writerow([line.seq, *map(_inert, cells)])
    return out.getvalue()
