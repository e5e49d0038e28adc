"""People and organisations, their sessions, and the audit trail."""

from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Enum,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    func,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from accounts.roles import Role
from core import guards
from core.db import Audited, Id, Identified, Sequence, UtcDateTime, db

KEY = 20  # characters of a session's hash


def _enum(kind):
    return Enum(kind, native_enum=False, length=20, values_callable=lambda members: [m.value for m in members])


class AuditEntry(db.Model):
    """One line of the audit trail; each is hashed onto the one before."""

    __tablename__ = "audit_entry"
    __table_args__ = {"info": {"chained": True}}

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(24))
    actor_id: Mapped[str | None] = mapped_column(Id, index=True)
    actor_role: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(60), index=True)
    object_type: Mapped[str | None] = mapped_column(String(40))
    object_id: Mapped[str | None] = mapped_column(Id, index=True)
    # The row as it was hashed: canonical JSON, without the two hashes.
    body: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


guards.append_only("audit_entry")
guards.declare(
    "audit_entry_in_order",
    "audit_entry",
    "INSERT",
    "NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_entry) OR "
    "NEW.prev_hash <> coalesce((SELECT hash FROM audit_entry WHERE seq = NEW.seq - 1), NEW.prev_hash)",
    "audit_entry must continue the sequence",
)


jurisdiction = Table(
    "jurisdiction",
    db.metadata,
    Column("account_id", Id, ForeignKey("account.id"), primary_key=True),
    Column("area_id", Id, ForeignKey("area.id"), primary_key=True),
    info={"belongs_to": "account"},
)


class Area(Audited, db.Model):
    """A place that is governed: the county, its townships and streets."""

    __tablename__ = "area"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("area.id"))
    parent: Mapped["Area | None"] = relationship(remote_side="Area.id")


class Organisation(Audited, db.Model):
    """An office or an enterprise."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(20))  # county | department | township | enterprise
    area_id: Mapped[str] = mapped_column(ForeignKey("area.id"))
    area: Mapped[Area] = relationship()

    __table_args__ = (CheckConstraint("kind IN ('county','department','township','enterprise')", name="kind"),)


class Account(Audited, UserMixin, db.Model):
    """A person who signs in."""

    __tablename__ = "account"

    username: Mapped[str] = mapped_column(String(40), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[Role] = mapped_column(_enum(Role))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=True)
    # A one-time password lets in until then, or until it has let in once; null once the person has chosen one.
    password_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enabled: Mapped[bool] = mapped_column(Boolean, default=True)
    language: Mapped[str | None] = mapped_column(String(12))
    # The inspector's certificate; without one in force nobody inspects.
    certificate: Mapped[str | None] = mapped_column(String(40))
    certified_until: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
    areas: Mapped[list[Area]] = relationship(secondary=jurisdiction)

    # Set while signed in: the token of the LoginSession, which is what the cookie carries, and its proved_at.
    session_token = None
    proved_at = None

    def get_id(self) -> str:
        return self.session_token or ""

    @property
    def is_active(self) -> bool:
        return self.enabled


class LoginSession(db.Model):
    """A signed-in browser; ending the row ends the session, whatever the cookie says."""

    __tablename__ = "login_session"
    __table_args__ = {"info": {"not_of_record": "who is signed in now; coming and going are lines of the trail"}}

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when the password was last given in it
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(60))
    network: Mapped[str] = mapped_column(String(60), index=True)
    device: Mapped[str] = mapped_column(String(200))

    # What names the session to the person whose it is.
    key: Mapped[str] = column_property(func.substr(token_hash, 1, KEY))

    account: Mapped[Account] = relationship()


class Allowance(db.Model):
    """The turns left of one limit on passwords; without a row all of them are."""

    __tablename__ = "allowance"
    __table_args__ = {"info": {"not_of_record": "turns that come back by themselves within a day"}}

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    # Milliseconds of the epoch until which turns were taken in advance, one interval of the limit each.
    spent_until: Mapped[int] = mapped_column(BigInteger, index=True)


class UnknownLogins(db.Model):
    """How many names that nobody bears were tried from one network in one hour."""

    __tablename__ = "unknown_logins"
    __table_args__ = {"info": {"not_of_record": "counts of one day"}}

    network: Mapped[str] = mapped_column(String(60), primary_key=True)
    hour: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)  # its start, as above
    count: Mapped[int] = mapped_column(Integer)


class PasswordHistory(Identified, db.Model):
    """Hashes of earlier passwords, so that the last few are not chosen again."""

    __tablename__ = "password_history"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Setting(Audited, db.Model):
    """What the administrator has set for the whole installation."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    value: Mapped[str] = mapped_column(Text)


class AccountRequest(Audited, db.Model):
    """That somebody asked for something that may take another to confirm, and what became of it."""

    __tablename__ = "password_reset"  # the first kind; by this name the audit trail knows the rows

    kind: Mapped[str] = mapped_column(String(10))  # reset | create | enable
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))  # waiting | done | refused
    # Whoever confirmed or refused; the one who asked, where nobody else had to.
    settled_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the person was shown a reset

    account: Mapped[Account] = relationship(foreign_keys=account_id)
    asked_by: Mapped[Account] = relationship(foreign_keys=asked_by_id)
    settled_by: Mapped[Account | None] = relationship(foreign_keys=settled_by_id)

    __table_args__ = (
        CheckConstraint("kind IN ('reset','create','enable')", name="kind"),
        CheckConstraint("state IN ('waiting','done','refused')", name="state"),
        CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name="settled"),
    )


for _table in ("area", "organisation", "account", "setting", "password_reset"):
    guards.audited(_table)
guards.append_only("password_history")
