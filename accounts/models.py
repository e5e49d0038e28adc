"""People and organisations, their sessions, and the audit trail."""

from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Enum,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.roles import Role
from core import guards
from core.db import Audited, Id, Identified, Sequence, UtcDateTime, db


def _enum(kind):
    return Enum(kind, native_enum=False, length=20, values_callable=lambda members: [m.value for m in members])


class AuditEntry(db.Model):
    """One line of the audit trail; each is hashed onto the one before."""

    __tablename__ = "audit_entry"

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
    "NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_entry)",
    "audit_entry must continue the sequence",
)


jurisdiction = Table(
    "jurisdiction",
    db.metadata,
    Column("account_id", Id, ForeignKey("account.id"), primary_key=True),
    Column("area_id", Id, ForeignKey("area.id"), primary_key=True),
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
    # A one-time password is good until then; null once the person has chosen one.
    password_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enabled: Mapped[bool] = mapped_column(Boolean, default=True)
    language: Mapped[str | None] = mapped_column(String(12))
    # The inspector's certificate; without one in force nobody inspects.
    certificate: Mapped[str | None] = mapped_column(String(40))
    certified_until: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
    areas: Mapped[list[Area]] = relationship(secondary=jurisdiction)

    # Set while signed in: the token of the LoginSession, which is what the cookie carries.
    session_token = None

    def get_id(self) -> str:
        return self.session_token or ""

    @property
    def is_active(self) -> bool:
        return self.enabled


class LoginSession(db.Model):
    """A signed-in browser; ending the row ends the session, whatever the cookie says."""

    __tablename__ = "login_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(60))
    device: Mapped[str] = mapped_column(String(200))

    account: Mapped[Account] = relationship()


class FailedLogin(db.Model):
    """How often a name was tried in vain from one address."""

    __tablename__ = "failed_login"
    __table_args__ = (UniqueConstraint("username", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(60))
    count: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasswordHistory(Identified, db.Model):
    """Hashes of earlier passwords, so that the last few are not chosen again."""

    __tablename__ = "password_history"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)


for _table in ("area", "organisation", "account"):
    guards.audited(_table)
