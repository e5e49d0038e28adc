"""What accounts were called when a line of the trail was written, as the trail itself says: a name can be changed.

The name of login cannot, so it always stands beside.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, select

from accounts.admin.naming import names
from accounts.audit_chain import read_body
from accounts.models import Account, AccountRequest, AuditEntry
from core.db import db

EDIT = "account.edit"  # the only act that changes a name; its line has the one before and the one after
OPEN, CLOSE = "〔", "〕"


def with_username(name: str, username: str) -> str:
    """A name with the name of login that tells its bearer from everybody else: 张三〔jiancha1〕."""
    return f"{name}{OPEN}{username}{CLOSE}"


def named_accounts(*columns) -> Select:
    """The same as a select: the columns given, and the account's name with its name of login as `name`."""
    said = Account.name + OPEN + Account.username + CLOSE
    return select(*columns, said.label("name"))


def username_in(words: str) -> str:
    """The name of login that somebody looks for, who may have copied the name with it."""
    return known_by(words).strip(OPEN + CLOSE).lower()


def known_by(words: str) -> str:
    """Of a name copied with the name of login the latter, 〔jiancha1〕: the name may be an earlier one."""
    start, _open, username = words.rpartition(OPEN)
    return f"{OPEN}{username}" if start and username.endswith(CLOSE) else words


@dataclass(frozen=True)
class Person:
    """An account: the name of login, the name now, and the earlier ones, each with the line that ended it."""

    username: str
    name: str
    earlier: list[tuple[int, str]] = field(default_factory=list)

    def name_at(self, seq: int) -> str:
        """The name when that line was written; the line that changes it still has the one before."""
        place = bisect_left(self.earlier, seq, key=lambda ended: ended[0])
        return self.earlier[place][1] if place < len(self.earlier) else self.name


def people_since(ids: Iterable[str], seq: int) -> dict[str, Person]:
    """The accounts by id, with the names that they have had since that line; two statements, whoever they are."""
    wanted = set(ids)
    rows = db.session.execute(select(Account.id, Account.username, Account.name).where(Account.id.in_(wanted)))
    people = {row.id: Person(row.username, row.name) for row in rows}
    edits = select(AuditEntry.seq, AuditEntry.object_id, AuditEntry.body).order_by(AuditEntry.seq)
    edits = edits.where(AuditEntry.action == EDIT, AuditEntry.object_id.in_(wanted), AuditEntry.seq >= seq)
    for row in db.session.execute(edits):
        was, became = _names_in(row.body)
        if was and was != became and row.object_id in people:
            people[row.object_id].earlier.append((row.seq, was))
    return people


def names_at(people: Mapping[str, Person], seq: int) -> dict[str, str]:
    """What the accounts that were renamed since were called in that line, by id."""
    renamed = ((key, person) for key, person in people.items() if person.earlier)
    return {key: with_username(person.name_at(seq), person.username) for key, person in renamed}


def ids_once_named(words: str) -> set[str]:
    """The accounts that once had a name with the words in it."""
    written = json.dumps(words, ensure_ascii=False)[1:-1]
    edits = select(AuditEntry.object_id, AuditEntry.body).where(AuditEntry.action == EDIT)
    found = db.session.execute(edits.where(AuditEntry.body.contains(written, autoescape=True)))
    return {row.object_id for row in found if words.casefold() in _names_in(row.body)[0].casefold()}


def _names_in(body: str) -> tuple[str, str]:
    """The names before and after; somebody may have spoilt the line."""
    said = read_body(body)
    points = (said.get("before"), said.get("after"))
    was, became = (str(each.get("name") or "") if isinstance(each, dict) else "" for each in points)
    return was, became


@names("account")
def _accounts() -> Select:
    return named_accounts(Account.id)


@names("password_reset")
def _requests() -> Select:
    return named_accounts(AccountRequest.id).join(Account, Account.id == AccountRequest.account_id)
